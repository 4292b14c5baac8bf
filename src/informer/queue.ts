import { KpiError } from '../flow/index.ts';
import type { Deltas, DeltaType, OrTombstone } from './delta.ts';

/** What a reflector writes into. An error of one object is thrown; the object then stays as it was. */
export interface ReflectorStore<T> {
  add(object: T): void;
  update(object: T): void;
  delete(object: OrTombstone<T>): void;
  /** From now on there is what is in the list, and nothing else. */
  replace(list: readonly T[], resourceVersion: string): void;
  resync(): void;
  /** What is done to each object on its way in; it may be done twice. */
  readonly transform?: ((object: T) => T) | undefined;
}

/** Deltas by key, between the reflector that adds and the controller that pops. Bounded by the number of live keys. */
export interface Queue<T> extends ReflectorStore<T> {
  /** Keys (DeltaFifo) or deltas (RealFifo) that wait. */
  readonly depth: number;
  /** Whether all that the first `replace` brought has been processed. Never goes back. */
  hasSynced(): boolean;
  close(): void;
  /** Waits for the next key; removes it and calls `process` with nothing in between. Rejects when closed and empty. */
  pop(process: ProcessDeltas<T>): Promise<Deltas<T>>;
  /** The same at once, for a queue of some depth. */
  popNow(process: ProcessDeltas<T>): Deltas<T>;
  /** What waits, the first `limit` entries in the order in which they will be popped. */
  snapshot(limit: number): QueueSnapshot;
}

/** The end of a queue that the controller's loop takes from. */
export type PopSource<T> = Pick<Queue<T>, 'depth' | 'pop' | 'popNow'>;

/** A look into a queue; times are ms since the epoch by the pipeline's clock, undefined while nobody observes. */
export interface QueueSnapshot {
  readonly depth: number;
  readonly oldestSince: number | undefined;
  readonly entries: readonly QueueEntry[];
}

/** A key with all its deltas (DeltaFifo), or with one (RealFifo). */
export interface QueueEntry {
  readonly key: string;
  readonly deltas: readonly { readonly type: DeltaType; readonly resourceVersion: string }[];
  readonly since: number | undefined;
}

export type ProcessDeltas<T> = (deltas: Deltas<T>, isInInitialList: boolean) => void;

/** What a queue asks to find out what a list has left out: the indexer. */
export interface KeyListerGetter<T> {
  listKeys(): string[];
  get(key: string): T | undefined;
}

/** `pop` on a queue that is closed and empty. */
export class ClosedQueueError extends KpiError {
  constructor() {
    super('INFORMER_QUEUE_CLOSED', 'DeltaFIFO: manipulating with closed queue');
  }
}

/** Wakes whoever waits for something to pop. */
export class Poppers {
  #waiting: (() => void)[] = [];

  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** They look for themselves, a moment later: a `replace` that is under way ends first. */
  wake(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
