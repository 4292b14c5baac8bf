import { CastDecoder } from '../asciicast/index.ts';
import { EXIT } from '../flow/index.ts';
import { convertCast, readCast } from '../recorder/index.ts';
import { writeCastNotes } from './cast-notes.ts';
import type { CommandContext } from './command.ts';
import { convertFormat } from './convert-format.ts';
import { writeLines } from './write-lines.ts';

/** `kpi-tui convert in out`: a recording in another version, as bytes, or as text. `-` is stdin or stdout. */
export async function run(context: CommandContext): Promise<number> {
  const [input, out] = context.args.positionals as [string, string];
  const format = convertFormat(context.args.text('format'), out);
  const decoder = new CastDecoder();
  await writeLines(context, out, convertCast(readCast(input, decoder, context.signal), format, context.clock));
  await writeCastNotes(context, input, decoder);
  return EXIT.ok;
}
