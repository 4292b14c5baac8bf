import type { CastItem } from '../asciicast/index.ts';
import { EXIT } from '../flow/index.ts';
import { plainText, RawFilter, readCast } from '../recorder/index.ts';
import type { CommandContext } from './command.ts';

/** `kpi-tui cat`: the output of recordings without their timing, or with --text as plain lines. */
export async function run(context: CommandContext): Promise<number> {
  for (const path of context.args.positionals) {
    if (context.args.has('text')) await writeText(context, path);
    else await writeOutput(context, path);
    if (context.signal.aborted) return EXIT.interrupted;
  }
  return EXIT.ok;
}

async function writeText({ stdout, clock, signal }: CommandContext, path: string): Promise<void> {
  for await (const lines of plainText(readCast(path), clock)) {
    if (signal.aborted) return;
    await stdout.write(lines);
  }
}

async function writeOutput({ stdout, signal }: CommandContext, path: string): Promise<void> {
  // To a terminal nothing goes that would change its clipboard or make it answer; a file or a pipe gets every byte.
  const filter = stdout.isTTY ? new RawFilter() : undefined;
  for await (const items of readCast(path)) {
    if (signal.aborted) return;
    const output = outputOf(items);
    await stdout.write(filter === undefined ? output : filter.filter(output));
  }
}

const outputOf = (items: readonly CastItem[]): string =>
  items.map((item) => (item.kind === 'output' ? item.data : '')).join('');
