import { expectNumber } from './limiter-options.ts';
import { runWorker, type WorkerOptions } from './run-worker.ts';

interface Slot {
  /** Sends the worker home once it has finished its key. */
  readonly dismiss: () => void;
  readonly ended: Promise<void>;
}

/**
 * Several workers on one queue, named `1`, `2` ...; how many can be changed while they run.
 *
 * Invariant: never more than `count` begin a key. One that is too many finishes the key that it has.
 */
export class Workers {
  readonly #options: WorkerOptions;
  readonly #slots = new Map<number, Slot>();
  #count = 0;

  constructor(options: WorkerOptions & { readonly count: number }) {
    this.#options = options;
    expectNumber('maxRetries', options.maxRetries ?? 0, 'of at least 0');
    this.setCount(options.count);
  }

  /** How many there are to be. */
  get count(): number {
    return this.#count;
  }

  /** How many there are: `count`, and those that finish their last key. */
  get running(): number {
    return this.#slots.size;
  }

  /** 0 pauses: keys are collected in the queue, each once. */
  setCount(count: number): void {
    if (!Number.isInteger(count) || count < 0)
      throw new TypeError(`count: expected a whole number of at least 0, received ${String(count)}`);
    this.#count = count;
    for (const [slot, { dismiss }] of this.#slots) if (slot > count) dismiss();
    for (let slot = 1; slot <= count; slot++) if (!this.#slots.has(slot)) this.#start(slot);
  }

  /** When every worker has gone home, because the queue was shut down or the count set to 0. */
  async ended(): Promise<void> {
    while (this.#slots.size > 0) await Promise.all(Array.from(this.#slots.values(), ({ ended }) => ended));
  }

  #start(slot: number): void {
    const stop = new AbortController();
    const ended = runWorker(this.#options, String(slot), stop.signal).then(() => {
      this.#slots.delete(slot);
      // It was one too many, and is wanted again.
      if (stop.signal.aborted && slot <= this.#count) this.#start(slot);
    });
    this.#slots.set(slot, { dismiss: () => stop.abort(), ended });
  }
}
