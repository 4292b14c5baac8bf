import type { CastDecoder } from '../asciicast/index.ts';
import { castLosses } from '../recorder/index.ts';
import { clean } from '../text/index.ts';
import type { CommandContext } from './command.ts';

/** Says on stderr what could not be read of a recording, and that the rest could. */
export async function writeCastNotes(
  { settings, stderr }: Pick<CommandContext, 'settings' | 'stderr'>,
  input: string,
  decoder: Pick<CastDecoder, 'badLines' | 'isTruncated'>,
): Promise<void> {
  if (settings.quiet) return;
  const name = input === '-' ? 'standard input' : clean(input);
  for (const loss of castLosses(decoder)) await stderr.write(`${name}: ${loss}\n`);
}
