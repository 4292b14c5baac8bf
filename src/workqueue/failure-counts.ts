/** Failures by key since each was last forgotten. Bounded by the keys that fail: a key that succeeds is forgotten. */
export class FailureCounts {
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** How many there were before this one. */
  add(key: string): number {
    const before = this.of(key);
    this.#counts.set(key, before + 1);
    return before;
  }

  forget(key: string): void {
    this.#counts.delete(key);
  }
}
