/** What a store keeps: a value that is replaced, never changed. */
export interface StoredObject {
  /** `namespace/name`, or the name of what has no namespace. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly resourceVersion: number;
}

type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One change. A deletion carries the last state with the resourceVersion of the deletion. */
export interface Change<S> {
  readonly type: ChangeType;
  readonly resourceVersion: number;
  readonly object: S;
  readonly before: S | undefined;
}

/** Lists that are kept for pages still to be asked for; others are made from the history again. */
const KEPT_LISTS = 4;

/**
 * The objects of one resource, and their newest changes, as etcd and the watch cache behind an API server have them: what
 * was at any resourceVersion that has not been compacted can be listed and watched from.
 */
export class ObjectStore<S extends StoredObject> {
  readonly #objects = new Map<string, S>();
  readonly #historyLength: number;
  readonly #listeners = new Set<(change: Change<S>) => void>();
  readonly #lists = new Map<number, readonly S[]>();
  #history: Change<S>[] = [];
  #sorted: readonly S[] | undefined;
  /** Changes up to this resourceVersion are forgotten. */
  #compacted = 0;

  /** Keeps the newest `historyLength` changes at least, and twice as many at most. */
  constructor(historyLength: number) {
    this.#historyLength = historyLength;
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): S | undefined {
    return this.#objects.get(key);
  }

  values(): IterableIterator<S> {
    return this.#objects.values();
  }

  put(object: S): void {
    const before = this.#objects.get(object.key);
    this.#objects.set(object.key, object);
    const type = before === undefined ? 'ADDED' : 'MODIFIED';
    this.#record({ type, resourceVersion: object.resourceVersion, object, before });
  }

  /** Removes an object; `last` is its last state with the resourceVersion of the deletion. */
  remove(last: S): void {
    const before = this.#objects.get(last.key);
    if (before === undefined) return;
    this.#objects.delete(last.key);
    this.#record({ type: 'DELETED', resourceVersion: last.resourceVersion, object: last, before });
  }

  /** Puts objects that were always there: no change is recorded. */
  seed(objects: Iterable<S>): void {
    for (const object of objects) this.#objects.set(object.key, object);
    this.#sorted = undefined;
  }

  /** All objects in the order of their keys, as they were at a resourceVersion; `expired` when that is compacted. */
  listAt(resourceVersion: number): readonly S[] | 'expired' {
    if (resourceVersion < this.#compacted) return 'expired';
    if (resourceVersion >= (this.#history.at(-1)?.resourceVersion ?? 0)) return this.list();
    const kept = this.#lists.get(resourceVersion);
    if (kept !== undefined) return kept;
    const list = this.#rewind(resourceVersion);
    this.keepList(resourceVersion, list);
    return list;
  }

  list(): readonly S[] {
    this.#sorted ??= sorted(this.#objects.values());
    return this.#sorted;
  }

  /** Keeps a list for the pages of it that will be asked for. */
  keepList(resourceVersion: number, list: readonly S[]): void {
    if (this.#lists.has(resourceVersion)) return;
    if (this.#lists.size >= KEPT_LISTS) this.#lists.delete(this.#lists.keys().next().value as number);
    this.#lists.set(resourceVersion, list);
  }

  /** The changes after a resourceVersion, oldest first; `expired` when some of them are compacted. */
  changesAfter(resourceVersion: number): readonly Change<S>[] | 'expired' {
    if (resourceVersion < this.#compacted) return 'expired';
    const from = this.#history.findIndex((change) => change.resourceVersion > resourceVersion);
    return from < 0 ? [] : this.#history.slice(from);
  }

  /** Forgets all changes up to a resourceVersion, and every list before it. */
  compact(resourceVersion: number): void {
    this.#compacted = Math.max(this.#compacted, resourceVersion);
    this.#history = this.#history.filter((change) => change.resourceVersion > resourceVersion);
    for (const kept of this.#lists.keys()) if (kept < this.#compacted) this.#lists.delete(kept);
  }

  /** Tells every change as it happens, until the returned function is called. */
  subscribe(listener: (change: Change<S>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #record(change: Change<S>): void {
    this.#sorted = undefined;
    this.#history.push(change);
    if (this.#history.length > this.#historyLength * 2) {
      const last = this.#history[this.#history.length - this.#historyLength - 1] as Change<S>;
      this.compact(last.resourceVersion);
    }
    for (const listener of this.#listeners) listener(change);
  }

  /** The objects as they were, by taking back what has happened since. */
  #rewind(resourceVersion: number): readonly S[] {
    const objects = new Map(this.#objects);
    for (const { resourceVersion: at, object, before } of this.#history.toReversed()) {
      if (at <= resourceVersion) break;
      if (before === undefined) objects.delete(object.key);
      else objects.set(object.key, before);
    }
    return sorted(objects.values());
  }
}

const sorted = <S extends StoredObject>(objects: Iterable<S>): readonly S[] =>
  [...objects].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
