import type { Clock, Random } from '../flow/index.ts';

const FIRST_MS = 800;
const GREATEST_MS = 30_000;
/** After this long since the first wait, or the last start anew, it starts anew. */
const RESET_AFTER_MS = 120_000;

/** The waits of one reflector: 0.8 s to 1.6 s at first, twice that each time, 30 s to 60 s at most. */
export class Backoff {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #random: Random;
  #base = FIRST_MS;
  #lastStart: number;

  constructor(clock: Pick<Clock, 'now'>, random: Random) {
    this.#clock = clock;
    this.#random = random;
    this.#lastStart = clock.now();
  }

  delay(): number {
    if (this.#clock.now() - this.#lastStart > RESET_AFTER_MS) {
      this.#base = FIRST_MS;
      this.#lastStart = this.#clock.now();
    }
    const delayMs = this.#base + this.#random() * this.#base;
    this.#base = Math.min(this.#base * 2, GREATEST_MS);
    return delayMs;
  }
}
