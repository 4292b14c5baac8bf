import type { Cancel } from '../flow/index.ts';
import { formatCount } from '../text/index.ts';
import type { CommandContext } from './command.ts';

/** A list that takes less is not worth a word. */
const QUIET_MS = 500;
const DRAW_MS = 250;
/** Where nobody sees a line change, a log gets one this often. */
const LOG_MS = 10_000;

interface Seen {
  received: number;
  remaining: number | undefined;
}

/** Says on stderr how far lists have come: in one line that is drawn over on a terminal, else a line each ten seconds. */
export class ListingProgress {
  readonly #context: Pick<CommandContext, 'stderr' | 'clock' | 'settings'>;
  readonly #seen = new Map<unknown, Seen>();
  readonly #cancel: Cancel;
  #isDrawn = false;
  #isStopped = false;

  constructor(context: Pick<CommandContext, 'stderr' | 'clock' | 'settings'>) {
    this.#context = context;
    const { clock, stderr, settings } = context;
    if (settings.quiet) this.#cancel = () => {};
    else if (stderr.isTTY) this.#cancel = clock.after(QUIET_MS, () => this.#drawOften());
    else this.#cancel = clock.every(LOG_MS, () => void stderr.write(`${this.text()}\n`));
  }

  #stopDrawing: Cancel = () => {};

  report(source: unknown, received: number, remaining: number | undefined): void {
    this.#seen.set(source, { received, remaining });
  }

  /** `listing pods 4,500 of about 10,000`. */
  text(): string {
    const all = [...this.#seen.values()];
    const received = all.reduce((sum, seen) => sum + seen.received, 0);
    const isKnown = all.length > 0 && all.every(({ remaining }) => remaining !== undefined);
    const total = all.reduce((sum, seen) => sum + seen.received + (seen.remaining ?? 0), 0);
    return `listing pods ${formatCount(received)}${isKnown ? ` of about ${formatCount(total)}` : ''}`;
  }

  /** Takes its line away again. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#cancel();
    this.#stopDrawing();
    if (this.#isDrawn) void this.#context.stderr.write('\r\u001b[K');
  }

  #drawOften(): void {
    this.#draw();
    this.#stopDrawing = this.#context.clock.every(DRAW_MS, () => this.#draw());
  }

  #draw(): void {
    this.#isDrawn = true;
    void this.#context.stderr.write(`\r\u001b[K${this.text()}`);
  }
}
