import type { Cancel } from '../flow/index.ts';
import type { CommandContext } from './command.ts';

/** What takes less is not worth a word. */
const QUIET_MS = 700;
const DRAW_MS = 100;
/** Where nobody sees a line change, a log gets one this often. */
const LOG_MS = 10_000;

/** Says on stderr how far something has come: one line that is drawn over on a terminal, else one each ten seconds. */
export class ProgressLine<Progress> {
  readonly #context: Pick<CommandContext, 'stderr' | 'clock'>;
  readonly #text: (progress: Progress) => string;
  readonly #isQuiet: boolean;
  readonly #startedMs: number;
  #latest: Progress | undefined;
  #lastMs: number;
  #isDrawn = false;
  readonly #cancel: Cancel;

  constructor(context: Pick<CommandContext, 'stderr' | 'clock' | 'settings'>, text: (progress: Progress) => string) {
    this.#context = context;
    this.#text = text;
    this.#isQuiet = context.settings.quiet;
    this.#startedMs = this.#lastMs = context.clock.now();
    this.#cancel = this.#isQuiet ? () => {} : context.clock.every(DRAW_MS, () => this.#tick());
  }

  readonly report = (progress: Progress): void => {
    this.#latest = progress;
    // Some work leaves the event loop few turns, so the line is also drawn from here.
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
    const text = this.#text(this.#latest);
    void stderr.write(stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  }
}

const BAR_COLS = 20;

/** `[########------------]  40 %`. */
export function progressBar(fraction: number): string {
  const filled = Math.round(fraction * BAR_COLS);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_COLS - filled)}] ${`${Math.floor(fraction * 100)}`.padStart(3)} %`;
}
