import { type Clock, messageOf } from '../flow/index.ts';
import type { KubeObject } from '../kube/index.ts';
import {
  DeletedFinalStateUnknown,
  type Deltas,
  type DeltaType,
  deletionHandlingMetaNamespaceKey,
  type KeyOf,
  type OrTombstone,
  resourceVersionOf,
} from './delta.ts';
import type { FifoOptions } from './delta-fifo.ts';
import type { Observe } from './pipeline-event.ts';
import {
  ClosedQueueError,
  type KeyListerGetter,
  Poppers,
  type ProcessDeltas,
  type Queue,
  type QueueSnapshot,
} from './queue.ts';

interface KeyedDelta<T> {
  readonly type: DeltaType;
  readonly object: OrTombstone<T>;
  readonly key: string;
  readonly since: number;
}

/** What has been popped is cut off the array in pieces of at least this many. */
const CUT = 1024;

/**
 * Client-go's queue since 1.33: single deltas in the order in which they came, nothing merged, nothing left out.
 *
 * Unlike DeltaFifo it says Replaced always, never Sync, and on a list it deletes before it adds.
 */
export class RealFifo<T extends KubeObject> implements Queue<T> {
  readonly transform: ((object: T) => T) | undefined;
  readonly #keyOf: KeyOf<T>;
  readonly #knownObjects: KeyListerGetter<T>;
  readonly #observe: Observe | undefined;
  readonly #onProcessed: ((tookMs: number) => void) | undefined;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #poppers = new Poppers();
  #deltas: KeyedDelta<T>[] = [];
  #head = 0;
  /** How many deltas of a key wait. */
  readonly #counts = new Map<string, number>();
  #isPopulated = false;
  #hasSynced = false;
  #initialPopulationCount = 0;
  #isClosed = false;

  constructor(options: FifoOptions<T>) {
    if (options.knownObjects === undefined)
      throw new TypeError('knownObjects: expected an indexer, received undefined');
    this.transform = options.transform;
    this.#keyOf = options.keyOf ?? deletionHandlingMetaNamespaceKey;
    this.#knownObjects = options.knownObjects;
    this.#observe = options.observe;
    this.#onProcessed = options.onProcessed;
    this.#clock = options.clock ?? { now: () => 0 };
  }

  get depth(): number {
    return this.#deltas.length - this.#head;
  }

  hasSynced(): boolean {
    this.#hasSynced ||= this.#isPopulated && this.#initialPopulationCount === 0;
    return this.#hasSynced;
  }

  add(object: T): void {
    this.#isPopulated = true;
    this.#enqueue('Added', object);
  }

  update(object: T): void {
    this.#isPopulated = true;
    this.#enqueue('Updated', object);
  }

  delete(object: OrTombstone<T>): void {
    this.#isPopulated = true;
    this.#enqueue('Deleted', object);
  }

  /** Keys of all items first, so that an error in one queues nothing; then what is gone, then what is there. */
  replace(list: readonly T[], _resourceVersion = ''): void {
    const listed = new Set(list.map((object) => this.#keyFor(object)));
    this.#deleteUnlisted(listed);
    for (const object of list) {
      try {
        this.#enqueue('Replaced', object);
      } catch (cause) {
        throw new Error(`couldn't enqueue object: ${messageOf(cause)}`, { cause });
      }
    }
    if (this.#isPopulated) return;
    this.#isPopulated = true;
    this.#initialPopulationCount = this.depth;
  }

  resync(): void {
    for (const key of this.#knownObjects.listKeys()) {
      const known = this.#counts.has(key) ? undefined : this.#knownObjects.get(key);
      if (known !== undefined) this.#push(key, 'Sync', known);
    }
    this.#observe?.({ note: 'resync', at: this.#clock.now(), depth: this.depth });
  }

  close(): void {
    this.#isClosed = true;
    this.#poppers.wake();
  }

  async pop(process: ProcessDeltas<T>): Promise<Deltas<T>> {
    while (this.depth === 0) {
      if (this.#isClosed) throw new ClosedQueueError();
      await this.#poppers.next();
    }
    return this.popNow(process);
  }

  popNow(process: ProcessDeltas<T>): Deltas<T> {
    const isInInitialList = !this.hasSynced();
    const delta = this.#shift();
    const deltas: Deltas<T> = [delta];
    const start = this.#tellPopped(delta, isInInitialList);
    try {
      process(deltas, isInInitialList);
    } finally {
      if (this.#initialPopulationCount > 0) this.#initialPopulationCount--;
      if (this.#observe !== undefined) this.#onProcessed?.(this.#clock.now() - start);
    }
    return deltas;
  }

  snapshot(limit: number): QueueSnapshot {
    const sinceOf = ({ since }: KeyedDelta<T>) => (this.#observe === undefined ? undefined : since);
    const waiting = this.#deltas.slice(this.#head, this.#head + Math.max(1, limit));
    const entries = waiting.slice(0, limit).map((delta) => ({
      key: delta.key,
      deltas: [{ type: delta.type, resourceVersion: resourceVersionOf(delta.object) }],
      since: sinceOf(delta),
    }));
    const [oldest] = waiting;
    return { depth: this.depth, oldestSince: oldest === undefined ? undefined : sinceOf(oldest), entries };
  }

  #deleteUnlisted(listed: ReadonlySet<string>): void {
    const newest = new Map<string, KeyedDelta<T>>();
    for (let at = this.#head; at < this.#deltas.length; at++) {
      const delta = this.#deltas[at] as KeyedDelta<T>;
      newest.set(delta.key, delta);
    }
    for (const [key, { type, object }] of newest) {
      if (listed.has(key) || type === 'Deleted') continue;
      this.#push(
        key,
        'Deleted',
        new DeletedFinalStateUnknown(key, object instanceof DeletedFinalStateUnknown ? object.obj : object),
      );
    }
    for (const key of this.#knownObjects.listKeys()) {
      if (listed.has(key) || newest.has(key)) continue;
      this.#push(key, 'Deleted', new DeletedFinalStateUnknown(key, this.#knownObjects.get(key)));
    }
  }

  #keyFor(object: OrTombstone<T>): string {
    return object instanceof DeletedFinalStateUnknown ? object.key : this.#keyOf(object);
  }

  #enqueue(type: DeltaType, object: OrTombstone<T>): void {
    const key = this.#keyFor(object);
    const isTransformed = this.transform !== undefined && !(object instanceof DeletedFinalStateUnknown);
    this.#push(key, type, isTransformed ? (this.transform as (o: T) => T)(object) : object);
  }

  #push(key: string, type: DeltaType, object: OrTombstone<T>): void {
    const at = this.#observe === undefined ? 0 : this.#clock.now();
    this.#deltas.push({ type, object, key, since: at });
    const deltasForKey = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, deltasForKey);
    if (this.#observe !== undefined && !this.#observe.passesOver?.(2)) {
      this.#observe({
        step: 2,
        key,
        resourceVersion: resourceVersionOf(object),
        deltaType: type,
        depth: this.depth,
        deltasForKey,
        at,
      });
    }
    this.#poppers.wake();
  }

  #shift(): KeyedDelta<T> {
    const delta = this.#deltas[this.#head++] as KeyedDelta<T>;
    const left = (this.#counts.get(delta.key) as number) - 1;
    if (left === 0) this.#counts.delete(delta.key);
    else this.#counts.set(delta.key, left);
    if (this.#head >= CUT && this.#head * 2 >= this.#deltas.length) {
      this.#deltas = this.#deltas.slice(this.#head);
      this.#head = 0;
    }
    return delta;
  }

  /** Returns when it was; 0 while nobody observes. */
  #tellPopped({ key, type, object, since }: KeyedDelta<T>, isInInitialList: boolean): number {
    if (this.#observe === undefined) return 0;
    const at = this.#clock.now();
    if (this.#observe.passesOver?.(3)) return at;
    this.#observe({
      step: 3,
      key,
      resourceVersion: resourceVersionOf(object),
      deltaTypes: [type],
      waitedMs: at - since,
      isInInitialList,
      at,
    });
    return at;
  }
}
