import { type Cancel, type Clock, wait } from '../../flow/index.ts';

/** Makes a loop over events keep their times: `until` resolves when a time of the playback has come. */
export class Pacer {
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #signal: AbortSignal;
  /** Where the playback was, and when. */
  #atMicros = 0;
  #atMs: number;
  #isPaused = false;
  #wake: () => void = () => {};
  /** One event may pass although it is paused. */
  #mayStep = false;

  constructor(options: { clock: Clock; speed: number; signal: AbortSignal }) {
    this.#clock = options.clock;
    this.#speed = options.speed;
    this.#signal = options.signal;
    this.#atMs = this.#clock.now();
  }

  /** The playback begins now. */
  restart(): void {
    this.#atMicros = 0;
    this.#atMs = this.#clock.now();
  }

  pause(): void {
    this.#atMicros = this.#now();
    this.#isPaused = true;
    this.#wake();
  }

  toggle(): void {
    if (!this.#isPaused) return this.pause();
    this.#isPaused = false;
    this.#atMs = this.#clock.now();
    this.#wake();
  }

  /** Lets the next event pass and stays paused. */
  step(): void {
    if (!this.#isPaused) this.pause();
    this.#mayStep = true;
    this.#wake();
  }

  /** False when the playback was ended. */
  async until(playedMicros: number): Promise<boolean> {
    while (!this.#signal.aborted) {
      if (this.#mayStep) {
        this.#mayStep = false;
        this.#atMicros = Math.max(this.#atMicros, playedMicros);
        return true;
      }
      const due = this.#isPaused ? Number.POSITIVE_INFINITY : (playedMicros - this.#now()) / 1000 / this.#speed;
      if (due <= 0) return true;
      await this.#sleep(due);
    }
    return false;
  }

  #now(): number {
    return this.#isPaused ? this.#atMicros : this.#atMicros + (this.#clock.now() - this.#atMs) * 1000 * this.#speed;
  }

  /** Until the time has passed, a key has changed something, or the end. */
  async #sleep(ms: number): Promise<void> {
    const woken = new AbortController();
    const wake: Cancel = () => woken.abort();
    this.#wake = wake;
    this.#signal.addEventListener('abort', wake, { once: true });
    await wait(this.#clock, ms, woken.signal);
    this.#signal.removeEventListener('abort', wake);
  }
}
