/** Places of a stream, kept as runs: as many as there are secrets, not as many as they have characters. */
export class MaskedRuns {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  /** The run that was touched last: the next place is most often behind it. */
  #last = 0;

  /** True when the place was not among them before. */
  add(position: number): boolean {
    if (this.#to[this.#last] !== position) this.#last = this.#runBefore(position);
    const index = this.#last;
    if (position < (this.#to[index] ?? 0)) return false;
    const touchesBefore = this.#to[index] === position;
    const touchesNext = this.#from[index + 1] === position + 1;
    if (touchesBefore && touchesNext) {
      this.#to[index] = this.#to[index + 1] as number;
      this.#remove(index + 1);
    } else if (touchesBefore) this.#to[index] = position + 1;
    else if (touchesNext) this.#from[index + 1] = position;
    else this.#insert(index + 1, position);
    return true;
  }

  /** 1 for each place within `length` of `from` that is among them; undefined when none is. */
  maskOf(from: number, length: number): Uint8Array | undefined {
    let mask: Uint8Array | undefined;
    const end = from + length;
    for (let index = Math.max(0, this.#runBefore(from)); (this.#from[index] ?? end) < end; index++) {
      if ((this.#to[index] as number) <= from) continue;
      mask ??= new Uint8Array(length);
      mask.fill(1, Math.max(0, (this.#from[index] as number) - from), (this.#to[index] as number) - from);
    }
    return mask;
  }

  /** Index of the last run that begins at or before `position`; -1: none does. */
  #runBefore(position: number): number {
    let low = 0;
    let high = this.#from.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#from[middle] as number) <= position) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #insert(index: number, position: number): void {
    this.#from.splice(index, 0, position);
    this.#to.splice(index, 0, position + 1);
    this.#last = index;
  }

  #remove(index: number): void {
    this.#from.splice(index, 1);
    this.#to.splice(index, 1);
  }
}
