import { type Cancel, type Clock, GrowingRing } from '../flow/index.ts';
import type { MetricsRegistry } from '../metrics/index.ts';
import { WorkQueueMetrics } from './work-queue-metrics.ts';
import type { WorkQueueObserver } from './work-queue-observer.ts';
import type { WorkQueueSnapshot } from './work-queue-snapshot.ts';

export interface WorkQueueOptions {
  /** The label of its metrics; a queue without a name has none. */
  readonly name?: string | undefined;
  readonly clock: Clock;
  readonly metrics?: MetricsRegistry | undefined;
  readonly observer?: WorkQueueObserver | undefined;
}

/** Who asks for a key. */
export interface Taker {
  /** Its name in snapshots and for the observer. */
  readonly worker?: string | undefined;
  /** Aborted: it wants no more keys and is sent home as if the queue were shut down. */
  readonly signal?: AbortSignal | undefined;
}

/** A key that is dirty, that is needs a worker, or is processed, that is with a worker, or both. */
interface Item {
  readonly key: string;
  /** Of the first add since a worker had the key last; undefined: not dirty. */
  dirtySince: number | undefined;
  /** When its worker got it; undefined: not processed. */
  processingSince: number | undefined;
  worker: string;
}

const NOBODY: Taker = {};

/**
 * Hands out each dirty key once, in the order of the first add. A key added while in progress comes back after `done`.
 *
 * Invariant: a key is in the queue iff it is dirty and not processed; nobody else gets a key that is processed.
 * Bounded by the number of different keys. As client-go's `workqueue.Typed`.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #observer: WorkQueueObserver | undefined;
  readonly #metrics: WorkQueueMetrics | undefined;
  /** client-go has a set of the dirty and one of the processed; here an item knows both. */
  readonly #items = new Map<string, Item>();
  readonly #queue = new GrowingRing<Item>();
  readonly #processing = new Set<Item>();
  readonly #idle = new Set<() => void>();
  #drained: (() => void)[] = [];
  #isShuttingDown = false;
  #stopMetrics: Cancel | undefined;

  constructor({ name = '', clock, metrics, observer }: WorkQueueOptions) {
    this.#clock = clock;
    this.#observer = observer;
    if (name === '' || metrics === undefined) return;
    this.#metrics = new WorkQueueMetrics(metrics, name);
    this.#stopMetrics = this.#metrics.keepUnfinishedWork(clock, this.#processing);
  }

  /** The key needs a worker. Once is enough: until a worker gets it, further adds change nothing. */
  add(key: string): void {
    if (this.#isShuttingDown) return;
    const known = this.#items.get(key);
    if (known?.dirtySince !== undefined) {
      this.#observer?.added?.(key, true);
      return;
    }
    const now = this.#clock.now();
    if (known !== undefined) known.dirtySince = now;
    else {
      const item: Item = { key, dirtySince: now, processingSince: undefined, worker: '' };
      this.#items.set(key, item);
      this.#enqueue(item);
    }
    this.#metrics?.added();
    this.#observer?.added?.(key, false);
  }

  /** Waits for a key; whoever gets it has to call `done` with it. `shutdown`: there will be none, go home. */
  get(taker: Taker = NOBODY): Promise<{ key: string } | 'shutdown'> {
    if (this.#queue.length === 0 || taker.signal?.aborted) return this.#wait(taker);
    return Promise.resolve({ key: this.#take(taker.worker) });
  }

  /** The key has been worked on; it comes back if it was added meanwhile. A key that is not processed: nothing. */
  done(key: string): void {
    const item = this.#items.get(key);
    if (item?.processingSince === undefined) return;
    const since = item.processingSince;
    item.processingSince = undefined;
    this.#processing.delete(item);
    if (item.dirtySince !== undefined) this.#enqueue(item);
    else {
      this.#items.delete(key);
      if (this.#processing.size === 0) this.#releaseDrainers();
    }
    if (this.#metrics !== undefined || this.#observer?.done !== undefined) {
      const tookMs = this.#clock.now() - since;
      this.#metrics?.done(tookMs);
      this.#observer?.done?.(key, tookMs);
    }
  }

  /** Keys that a worker could get now. A key that is dirty while processed is not among them. */
  len(): number {
    return this.#queue.length;
  }

  isShuttingDown(): boolean {
    return this.#isShuttingDown;
  }

  /** Takes no more adds. What is queued is still handed out, then every worker is sent home. */
  shutDown(): void {
    this.#beginShutDown();
    this.#releaseDrainers();
  }

  /** As `shutDown`, and waits until nobody holds a key; a later `shutDown` ends the wait. */
  async shutDownWithDrain(): Promise<void> {
    this.#beginShutDown();
    if (this.#processing.size > 0) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  snapshot(limit: number): WorkQueueSnapshot {
    const queued = Array.from({ length: Math.min(limit, this.#queue.length) }, (_, index) => {
      const { key, dirtySince } = this.#queue.at(index) as Item;
      return { key, addedAt: dirtySince as number };
    });
    const processing = Array.from(this.#processing, ({ key, processingSince, worker, dirtySince }) => ({
      key,
      since: processingSince as number,
      worker,
      isDirty: dirtySince !== undefined,
    }));
    const comeBack = processing.filter(({ isDirty }) => isDirty);
    return {
      queued,
      processing: processing.slice(0, limit),
      dirty: [...queued, ...comeBack].slice(0, limit).map(({ key }) => key),
      waiting: [],
      totals: {
        queued: this.#queue.length,
        processing: processing.length,
        dirty: this.#queue.length + comeBack.length,
        waiting: 0,
      },
    };
  }

  /** Counts a delayed add, as client-go does: whatever the delay. */
  protected countRetry(): void {
    this.#metrics?.retried();
  }

  async #wait({ worker, signal }: Taker): Promise<{ key: string } | 'shutdown'> {
    while (this.#queue.length === 0 && !this.#isShuttingDown && !signal?.aborted) await this.#untilWoken(signal);
    if (this.#queue.length === 0) return 'shutdown';
    if (!signal?.aborted) return { key: this.#take(worker) };
    // It may have been woken for the key that is there; that is for another then.
    this.#wakeOne();
    return 'shutdown';
  }

  #enqueue(item: Item): void {
    this.#queue.push(item);
    this.#wakeOne();
  }

  #take(worker = ''): string {
    const item = this.#queue.shift() as Item;
    const now = this.#clock.now();
    const waitedMs = now - (item.dirtySince as number);
    item.dirtySince = undefined;
    item.processingSince = now;
    item.worker = worker;
    this.#processing.add(item);
    this.#metrics?.got(waitedMs);
    this.#observer?.got?.(item.key, waitedMs, worker);
    return item.key;
  }

  #untilWoken(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#idle.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#idle.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  #wakeOne(): void {
    for (const wake of this.#idle) return wake();
  }

  #beginShutDown(): void {
    this.#isShuttingDown = true;
    this.#stopMetrics?.();
    for (const wake of this.#idle) wake();
  }

  #releaseDrainers(): void {
    if (this.#drained.length === 0) return;
    const drained = this.#drained;
    this.#drained = [];
    for (const release of drained) release();
  }
}
