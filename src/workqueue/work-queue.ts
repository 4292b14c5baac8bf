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

interface Held {
  readonly since: number;
  readonly worker: string;
}

/**
 * Hands out each dirty key once, in the order of the first add. A key added while in progress comes back after `done`.
 *
 * Invariant: a key is in the queue iff it is dirty and nobody holds it; nobody else gets a key that somebody holds.
 * Bounded by the number of different keys. As client-go's `workqueue.Typed`.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #observer: WorkQueueObserver | undefined;
  readonly #metrics: WorkQueueMetrics | undefined;
  readonly #queue = new GrowingRing<string>();
  /** Keys that need a worker, with the time of the first add since a worker had them last. */
  readonly #dirty = new Map<string, number>();
  /** Keys that a worker holds. They may be dirty at the same time, and then they are not in the queue. */
  readonly #processing = new Map<string, Held>();
  readonly #idle = new Set<() => void>();
  #drained: (() => void)[] = [];
  #isShuttingDown = false;
  #stopMetrics: Cancel | undefined;

  constructor({ name = '', clock, metrics, observer }: WorkQueueOptions) {
    this.#clock = clock;
    this.#observer = observer;
    if (name === '' || metrics === undefined) return;
    this.#metrics = new WorkQueueMetrics(metrics, name);
    this.#stopMetrics = this.#metrics.keepUnfinishedWork(clock, () => this.#processing.values());
  }

  /** The key needs a worker. Once is enough: until a worker gets it, further adds change nothing. */
  add(key: string): void {
    if (this.#isShuttingDown) return;
    if (this.#dirty.has(key)) {
      this.#observer?.added?.(key, true);
      return;
    }
    this.#metrics?.added();
    this.#dirty.set(key, this.#clock.now());
    const isHeld = this.#processing.has(key);
    if (!isHeld) this.#queue.push(key);
    this.#observer?.added?.(key, false);
    if (!isHeld) this.#wakeOne();
  }

  /** Waits for a key; whoever gets it has to call `done` with it. `shutdown`: there will be none, go home. */
  async get({ worker = '', signal }: Taker = {}): Promise<{ key: string } | 'shutdown'> {
    while (this.#queue.length === 0 && !this.#isShuttingDown && !signal?.aborted) await this.#untilWoken(signal);
    if (signal?.aborted) {
      // It may have been woken for a key that is there for others.
      if (this.#queue.length > 0) this.#wakeOne();
      return 'shutdown';
    }
    const key = this.#queue.shift();
    return key === undefined ? 'shutdown' : { key: this.#take(key, worker) };
  }

  /** The key has been worked on; it comes back if it was added meanwhile. A key that nobody holds: nothing. */
  done(key: string): void {
    const held = this.#processing.get(key);
    if (held === undefined) return;
    this.#processing.delete(key);
    const isDirty = this.#dirty.has(key);
    if (isDirty) this.#queue.push(key);
    if (this.#metrics !== undefined || this.#observer?.done !== undefined) {
      const tookMs = this.#clock.now() - held.since;
      this.#metrics?.done(tookMs);
      this.#observer?.done?.(key, tookMs);
    }
    if (isDirty) this.#wakeOne();
    else if (this.#processing.size === 0) this.#releaseDrainers();
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
      const key = this.#queue.at(index) as string;
      return { key, addedAt: this.#dirty.get(key) as number };
    });
    return {
      queued,
      processing: firstOf(this.#processing, limit).map(([key, { since, worker }]) => ({
        key,
        since,
        worker,
        isDirty: this.#dirty.has(key),
      })),
      dirty: firstOf(this.#dirty.keys(), limit),
      waiting: [],
      totals: { queued: this.#queue.length, processing: this.#processing.size, dirty: this.#dirty.size, waiting: 0 },
    };
  }

  /** Counts a delayed add, as client-go does: whatever the delay. */
  protected countRetry(): void {
    this.#metrics?.retried();
  }

  #take(key: string, worker: string): string {
    const now = this.#clock.now();
    const waitedMs = now - (this.#dirty.get(key) as number);
    this.#processing.set(key, { since: now, worker });
    this.#dirty.delete(key);
    this.#metrics?.got(waitedMs);
    this.#observer?.got?.(key, waitedMs, worker);
    return key;
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
    const drained = this.#drained;
    this.#drained = [];
    for (const release of drained) release();
  }
}

function firstOf<T>(items: Iterable<T>, limit: number): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length >= limit) break;
    first.push(item);
  }
  return first;
}
