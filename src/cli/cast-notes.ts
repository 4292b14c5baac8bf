import type { CastDecoder } from '../asciicast/index.ts';
import { clean } from '../text/index.ts';
import type { CommandContext } from './command.ts';

/** Says on stderr what could not be read of a recording, and that the rest could. */
export async function writeCastNotes(
  { settings, stderr }: Pick<CommandContext, 'settings' | 'stderr'>,
  input: string,
  { badLines, isTruncated }: Pick<CastDecoder, 'badLines' | 'isTruncated'>,
): Promise<void> {
  if (settings.quiet) return;
  const name = input === '-' ? 'standard input' : clean(input);
  if (badLines > 0) {
    const lines =
      badLines === 1 ? '1 line of it is no event and was' : `${badLines} lines of it are no events and were`;
    await stderr.write(`${name}: ${lines} left out\n`);
  }
  if (isTruncated) await stderr.write(`${name}: it is cut off in its last line; all before that was read\n`);
}
