import { Timeline } from '../asciicast/index.ts';
import { type CastSource, Pacer, RawFilter } from '../recorder/index.ts';
import type { CommandContext } from './command.ts';
import type { PlayOptions } from './play-options.ts';

/** Puts a terminal back into a usable state after a foreign stream was cut off anywhere. */
const SOBER = '\u001b[0m\u001b[?25h\u001b[?1;1000;1002;1003;1004;1006;2004l\u001b[?7h';
const LEAVE_ALTERNATE = '\u001b[?1049l';

/**
 * Prints a recording's output with its timing. To a terminal only what is harmless passes, and its keys are ours: Space
 * pauses, `.` steps, q and Ctrl-C end.
 */
export async function playPaced(context: CommandContext, source: CastSource, options: PlayOptions): Promise<void> {
  const { stdout } = context;
  const isInteractive = stdout.isTTY && process.stdin.isTTY === true;
  const stop = new AbortController();
  const end = (): void => stop.abort();
  context.signal.addEventListener('abort', end, { once: true });
  const pacer = new Pacer({ clock: context.clock, speed: options.speed, signal: stop.signal });
  const release = isInteractive ? takeKeys(pacer, end) : () => {};
  try {
    do await playOnce(context, { source, options, pacer, signal: stop.signal });
    while (options.loops && !stop.signal.aborted);
  } finally {
    release();
    if (stdout.isTTY) await stdout.write(SOBER);
  }
}

interface Playing {
  readonly source: CastSource;
  readonly options: PlayOptions;
  readonly pacer: Pacer;
  readonly signal: AbortSignal;
}

async function playOnce({ stdout }: CommandContext, { source, options, pacer, signal }: Playing): Promise<void> {
  const timeline = new Timeline({ idleLimitSeconds: options.idleLimitSeconds ?? source.header.idleLimitSeconds });
  const filter = stdout.isTTY ? new RawFilter() : undefined;
  let isAlternate = false;
  pacer.restart();
  for await (const { events } of source.batches()) {
    for (const event of events) {
      if (!(await pacer.until(timeline.at(event.atMicros)))) break;
      if (event.kind === 'marker' && options.pausesOnMarkers && stdout.isTTY) pacer.pause();
      if (event.kind !== 'output') continue;
      const text = filter?.filter(event.data) ?? event.data;
      isAlternate = endsInAlternate(text, isAlternate);
      await stdout.write(text);
    }
    if (signal.aborted) break;
  }
  if (isAlternate && stdout.isTTY) await stdout.write(LEAVE_ALTERNATE);
}

function endsInAlternate(text: string, before: boolean): boolean {
  const last = [...text.matchAll(/\u001b\[\?(?:47|1047|1049)([hl])/g)].at(-1);
  return last === undefined ? before : last[1] === 'h';
}

function takeKeys(pacer: Pacer, end: () => void): () => void {
  const { stdin } = process;
  const onKeys = (keys: Uint8Array): void => {
    for (const key of Buffer.from(keys).toString('latin1')) {
      if (key === ' ') pacer.toggle();
      if (key === '.') pacer.step();
      if (key === 'q' || key === '\u0003') end();
    }
  };
  stdin.setRawMode(true);
  const restore = (): void => {
    stdin.setRawMode(false);
  };
  process.once('exit', restore);
  stdin.on('data', onKeys);
  return () => {
    stdin.off('data', onKeys);
    stdin.pause();
    process.off('exit', restore);
    restore();
  };
}
