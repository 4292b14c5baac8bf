import { rename, rm } from 'node:fs/promises';
import { CastConverter, CastDecoder, type CastItem } from '../asciicast/index.ts';
import { EXIT, KpiError, messageOf } from '../flow/index.ts';
import { openOutputFile, plainText, readCast } from '../recorder/index.ts';
import type { CommandContext } from './command.ts';
import { type ConvertFormat, convertFormat } from './convert-format.ts';

/** `kpi-tui convert in out`: a recording in another version, as bytes, or as text. `-` is stdin or stdout. */
export async function run(context: CommandContext): Promise<number> {
  const [input = '-', out = '-'] = context.args.positionals;
  const format = convertFormat(context.args.text('format'), out);
  const decoder = new CastDecoder();
  const parts = converted(readCast(input, decoder), format, context);
  if (out === '-') for await (const part of parts) await context.stdout.write(part);
  else await writeWhole(out, parts);
  await report(context, decoder, input);
  return context.signal.aborted ? EXIT.interrupted : EXIT.ok;
}

async function* converted(
  batches: AsyncGenerator<CastItem[]>,
  format: ConvertFormat,
  { clock, signal }: CommandContext,
): AsyncGenerator<string> {
  if (format === 'txt') {
    yield* plainText(batches, clock);
    return;
  }
  const converter = format === 'raw' ? undefined : new CastConverter(format === 'v2' ? 2 : 3);
  for await (const items of batches) {
    if (signal.aborted) throw new KpiError('INTERRUPTED', 'interrupted; nothing was written');
    yield items.map((item) => converter?.convert(item) ?? (item.kind === 'output' ? item.data : '')).join('');
  }
}

/** The file appears when it is complete; a failure leaves what was there before. */
async function writeWhole(out: string, parts: AsyncGenerator<string>): Promise<void> {
  const temporary = `${out}.tmp`;
  const file = await openOutputFile(temporary);
  try {
    for await (const part of parts) await file.write(part);
    await file.datasync();
    await file.close();
    await rename(temporary, out);
  } catch (cause) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    if (cause instanceof KpiError) throw cause;
    throw new KpiError('CAST_WRITE', `cannot write ${out}: ${messageOf(cause)}`, {
      cause,
      hint: 'Nothing was changed.',
    });
  }
}

async function report({ settings, stderr }: CommandContext, decoder: CastDecoder, input: string): Promise<void> {
  if (settings.quiet) return;
  if (decoder.badLines > 0)
    await stderr.write(`${decoder.badLines} lines of ${input} are no events and were left out.\n`);
  if (decoder.isTruncated) await stderr.write(`${input} is cut off in its last line; all before it was converted.\n`);
}
