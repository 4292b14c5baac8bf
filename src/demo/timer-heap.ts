/** The earliest first: a binary heap. Entries with one time come in the order in which they were put. */
export class TimerHeap<T> {
  readonly #entries: { readonly at: number; readonly order: number; readonly value: T }[] = [];
  #order = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** When the next entry is due; Infinity when there is none. */
  get nextAt(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  put(at: number, value: T): void {
    const entries = this.#entries;
    let place = entries.length;
    entries.push({ at, order: this.#order++, value });
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  /** Takes the next entry that is due at `now`. */
  take(now: number): { readonly at: number; readonly value: T } | undefined {
    const entries = this.#entries;
    const first = entries[0];
    if (first === undefined || first.at > now) return undefined;
    this.#swap(0, entries.length - 1);
    entries.pop();
    this.#sink();
    return first;
  }

  #sink(): void {
    for (let place = 0; ; ) {
      const left = place * 2 + 1;
      const least = left + 1 < this.#entries.length && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (least >= this.#entries.length || !this.#isBefore(least, place)) return;
      this.#swap(least, place);
      place = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#entries[a], this.#entries[b]];
    if (first === undefined || second === undefined) return false;
    return first.at < second.at || (first.at === second.at && first.order < second.order);
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#entries[a], this.#entries[b]];
    if (first === undefined || second === undefined) return;
    this.#entries[a] = second;
    this.#entries[b] = first;
  }
}
