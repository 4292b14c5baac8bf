import type { Cancel } from '../flow/index.ts';
import type { GifExportProgress } from '../recorder/index.ts';
import { formatBytes, formatClock, formatCount } from '../text/index.ts';
import type { CommandContext } from './command.ts';

/** An export that takes less is not worth a word. */
const QUIET_MS = 700;
const DRAW_MS = 100;
/** Where nobody sees a line change, a log gets one this often. */
const LOG_MS = 10_000;
const BAR_COLS = 20;

/** Says on stderr how far an export has come: one line that is drawn over on a terminal, else one each ten seconds. */
export class GifProgressLine {
  readonly #context: Pick<CommandContext, 'stderr' | 'clock'>;
  readonly #isQuiet: boolean;
  readonly #startedMs: number;
  #latest: GifExportProgress | undefined;
  #lastMs: number;
  #isDrawn = false;
  readonly #cancel: Cancel;

  constructor(context: Pick<CommandContext, 'stderr' | 'clock' | 'settings'>) {
    this.#context = context;
    this.#isQuiet = context.settings.quiet;
    this.#startedMs = this.#lastMs = context.clock.now();
    this.#cancel = this.#isQuiet ? () => {} : context.clock.every(DRAW_MS, () => this.#tick());
  }

  readonly report = (progress: GifExportProgress): void => {
    this.#latest = progress;
    // An export leaves the event loop few turns, so the line is also drawn from here.
    if (!this.#isQuiet) this.#tick();
  };

  /** Takes the line away again. */
  stop(): void {
    this.#cancel();
    if (this.#isDrawn) void this.#context.stderr.write('\r\u001b[K');
    this.#isDrawn = false;
  }

  #tick(): void {
    const { clock, stderr } = this.#context;
    if (this.#latest === undefined) return;
    const now = clock.now();
    const pace = stderr.isTTY ? DRAW_MS : LOG_MS;
    if (now - this.#startedMs < QUIET_MS || now - this.#lastMs < pace) return;
    this.#lastMs = now;
    if (stderr.isTTY) this.#isDrawn = true;
    void stderr.write(stderr.isTTY ? `\r\u001b[K${progressText(this.#latest)}` : `${progressText(this.#latest)}\n`);
  }
}

/** `[########------------]  40 %  354 frames  7.1M  00:03 left`. */
export function progressText({ fraction, frames, bytes, etaSeconds }: GifExportProgress): string {
  const filled = Math.round(fraction * BAR_COLS);
  const bar = '#'.repeat(filled) + '-'.repeat(BAR_COLS - filled);
  const percent = `${Math.floor(fraction * 100)}`.padStart(3);
  const left = etaSeconds === undefined ? '' : `  ${formatClock(Math.ceil(etaSeconds))} left`;
  return `[${bar}] ${percent} %  ${formatCount(frames)} frames  ${formatBytes(bytes)}${left}`;
}
