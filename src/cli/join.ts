import { CastDecoder } from '../asciicast/index.ts';
import { EXIT, KpiError } from '../flow/index.ts';
import { CastJoiner, readCast } from '../recorder/index.ts';
import { writeCastNotes } from './cast-notes.ts';
import type { CommandContext } from './command.ts';
import { writeLines } from './write-lines.ts';

/** `kpi-tui join a b ... out`: recordings one after the other. Throws KpiError. */
export async function run(context: CommandContext): Promise<number> {
  const inputs = context.args.positionals.slice(0, -1);
  const out = context.args.positionals.at(-1) as string;
  const decoders = inputs.map(() => new CastDecoder());
  await writeLines(context, out, joined(inputs, decoders, context.signal));
  for (const [index, decoder] of decoders.entries()) await writeCastNotes(context, inputs[index] as string, decoder);
  return EXIT.ok;
}

async function* joined(
  inputs: readonly string[],
  decoders: readonly CastDecoder[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const joiner = new CastJoiner();
  for (const [index, input] of inputs.entries()) {
    try {
      for await (const items of readCast(input, decoders[index], signal))
        yield items.map((item) => joiner.take(item)).join('');
    } catch (cause) {
      throw named(input, cause);
    }
  }
  yield joiner.end();
}

/** Of several files it has to be said which one is meant. */
function named(input: string, cause: unknown): unknown {
  if (!(cause instanceof KpiError) || cause.code === 'CAST_READ') return cause;
  const hint = cause.hint === undefined ? {} : { hint: cause.hint };
  const name = input === '-' ? 'standard input' : input;
  return new KpiError(cause.code, `${name}: ${cause.message}`, { cause, ...hint, exitCode: cause.exitCode });
}
