import { writeWhole } from '../recorder/index.ts';
import type { CommandContext } from './command.ts';

/**
 * Writes text as it comes: to standard output for `-`, else to a file that appears whole or not at all. Throws KpiError
 * `CAST_WRITE`, the signal's reason, and what `parts` throws.
 */
export async function writeLines(
  { stdout, signal }: Pick<CommandContext, 'stdout' | 'signal'>,
  out: string,
  parts: AsyncIterable<string>,
): Promise<void> {
  if (out === '-') {
    for await (const part of parts) {
      signal.throwIfAborted();
      await stdout.write(part);
    }
    return;
  }
  await writeWhole(out, { code: 'CAST_WRITE', isPrivate: true, signal }, async (output) => {
    for await (const part of parts) {
      signal.throwIfAborted();
      await output.write(Buffer.from(part));
    }
  });
}
