import { type Clock, GrowingRing, inBackground, messageOf, nextTurn, wait } from '../flow/index.ts';
import type { OrTombstone } from './delta.ts';
import type { ResourceEventHandler } from './event-handler.ts';
import type { Observe } from './pipeline-event.ts';

export type Notification<T> =
  | { readonly kind: 'add'; readonly object: T; readonly isInInitialList: boolean }
  | { readonly kind: 'update'; readonly old: T; readonly now: T }
  | { readonly kind: 'delete'; readonly object: OrTombstone<T> };

/** One handler added to an informer. */
export interface Registration {
  /** The informer has synced, and this handler has had every object that was there then. */
  hasSynced(): boolean;
  /** Notifications that wait for the handler. Nothing is ever dropped. */
  readonly pending: number;
  /** More wait than a handler that keeps up would ever leave. */
  readonly isOverloaded: boolean;
}

/** A handler as it stands; times are ms since the epoch by the pipeline's clock, undefined while nobody observes. */
export interface ListenerState {
  readonly name: string;
  readonly pending: number;
  readonly isOverloaded: boolean;
  readonly hasSynced: boolean;
  /** When the oldest notification that waits came. */
  readonly oldestSince: number | undefined;
  /** Since when the handler has had the one that it is at. */
  readonly busySince: number | undefined;
  /** How often the handler threw, and what it said the last time. */
  readonly threw: number;
  readonly lastError: string;
  /** It pauses after a throw until then. */
  readonly pausedUntil: number | undefined;
}

/** About a second of the fastest stream that the pipeline carries. */
const OVERLOADED = 16_384;
const BUSY = 1024;
const SLOW_MS = 100;
const PAUSE_AFTER_THROW_MS = 1000;
/** Then the event loop has its turn. */
const LONGEST_SLICE_MS = 8;
const LOOK_EVERY = 16;

export interface ListenerOptions<T> {
  readonly name: string;
  readonly handler: ResourceEventHandler<T>;
  readonly clock: Clock;
  readonly informerHasSynced: () => boolean;
  readonly onHandlerError: () => void;
  readonly observe?: Observe | undefined;
  readonly requestedResyncMs: number;
  readonly resyncMs: number;
}

/**
 * The notifications of one handler and the one loop that hands them over, in order.
 *
 * Invariant: a handler that is slow or throws holds up itself alone. After a throw that notification is lost, the loop
 * pauses for a second and goes on.
 */
export class Listener<T> implements Registration {
  readonly name: string;
  readonly requestedResyncMs: number;
  readonly #options: ListenerOptions<T>;
  readonly #ring = new GrowingRing<Notification<T>>();
  /** When each notification of the ring came; only while somebody observes. */
  readonly #since = new GrowingRing<number>();
  #busySince: number | undefined;
  #threwTimes = 0;
  #lastError = '';
  #pausedUntil: number | undefined;
  #isRunning = false;
  #initialAddsLeft = 0;
  #resyncMs: number;
  #nextResync: number;
  #whenIdle: (() => void)[] = [];

  constructor(options: ListenerOptions<T>) {
    this.name = options.name;
    this.#options = options;
    this.requestedResyncMs = options.requestedResyncMs;
    this.#resyncMs = options.resyncMs;
    this.#nextResync = options.clock.now() + options.resyncMs;
  }

  get pending(): number {
    return this.#ring.length;
  }

  get isOverloaded(): boolean {
    return this.#ring.length > OVERLOADED;
  }

  /** Whether it wants to be told everything again from time to time. */
  get hasResync(): boolean {
    return this.#resyncMs > 0;
  }

  hasSynced(): boolean {
    return this.#initialAddsLeft === 0 && this.#options.informerHasSynced();
  }

  state(): ListenerState {
    return {
      name: this.name,
      pending: this.pending,
      isOverloaded: this.isOverloaded,
      hasSynced: this.hasSynced(),
      oldestSince: this.#since.at(0),
      busySince: this.#busySince,
      threw: this.#threwTimes,
      lastError: this.#lastError,
      pausedUntil: this.#pausedUntil,
    };
  }

  /** `at`: when it came; undefined while nobody observes. */
  add(notification: Notification<T>, at?: number): void {
    if (at !== undefined) this.#since.push(at);
    if (notification.kind === 'add' && notification.isInInitialList) this.#initialAddsLeft++;
    this.#ring.push(notification);
    if (this.#isRunning) return;
    this.#isRunning = true;
    inBackground(this.#run(), () => {});
  }

  /** When all that waits has been handed over. */
  drained(): Promise<void> {
    if (!this.#isRunning) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  setResyncPeriod(resyncMs: number): void {
    this.#resyncMs = resyncMs;
    this.#nextResync = this.#options.clock.now() + resyncMs;
  }

  /** Whether its period is over; the next one begins now. */
  shouldResync(now: number): boolean {
    if (this.#resyncMs === 0 || now < this.#nextResync) return false;
    this.#nextResync = now + this.#resyncMs;
    return true;
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    // The writer ends first: a notification is in the buffer before anybody acts on it.
    await null;
    while (this.#ring.length > 0) {
      const sliceEnd = clock.now() + LONGEST_SLICE_MS;
      for (let handed = 1; this.#ring.length > 0 && (handed % LOOK_EVERY !== 0 || clock.now() < sliceEnd); handed++) {
        const waiting = this.#handOver(this.#ring.shift() as Notification<T>);
        if (waiting !== undefined) await waiting;
      }
      if (this.#ring.length > 0) await nextTurn();
    }
    this.#isRunning = false;
    const whenIdle = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of whenIdle) resolve();
  }

  /** A promise when there is something to wait for: a slow handler, or the pause of one that threw. */
  #handOver(notification: Notification<T>): Promise<void> | undefined {
    const { observe } = this.#options;
    this.#since.shift();
    const start = observe === undefined ? 0 : this.#options.clock.now();
    if (observe !== undefined) this.#busySince = start;
    let handled: void | Promise<void>;
    try {
      handled = this.#call(notification);
    } catch (cause) {
      return this.#threw(cause);
    }
    if (handled !== undefined)
      return handled.then(
        () => this.#handedOver(notification, start),
        (cause) => this.#threw(cause),
      );
    this.#handedOver(notification, start);
    return undefined;
  }

  #handedOver(notification: Notification<T>, start: number): void {
    this.#busySince = undefined;
    if (notification.kind === 'add' && notification.isInInitialList) this.#initialAddsLeft--;
    const { observe, clock, name: handler } = this.#options;
    if (observe === undefined) return;
    const tookMs = clock.now() - start;
    if (tookMs > SLOW_MS && this.pending > BUSY)
      observe({ note: 'slow-handler', at: clock.now(), handler, tookMs, pending: this.pending });
  }

  async #threw(cause: unknown): Promise<void> {
    const { clock, name: handler, observe, onHandlerError } = this.#options;
    this.#busySince = undefined;
    this.#threwTimes++;
    this.#lastError = messageOf(cause);
    this.#pausedUntil = clock.now() + PAUSE_AFTER_THROW_MS;
    onHandlerError();
    observe?.({ note: 'handler-threw', at: clock.now(), handler, message: this.#lastError });
    await wait(clock, PAUSE_AFTER_THROW_MS);
    this.#pausedUntil = undefined;
  }

  #call(notification: Notification<T>): void | Promise<void> {
    const { handler } = this.#options;
    if (notification.kind === 'add') return handler.onAdd?.(notification.object, notification.isInInitialList);
    if (notification.kind === 'update') return handler.onUpdate?.(notification.old, notification.now);
    return handler.onDelete?.(notification.object);
  }
}
