import { type Clock, messageOf } from '../flow/index.ts';
import type { KubeObject } from '../kube/index.ts';
import {
  DeletedFinalStateUnknown,
  deletionHandlingMetaNamespaceKey,
  type KeyOf,
  type OrTombstone,
  resourceVersionOf,
} from './delta.ts';
import type { Observe } from './pipeline-event.ts';
import type { KeyListerGetter, ReflectorStore } from './queue.ts';

/** The values under which an object is found; none is fine. It is called again with the old state of an object. */
export type IndexFunction<T> = (object: T) => readonly string[];

export interface IndexerOptions<T> {
  readonly keyOf?: KeyOf<T> | undefined;
  readonly indexers?: Readonly<Record<string, IndexFunction<T>>> | undefined;
  readonly transform?: ((object: T) => T) | undefined;
  readonly observe?: Observe | undefined;
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/** An index function threw. Fatal: from here on the index would lie. */
export class IndexFunctionError extends Error {
  constructor(key: string, index: string, cause: unknown) {
    super(`unable to calculate an index entry for key "${key}" on index "${index}": ${messageOf(cause)}`, { cause });
    this.name = 'IndexFunctionError';
  }
}

/** One index in figures: how many values it has, and the `limit` of them with the most keys, those first. */
export interface IndexFacts {
  readonly name: string;
  readonly values: number;
  readonly largest: readonly { readonly value: string; readonly keys: number }[];
}

/** The index that lists by namespace use. */
export const namespaceIndex = { namespace: (object: KubeObject) => [object.metadata.namespace ?? ''] } as const;

type Index = Map<string, Set<string>>;

/**
 * All objects of an informer by key, and the keys by what index functions say of them.
 *
 * Invariant: after any write each index equals one built from scratch. What is stored is never changed by anybody; a new
 * state is a new object.
 */
export class Indexer<T extends KubeObject> implements ReflectorStore<T>, KeyListerGetter<T> {
  readonly transform: ((object: T) => T) | undefined;
  readonly #keyOf: KeyOf<T>;
  readonly #observe: Observe | undefined;
  readonly #clock: Pick<Clock, 'now'>;
  #items = new Map<string, T>();
  readonly #functions = new Map<string, IndexFunction<T>>();
  #indices = new Map<string, Index>();
  #resourceVersion = '';

  constructor(options: IndexerOptions<T> = {}) {
    this.transform = options.transform;
    this.#keyOf = options.keyOf ?? deletionHandlingMetaNamespaceKey;
    this.#observe = options.observe;
    this.#clock = options.clock ?? { now: () => 0 };
    this.addIndexers(options.indexers ?? {});
  }

  get size(): number {
    return this.#items.size;
  }

  /** Of the last object written, the last list, or a bookmark since. */
  get resourceVersion(): string {
    return this.#resourceVersion;
  }

  /** Told by the reflector: nothing has changed up to here. */
  noteResourceVersion(resourceVersion: string): void {
    this.#resourceVersion = resourceVersion;
  }

  get(key: string): T | undefined {
    return this.#items.get(key);
  }

  list(): T[] {
    return [...this.#items.values()];
  }

  listKeys(): string[] {
    return [...this.#items.keys()];
  }

  add(object: T): void {
    this.#write(object);
  }

  update(object: T): void {
    this.#write(object);
  }

  delete(object: OrTombstone<T>): void {
    const key = object instanceof DeletedFinalStateUnknown ? object.key : this.#keyOf(object);
    const old = this.#items.get(key);
    if (old === undefined) return;
    this.#items.delete(key);
    const changed = this.#updateIndices(key, old, undefined);
    this.#resourceVersion = resourceVersionOf(object) || this.#resourceVersion;
    this.#tell(key, resourceVersionOf(object), changed);
  }

  replace(list: readonly T[], resourceVersion: string): void {
    this.#items = new Map(list.map((object) => [this.#keyOf(object), this.#transformed(object)]));
    this.#indices = new Map([...this.#functions.keys()].map((name) => [name, new Map()]));
    for (const [key, object] of this.#items) this.#updateIndices(key, undefined, object);
    this.#resourceVersion = resourceVersion;
  }

  resync(): void {}

  /** All objects that share a value of this index with `object`, each once. Throws for a name that is not there. */
  index(name: string, object: T): T[] {
    const index = this.#index(name);
    const keys = new Set<string>();
    for (const value of this.#values(name, '', object)) for (const key of index.get(value) ?? []) keys.add(key);
    return [...keys].map((key) => this.#items.get(key) as T);
  }

  byIndex(name: string, value: string): T[] {
    return [...(this.#index(name).get(value) ?? [])].map((key) => this.#items.get(key) as T);
  }

  /** Sorted. */
  indexKeys(name: string, value: string): string[] {
    return [...(this.#index(name).get(value) ?? [])].sort();
  }

  /** The values that at least one object has; [] for a name that is not there. */
  listIndexFuncValues(name: string): string[] {
    return [...(this.#indices.get(name)?.keys() ?? [])];
  }

  /** Adds indexes over what is here already. Throws, and adds none, when one of the names is there. */
  addIndexers(functions: Readonly<Record<string, IndexFunction<T>>>): void {
    const conflicts = Object.keys(functions).filter((name) => this.#functions.has(name));
    if (conflicts.length > 0) throw new TypeError(`indexer conflict: ${conflicts.join(', ')}`);
    for (const [name, indexFunction] of Object.entries(functions)) {
      this.#functions.set(name, indexFunction);
      this.#indices.set(name, new Map());
      for (const [key, object] of this.#items) this.#updateIndex(name, key, undefined, object);
    }
  }

  /** Each index in figures, in the order in which they were added. */
  indexFacts(limit: number): IndexFacts[] {
    return [...this.#indices].map(([name, index]) => {
      const counted = [...index].map(([value, keys]) => ({ value, keys: keys.size }));
      counted.sort((a, b) => b.keys - a.keys || (a.value < b.value ? -1 : 1));
      return { name, values: index.size, largest: counted.slice(0, limit) };
    });
  }

  #write(given: T): void {
    const object = this.#transformed(given);
    const key = this.#keyOf(object);
    const old = this.#items.get(key);
    this.#items.set(key, object);
    const changed = this.#updateIndices(key, old, object);
    this.#resourceVersion = object.metadata.resourceVersion;
    this.#tell(key, object.metadata.resourceVersion, changed);
  }

  #transformed(object: T): T {
    return this.transform === undefined ? object : this.transform(object);
  }

  #updateIndices(key: string, old: T | undefined, now: T | undefined): readonly string[] {
    const changed: string[] = [];
    for (const name of this.#functions.keys()) if (this.#updateIndex(name, key, old, now)) changed.push(name);
    return changed;
  }

  /** Whether anything had to change. */
  #updateIndex(name: string, key: string, old: T | undefined, now: T | undefined): boolean {
    const oldValues = old === undefined ? [] : this.#values(name, key, old);
    const values = now === undefined ? [] : this.#values(name, key, now);
    if (oldValues.length === 1 && values.length === 1 && oldValues[0] === values[0]) return false;
    const index = this.#index(name);
    for (const value of oldValues) {
      const keys = index.get(value);
      keys?.delete(key);
      if (keys?.size === 0) index.delete(value);
    }
    for (const value of values) {
      const keys = index.get(value);
      if (keys === undefined) index.set(value, new Set([key]));
      else keys.add(key);
    }
    return oldValues.length > 0 || values.length > 0;
  }

  #values(name: string, key: string, object: T): readonly string[] {
    try {
      return (this.#functions.get(name) as IndexFunction<T>)(object);
    } catch (cause) {
      throw new IndexFunctionError(key || this.#keyOf(object), name, cause);
    }
  }

  #index(name: string): Index {
    const index = this.#indices.get(name);
    if (index === undefined) throw new TypeError(`Index with name ${name} does not exist`);
    return index;
  }

  #tell(key: string, resourceVersion: string, changedIndexes: readonly string[]): void {
    if (this.#observe === undefined || this.#observe.passesOver?.(5)) return;
    this.#observe({ step: 5, key, resourceVersion, size: this.#items.size, changedIndexes, at: this.#clock.now() });
  }
}
