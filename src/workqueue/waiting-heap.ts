interface Entry {
  readonly key: string;
  readyAt: number;
  place: number;
}

/** Keys by the time at which they are ready, soonest first: a binary heap that knows the place of each key. */
export class WaitingHeap {
  readonly #heap: Entry[] = [];
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#heap.length;
  }

  /** When the soonest key is ready; Infinity when none waits. */
  get nextAt(): number {
    return this.#heap[0]?.readyAt ?? Number.POSITIVE_INFINITY;
  }

  /** False when the key waits already; it then keeps the earlier of both times. */
  put(key: string, readyAt: number): boolean {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      if (readyAt < known.readyAt) {
        known.readyAt = readyAt;
        this.#rise(known);
      }
      return false;
    }
    const entry: Entry = { key, readyAt, place: this.#heap.length };
    this.#heap.push(entry);
    this.#entries.set(key, entry);
    this.#rise(entry);
    return true;
  }

  /** Takes the soonest key if it is ready at `now`. */
  take(now: number): string | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.readyAt > now) return undefined;
    const last = this.#heap.pop() as Entry;
    if (last !== first) {
      last.place = 0;
      this.#sink(last);
    }
    this.#entries.delete(first.key);
    return first.key;
  }

  clear(): void {
    this.#heap.length = 0;
    this.#entries.clear();
  }

  /** The soonest keys in order. Walks down from the top, so it costs the same however many wait. */
  first(limit: number): { readonly key: string; readonly readyAt: number }[] {
    const found: Entry[] = [];
    const reachable = this.#heap.slice(0, 1);
    while (found.length < limit && reachable.length > 0) {
      const next = reachable.reduce((a, b) => (b.readyAt < a.readyAt ? b : a));
      found.push(next);
      const below = this.#heap.slice(next.place * 2 + 1, next.place * 2 + 3);
      reachable.splice(reachable.indexOf(next), 1, ...below);
    }
    return found;
  }

  #rise(entry: Entry): void {
    while (entry.place > 0) {
      const parent = this.#heap[(entry.place - 1) >> 1] as Entry;
      if (parent.readyAt <= entry.readyAt) break;
      this.#put(parent, entry.place);
      entry.place = (entry.place - 1) >> 1;
    }
    this.#put(entry, entry.place);
  }

  #sink(entry: Entry): void {
    for (;;) {
      const left = this.#heap[entry.place * 2 + 1];
      if (left === undefined) break;
      const right = this.#heap[left.place + 1];
      const child = right !== undefined && right.readyAt < left.readyAt ? right : left;
      if (child.readyAt >= entry.readyAt) break;
      const free = child.place;
      this.#put(child, entry.place);
      entry.place = free;
    }
    this.#put(entry, entry.place);
  }

  #put(entry: Entry, place: number): void {
    entry.place = place;
    this.#heap[place] = entry;
  }
}
