import { CastDecoder } from '../asciicast/index.ts';
import { EXIT } from '../flow/index.ts';
import { CastJoiner, readCast } from '../recorder/index.ts';
import { writeCastNotes } from './cast-notes.ts';
import type { CommandContext } from './command.ts';
import { writeLines } from './write-lines.ts';

/** `kpi-tui join a b ... out`: recordings one after the other. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const inputs = context.args.positionals.slice(0, -1);
  const out = context.args.positionals.at(-1) as string;
  const decoders = inputs.map(() => new CastDecoder());
  await writeLines(context, out, joined(inputs, decoders));
  for (const [index, decoder] of decoders.entries()) await writeCastNotes(context, inputs[index] as string, decoder);
  return EXIT.ok;
}

async function* joined(inputs: readonly string[], decoders: readonly CastDecoder[]): AsyncGenerator<string> {
  const joiner = new CastJoiner();
  for (const [index, input] of inputs.entries()) {
    for await (const items of readCast(input, decoders[index])) yield items.map((item) => joiner.take(item)).join('');
  }
  yield joiner.end();
}
