import type { Cancel, Clock } from '../flow/index.ts';
import { WaitingHeap } from './waiting-heap.ts';
import { WorkQueue, type WorkQueueOptions } from './work-queue.ts';
import type { WorkQueueObserver } from './work-queue-observer.ts';
import type { WorkQueueSnapshot } from './work-queue-snapshot.ts';

/** Insurance, as client-go's: a ready key never waits longer, whatever happens to a clock. Also far below what a timer can hold. */
const HEARTBEAT_MS = 10_000;

/** A work queue to which a key can be added later. A key that waits keeps the earliest of its times. */
export class DelayingQueue extends WorkQueue {
  readonly #clock: Clock;
  readonly #observer: WorkQueueObserver | undefined;
  readonly #waiting = new WaitingHeap();
  /** The time for which the timer is set; Infinity: there is none. */
  #timerAt = Number.POSITIVE_INFINITY;
  #cancelTimer: Cancel | undefined;

  constructor(options: WorkQueueOptions) {
    super(options);
    this.#clock = options.clock;
    this.#observer = options.observer;
  }

  /** Adds the key in `delayMs`; at once when that is not above 0. It does not prevent an `add` before that. */
  addAfter(key: string, delayMs: number): void {
    if (Number.isNaN(delayMs)) throw new TypeError('delayMs: expected a number, received NaN');
    if (this.isShuttingDown()) return;
    this.countRetry();
    const deduplicated = delayMs > 0 && !this.#waiting.put(key, this.#clock.now() + delayMs);
    this.#observer?.addedAfter?.(key, { delayMs, deduplicated, numRequeues: this.numRequeues(key) });
    if (delayMs > 0) this.#setTimer();
    else this.add(key);
  }

  /** How often the key failed; a queue without a limiter does not know. */
  numRequeues(_key: string): number {
    return 0;
  }

  override shutDown(): void {
    super.shutDown();
    this.#forgetWaiting();
  }

  override shutDownWithDrain(): Promise<void> {
    const drained = super.shutDownWithDrain();
    this.#forgetWaiting();
    return drained;
  }

  override snapshot(limit: number): WorkQueueSnapshot {
    const { totals, ...shown } = super.snapshot(limit);
    const waiting = this.#waiting
      .first(limit)
      .map(({ key, readyAt }) => ({ key, readyAt, numRequeues: this.numRequeues(key) }));
    return { ...shown, waiting, totals: { ...totals, waiting: this.#waiting.size } };
  }

  #addReady = (): void => {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let key = this.#waiting.take(now); key !== undefined; key = this.#waiting.take(now)) this.add(key);
    this.#setTimer();
  };

  #setTimer(): void {
    if (this.#waiting.size === 0) return;
    const now = this.#clock.now();
    const at = Math.min(this.#waiting.nextAt, now + HEARTBEAT_MS);
    if (at >= this.#timerAt) return;
    this.#cancelTimer?.();
    this.#timerAt = at;
    this.#cancelTimer = this.#clock.after(at - now, this.#addReady);
  }

  #forgetWaiting(): void {
    this.#waiting.clear();
    this.#cancelTimer?.();
  }
}
