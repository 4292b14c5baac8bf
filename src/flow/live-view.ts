/** What a frame flushes. */
export interface Flushable {
  flush(): void;
}

/**
 * A value that may change thousands of times a second and is read at most once a frame.
 *
 * Invariant: between two flushes `getSnapshot` returns the same reference, which is what `useSyncExternalStore` needs in
 * order not to render again.
 */
export class LiveView<T> implements Flushable {
  readonly #read: () => T;
  readonly #listeners = new Set<() => void>();
  #snapshot: T;
  #dirty = false;

  constructor(read: () => T) {
    this.#read = read;
    this.#snapshot = read();
  }

  invalidate(): void {
    this.#dirty = true;
  }

  /** Costs nothing while no screen is looking. */
  flush(): void {
    if (!this.#dirty || this.#listeners.size === 0) return;
    this.#dirty = false;
    this.#snapshot = this.#read();
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    // What changed while nobody looked is seen by the first who looks.
    if (this.#dirty && this.#listeners.size === 1) {
      this.#dirty = false;
      this.#snapshot = this.#read();
    }
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): T => this.#snapshot;
}
