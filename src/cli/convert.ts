import { CastConverter, CastDecoder, type CastItem } from '../asciicast/index.ts';
import { EXIT } from '../flow/index.ts';
import { plainText, readCast } from '../recorder/index.ts';
import { writeCastNotes } from './cast-notes.ts';
import type { CommandContext } from './command.ts';
import { type ConvertFormat, convertFormat } from './convert-format.ts';
import { writeLines } from './write-lines.ts';

/** `kpi-tui convert in out`: a recording in another version, as bytes, or as text. `-` is stdin or stdout. */
export async function run(context: CommandContext): Promise<number> {
  const [input, out] = context.args.positionals as [string, string];
  const format = convertFormat(context.args.text('format'), out);
  const decoder = new CastDecoder();
  await writeLines(context, out, converted(readCast(input, decoder, context.signal), format, context));
  await writeCastNotes(context, input, decoder);
  return EXIT.ok;
}

async function* converted(
  batches: AsyncGenerator<CastItem[]>,
  format: ConvertFormat,
  { clock }: CommandContext,
): AsyncGenerator<string> {
  if (format === 'txt') {
    yield* plainText(batches, clock);
    return;
  }
  const converter = format === 'raw' ? undefined : new CastConverter(format === 'v2' ? 2 : 3);
  for await (const items of batches) {
    yield items.map((item) => converter?.convert(item) ?? (item.kind === 'output' ? item.data : '')).join('');
  }
}
