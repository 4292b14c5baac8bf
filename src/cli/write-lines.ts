import { writeWhole } from '../recorder/index.ts';
import type { CommandContext } from './command.ts';

/**
 * Writes text as it comes: to standard output for `-`, else to a file that appears whole or not at all. Throws KpiError
 * `CAST_WRITE` and what `parts` throws, which has to end when the signal aborts.
 */
export async function writeLines(
  { stdout, signal }: Pick<CommandContext, 'stdout' | 'signal'>,
  out: string,
  parts: AsyncIterable<string>,
): Promise<void> {
  if (out === '-') {
    for await (const part of parts) await stdout.write(part);
    return;
  }
  await writeWhole(out, { code: 'CAST_WRITE', isPrivate: true, signal }, async (output) => {
    for await (const part of parts) await output.write(Buffer.from(part));
  });
}
