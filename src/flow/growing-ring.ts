const FIRST_SLOTS = 1024;

/** First in, first out; doubles when it is full and never shrinks, so a burst is paid for once. */
export class GrowingRing<T> {
  #slots: (T | undefined)[] = new Array<T | undefined>(FIRST_SLOTS).fill(undefined);
  #start = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get slots(): number {
    return this.#slots.length;
  }

  /** The item at `index`, 0 = oldest. */
  at(index: number): T | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return this.#slots[(this.#start + index) & (this.#slots.length - 1)];
  }

  push(item: T): void {
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[(this.#start + this.#length) & (this.#slots.length - 1)] = item;
    this.#length++;
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#slots[this.#start];
    this.#slots[this.#start] = undefined;
    this.#start = (this.#start + 1) & (this.#slots.length - 1);
    this.#length--;
    return item;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Array<T | undefined>(old.length * 2).fill(undefined);
    for (let at = 0; at < this.#length; at++) this.#slots[at] = old[(this.#start + at) & (old.length - 1)];
    this.#start = 0;
  }
}
