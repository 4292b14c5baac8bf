import { GrowingRing } from '../flow/index.ts';
import type { StreamLine } from './stream-line.ts';

/** Lines read ahead of who takes them: a second of a busy stream. */
const CAPACITY = 1_000;

/** The lines of one source on their way from the file to whoever asks for them; for one reader. */
export class ReplayInbox<T> {
  readonly #lines = new GrowingRing<StreamLine<T>>();
  #isEnded = false;
  #waiting: (() => void)[] = [];

  /** Takes a line once there is room; false when the signal came first. */
  async put(line: StreamLine<T>, signal: AbortSignal): Promise<boolean> {
    while (this.#lines.length >= CAPACITY && !signal.aborted) await this.#changed(signal);
    if (signal.aborted) return false;
    this.#lines.push(line);
    this.#wake();
    return true;
  }

  /** No more lines come. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** The next line, which stays; undefined when the recording is over or the signal came. */
  async peek(signal: AbortSignal): Promise<StreamLine<T> | undefined> {
    while (this.#lines.length === 0 && !this.#isEnded && !signal.aborted) await this.#changed(signal);
    return signal.aborted ? undefined : this.#lines.at(0);
  }

  /** Removes the line that `peek` returned. */
  take(): void {
    this.#lines.shift();
    this.#wake();
  }

  /** When the last line has been taken, or the signal comes. */
  async drained(signal: AbortSignal): Promise<void> {
    while (!(this.#isEnded && this.#lines.length === 0) && !signal.aborted) await this.#changed(signal);
  }

  #changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.#waiting.push(wake);
    });
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
