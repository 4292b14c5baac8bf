import type { Clock } from '../flow/index.ts';

/** Errors further apart than this belong to different troubles. */
const RUN_ENDS_AFTER_MS = 60_000;

/** Whether a watch that the server broke with an InternalError is opened again at once: for so long, and no longer. */
export class InternalErrorRetry {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #longestMs: number;
  #first: number | undefined;
  #last = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'now'>, longestMs: number) {
    this.#clock = clock;
    this.#longestMs = longestMs;
  }

  shouldRetry(): boolean {
    const now = this.#clock.now();
    if (now - this.#last >= RUN_ENDS_AFTER_MS) this.#first = undefined;
    this.#first ??= now;
    this.#last = now;
    if (this.#longestMs <= 0) return false;
    if (now - this.#first <= this.#longestMs) return true;
    this.#first = undefined;
    return false;
  }
}
