import { EXIT } from '../flow/index.ts';
import { type CastMatch, loadScreenMaker, openCastSource, searchCast, withFileInput } from '../recorder/index.ts';
import { clean, formatClock } from '../text/index.ts';
import type { CommandContext, Output } from './command.ts';

/** `kpi-tui search file text`: where a text appears on the screen of a recording. */
export async function run({ args, clock, stdout, signal }: CommandContext): Promise<number> {
  const [input, ...words] = args.positionals as [string, ...string[]];
  const makeScreen = await loadScreenMaker(clock);
  const writer = new MatchWriter(stdout, args.text('output') ?? 'text');
  return withFileInput(input, signal, async (path) => {
    const source = await openCastSource(path);
    for await (const matches of searchCast(source, words.join(' '), { makeScreen, signal })) {
      await writer.write(matches);
    }
    await writer.end();
    return EXIT.ok;
  });
}

class MatchWriter {
  readonly #stdout: Output;
  readonly #form: string;
  #count = 0;

  constructor(stdout: Output, form: string) {
    this.#stdout = stdout;
    this.#form = form;
  }

  async write(matches: readonly CastMatch[]): Promise<void> {
    await this.#stdout.write(matches.map((match) => this.#one(match)).join(''));
  }

  async end(): Promise<void> {
    if (this.#form === 'json') await this.#stdout.write(this.#count === 0 ? '[]\n' : '\n]\n');
  }

  #one(match: CastMatch): string {
    const { recordedMicros, playedMicros, row, column, text } = match;
    if (this.#form === 'text') return `${formatClock(recordedMicros / 1e6)}  ${row}:${column}  ${clean(text)}\n`;
    const times = { timeSeconds: recordedMicros / 1e6, playedSeconds: playedMicros / 1e6 };
    const json = JSON.stringify({ ...times, row, column, text });
    if (this.#form === 'jsonl') return `${json}\n`;
    return `${this.#count++ === 0 ? '[\n' : ',\n'}${json}`;
  }
}
