import { type Clock, messageOf } from '../flow/index.ts';
import type { KubeObject } from '../kube/index.ts';
import {
  DeletedFinalStateUnknown,
  type Delta,
  type Deltas,
  type DeltaType,
  deletionHandlingMetaNamespaceKey,
  type KeyOf,
  type OrTombstone,
  resourceVersionOf,
} from './delta.ts';
import type { Observe } from './pipeline-event.ts';
import {
  ClosedQueueError,
  type KeyListerGetter,
  Poppers,
  type ProcessDeltas,
  type Queue,
  type QueueEntry,
  type QueueSnapshot,
} from './queue.ts';

export interface FifoOptions<T> {
  readonly keyOf?: KeyOf<T> | undefined;
  readonly knownObjects?: KeyListerGetter<T> | undefined;
  readonly transform?: ((object: T) => T) | undefined;
  /** Whether `replace` says Replaced (true) or Sync. */
  readonly emitDeltaTypeReplaced?: boolean | undefined;
  readonly observe?: Observe | undefined;
  /** Told how long each `process` took; only beside an observer. */
  readonly onProcessed?: ((tookMs: number) => void) | undefined;
  /** For the times in events and for finding slow handlers; without one all take no time. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

interface WaitingDelta<T> extends Delta<T> {
  /** When it came; 0 while nobody observes. */
  readonly at: number;
}

/** A queue that is this deep, with a handler that is this slow, is told about. */
const DEEP = 10;
const SLOW_MS = 100;

/**
 * Client-go's DeltaFIFO: for each key the deltas since it was last popped, keys in the order of their first delta.
 *
 * Invariant: a key waits once, with at least one delta. Nothing is merged but a second deletion; all deltas of a key are
 * popped together. `process` runs with no await after the key has left, so the store never misses what it is told.
 */
export class DeltaFifo<T extends KubeObject> implements Queue<T> {
  readonly transform: ((object: T) => T) | undefined;
  readonly #keyOf: KeyOf<T>;
  readonly #knownObjects: KeyListerGetter<T> | undefined;
  readonly #replaceType: DeltaType;
  readonly #observe: Observe | undefined;
  readonly #onProcessed: ((tookMs: number) => void) | undefined;
  readonly #clock: Pick<Clock, 'now'>;
  /** The queue too: a Map keeps the order in which keys came, and a key that waits keeps its place. */
  readonly #items = new Map<string, WaitingDelta<T>[]>();
  /** Over `#items`; goes on where it stood, while a new one would walk over all that has been deleted. */
  #keys: MapIterator<string> = this.#items.keys();
  readonly #poppers = new Poppers();
  #isPopulated = false;
  #hasSynced = false;
  #initialPopulationCount = 0;
  #isClosed = false;

  constructor(options: FifoOptions<T> = {}) {
    this.transform = options.transform;
    this.#keyOf = options.keyOf ?? deletionHandlingMetaNamespaceKey;
    this.#knownObjects = options.knownObjects;
    this.#replaceType = (options.emitDeltaTypeReplaced ?? true) ? 'Replaced' : 'Sync';
    this.#observe = options.observe;
    this.#onProcessed = options.onProcessed;
    this.#clock = options.clock ?? { now: () => 0 };
  }

  get depth(): number {
    return this.#items.size;
  }

  hasSynced(): boolean {
    this.#hasSynced ||= this.#isPopulated && this.#initialPopulationCount === 0;
    return this.#hasSynced;
  }

  /** The key of an object, of a tombstone, or of the newest of some deltas. */
  keyOf(object: OrTombstone<T> | Deltas<T>): string {
    if (object instanceof DeletedFinalStateUnknown) return object.key;
    if (!isDeltas(object)) return this.#keyOf(object);
    const newest = object.at(-1);
    if (newest === undefined) throw new TypeError("0 length Deltas object; can't get key");
    return this.keyOf(newest.object);
  }

  add(object: T): void {
    this.#isPopulated = true;
    this.#enqueue('Added', object);
  }

  update(object: T): void {
    this.#isPopulated = true;
    this.#enqueue('Updated', object);
  }

  /** Passed over when nobody could miss the object: it neither waits nor is known. */
  delete(object: OrTombstone<T>): void {
    const key = this.keyOf(object);
    this.#isPopulated = true;
    if (!this.#items.has(key) && this.#knownObjects?.get(key) === undefined) return;
    this.#enqueue('Deleted', object);
  }

  replace(list: readonly T[], _resourceVersion = ''): void {
    const listed = new Set<string>();
    for (const object of list) {
      const key = this.keyOf(object);
      listed.add(key);
      try {
        this.#enqueue(this.#replaceType, object, key);
      } catch (cause) {
        throw new Error(`couldn't enqueue object: ${messageOf(cause)}`, { cause });
      }
    }
    const deletions = this.#deleteUnlisted(listed);
    if (this.#isPopulated) return;
    this.#isPopulated = true;
    this.#initialPopulationCount = listed.size + deletions;
  }

  /** Tells each known key again that has nothing newer waiting. */
  resync(): void {
    for (const key of this.#knownObjects?.listKeys() ?? []) {
      if (this.#items.has(key)) continue;
      const known = this.#knownObjects?.get(key);
      if (known !== undefined) this.#push(key, 'Sync', known);
    }
    this.#observe?.({ note: 'resync', at: this.#clock.now(), depth: this.depth });
  }

  close(): void {
    this.#isClosed = true;
    this.#poppers.wake();
  }

  async pop(process: ProcessDeltas<T>): Promise<Deltas<T>> {
    while (this.#items.size === 0) {
      if (this.#isClosed) throw new ClosedQueueError();
      await this.#poppers.next();
    }
    return this.popNow(process);
  }

  popNow(process: ProcessDeltas<T>): Deltas<T> {
    const isInInitialList = !this.hasSynced();
    const key = this.#nextKey();
    const deltas = this.#items.get(key) as WaitingDelta<T>[];
    this.#items.delete(key);
    const start = this.#observe === undefined ? 0 : this.#tellPopped(key, deltas, isInInitialList);
    try {
      process(deltas, isInInitialList);
    } finally {
      // After `process`, or a hook in it would see "synced" while the last object is still on its way.
      if (this.#initialPopulationCount > 0) this.#initialPopulationCount--;
      if (this.#observe !== undefined) this.#tellProcessed(key, this.#clock.now() - start);
    }
    return deltas;
  }

  snapshot(limit: number): QueueSnapshot {
    const entries: QueueEntry[] = [];
    for (const [key, deltas] of this.#items) {
      if (entries.length >= limit) break;
      const told = deltas.map(({ type, object }) => ({ type, resourceVersion: resourceVersionOf(object) }));
      entries.push({ key, deltas: told, since: this.#sinceOf(deltas) });
    }
    const [oldest] = this.#items.values();
    return { depth: this.depth, oldestSince: oldest === undefined ? undefined : this.#sinceOf(oldest), entries };
  }

  #deleteUnlisted(listed: ReadonlySet<string>): number {
    let deletions = 0;
    // All that is listed waits here now; what waits beside is not listed.
    const unlisted = this.#items.size === listed.size ? [] : [...this.#items].filter(([key]) => !listed.has(key));
    for (const [key, deltas] of unlisted) {
      const newest = (deltas.at(-1) as Delta<T>).object;
      this.#push(
        key,
        'Deleted',
        new DeletedFinalStateUnknown(key, newest instanceof DeletedFinalStateUnknown ? newest.obj : newest),
      );
      deletions++;
    }
    for (const key of this.#knownObjects?.listKeys() ?? []) {
      if (listed.has(key) || this.#items.has(key)) continue;
      this.#push(key, 'Deleted', new DeletedFinalStateUnknown(key, this.#knownObjects?.get(key)));
      deletions++;
    }
    return deletions;
  }

  #enqueue(type: DeltaType, object: OrTombstone<T>, key = this.keyOf(object)): void {
    const isTransformed = this.transform !== undefined && !(object instanceof DeletedFinalStateUnknown);
    this.#push(key, type, isTransformed ? (this.transform as (o: T) => T)(object) : object);
  }

  #push(key: string, type: DeltaType, object: OrTombstone<T>): void {
    const at = this.#observe === undefined ? 0 : this.#clock.now();
    const waiting = this.#items.get(key);
    if (waiting === undefined) this.#items.set(key, [{ type, object, at }]);
    else {
      waiting.push({ type, object, at });
      dropSecondDeletion(waiting);
    }
    if (this.#observe !== undefined && !this.#observe.passesOver?.(2)) {
      this.#observe({
        step: 2,
        key,
        resourceVersion: resourceVersionOf(object),
        deltaType: type,
        depth: this.depth,
        deltasForKey: waiting?.length ?? 1,
        at,
      });
    }
    this.#poppers.wake();
  }

  #nextKey(): string {
    const next = this.#keys.next();
    if (!next.done) return next.value;
    this.#keys = this.#items.keys();
    return this.#keys.next().value as string;
  }

  #sinceOf([first]: readonly WaitingDelta<T>[]): number | undefined {
    return this.#observe === undefined ? undefined : first?.at;
  }

  /** Returns when it was. */
  #tellPopped(key: string, deltas: readonly WaitingDelta<T>[], isInInitialList: boolean): number {
    const at = this.#clock.now();
    if (this.#observe?.passesOver?.(3)) return at;
    const waitedMs = at - (deltas[0]?.at ?? at);
    const resourceVersion = resourceVersionOf((deltas.at(-1) as Delta<T>).object);
    this.#observe?.({
      step: 3,
      key,
      resourceVersion,
      deltaTypes: typesOf(deltas),
      waitedMs,
      isInInitialList,
      at,
    });
    return at;
  }

  #tellProcessed(key: string, tookMs: number): void {
    this.#onProcessed?.(tookMs);
    if (this.depth <= DEEP || tookMs <= SLOW_MS) return;
    const message = `slow event handlers blocking the queue: ${key} took ${Math.round(tookMs)} ms, depth ${this.depth}`;
    this.#observe?.({ note: 'warning', at: this.#clock.now(), message });
  }
}

/** Most keys have one delta: those share their lists. */
const SINGLE: Readonly<Record<DeltaType, readonly DeltaType[]>> = {
  Added: ['Added'],
  Updated: ['Updated'],
  Deleted: ['Deleted'],
  Replaced: ['Replaced'],
  Sync: ['Sync'],
};

const typesOf = (deltas: Deltas<unknown>): readonly DeltaType[] =>
  deltas.length === 1 ? SINGLE[(deltas[0] as Delta<unknown>).type] : deltas.map(({ type }) => type);

/** The one thing that is merged: of two deletions in a row the one that knows more, which a tombstone never does. */
function dropSecondDeletion<T>(deltas: WaitingDelta<T>[]): void {
  const newer = deltas.at(-1) as WaitingDelta<T>;
  const older = deltas.at(-2);
  if (older === undefined || newer.type !== 'Deleted' || older.type !== 'Deleted') return;
  deltas.length -= 2;
  deltas.push(older.object instanceof DeletedFinalStateUnknown ? newer : older);
}

function isDeltas<T>(value: T | DeletedFinalStateUnknown<T> | Deltas<T>): value is Deltas<T> {
  return Array.isArray(value);
}
