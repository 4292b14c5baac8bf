import type { Deltas, PopSource, ProcessDeltas } from '../informer/index.ts';
import type { Faults } from './faults.ts';

/**
 * Stands between the FIFOs and the loops that pop them: closed while popping is paused, and let through by single steps.
 * Whoever sees a delta come in has to `wake` it, as a loop that waits does so here and not in the queue.
 */
export class PopGate {
  readonly #faults: Faults;
  #steps = 0;
  #waiting: (() => void)[] = [];

  constructor(faults: Faults) {
    this.#faults = faults;
    faults.onChange(() => this.wake());
  }

  /** Lets one key through with all its deltas, now or when one comes. Nothing while the gate is open. */
  step(): void {
    if (!this.#faults.isPopPaused) return;
    this.#steps++;
    this.wake();
  }

  wake(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** The queue behind this gate; the end of the informer opens it. */
  wrap<T>(queue: PopSource<T>, signal: AbortSignal): PopSource<T> {
    signal.addEventListener('abort', () => this.wake(), { once: true });
    const isOpen = (): boolean => this.#isOpen || signal.aborted;
    return {
      get depth() {
        return isOpen() ? queue.depth : 0;
      },
      pop: (process) => this.#pop(queue, process, signal),
      popNow: (process) => this.#popNow(queue, process),
    };
  }

  get #isOpen(): boolean {
    if (this.#faults.isPopPaused) return this.#steps > 0;
    this.#steps = 0;
    return true;
  }

  async #pop<T>(queue: PopSource<T>, process: ProcessDeltas<T>, signal: AbortSignal): Promise<Deltas<T>> {
    while (!signal.aborted && (!this.#isOpen || queue.depth === 0))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (queue.depth === 0) return await queue.pop(process);
    return this.#popNow(queue, process);
  }

  #popNow<T>(queue: PopSource<T>, process: ProcessDeltas<T>): Deltas<T> {
    if (this.#steps > 0) this.#steps--;
    return queue.popNow(process);
  }
}
