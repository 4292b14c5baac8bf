/** What stands in a row. `place` is its index, -1 while it stands nowhere. */
export interface Placed {
  place: number;
  /** Goes at the next merge. */
  isLeaving: boolean;
}

/**
 * A sorted array in which a batch of rows changes place at once. Each row that moves is moved once: a batch costs
 * O(changes * log rows + rows behind the first change), and nothing is allocated.
 *
 * Invariant after `merge` and `reset`: the rows are sorted, and each knows its place.
 */
export class SortedRows<R extends Placed> {
  #rows: R[] = [];
  #firstLeaving = Number.POSITIVE_INFINITY;

  get length(): number {
    return this.#rows.length;
  }

  at(place: number): R | undefined {
    return this.#rows[place];
  }

  /** Marks a row to go at the next merge; it may be among those that come then. */
  leave(row: R): void {
    if (row.place < 0) return;
    row.isLeaving = true;
    this.#firstLeaving = Math.min(this.#firstLeaving, row.place);
  }

  /** Puts other rows in the place of all. */
  reset(rows: R[], compare: (a: R, b: R) => number): void {
    for (const row of this.#rows) {
      row.place = -1;
      row.isLeaving = false;
    }
    this.#rows = rows.sort(compare);
    this.#firstLeaving = Number.POSITIVE_INFINITY;
    this.#seat(0);
  }

  /** Takes out what leaves and puts in what comes; the rows that stay are sorted by `compare` already. */
  merge(coming: R[], compare: (a: R, b: R) => number): void {
    const firstLeft = this.#takeOut();
    const firstPut = this.#putIn(coming.sort(compare), compare);
    this.#seat(Math.min(firstLeft, firstPut));
  }

  /** Closes the gaps; returns the first place that is not what it was. */
  #takeOut(): number {
    const rows = this.#rows;
    const first = this.#firstLeaving;
    if (first >= rows.length) return first;
    let to = first;
    for (let from = first; from < rows.length; from++) {
      const row = rows[from] as R;
      if (row.isLeaving) {
        row.isLeaving = false;
        row.place = -1;
      } else {
        rows[to++] = row;
      }
    }
    rows.length = to;
    this.#firstLeaving = Number.POSITIVE_INFINITY;
    return first;
  }

  /** Merges from the end, so that no row is moved twice; returns the first place that is not what it was. */
  #putIn(coming: readonly R[], compare: (a: R, b: R) => number): number {
    const rows = this.#rows;
    let end = rows.length;
    for (const row of coming) rows.push(row);
    let to = rows.length;
    for (let next = coming.length - 1; next >= 0; next--) {
      const row = coming[next] as R;
      const place = this.#placeFor(row, end, compare);
      while (end > place) rows[--to] = rows[--end] as R;
      rows[--to] = row;
    }
    return coming.length === 0 ? Number.POSITIVE_INFINITY : to;
  }

  /** How many of the first `end` rows stand before a row. */
  #placeFor(row: R, end: number, compare: (a: R, b: R) => number): number {
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.#rows[middle] as R, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #seat(first: number): void {
    for (let place = first; place < this.#rows.length; place++) (this.#rows[place] as R).place = place;
  }
}
