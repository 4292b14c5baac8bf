/** Keeps the newest `capacity` items; every item that had to go is counted in `dropped`. */
export class RingBuffer<T> implements Iterable<T> {
  readonly capacity: number;
  readonly #items: T[] = [];
  #start = 0;
  #dropped = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new TypeError(`capacity: expected a positive integer, received ${capacity}`);
    }
    this.capacity = capacity;
  }

  get length(): number {
    return this.#items.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): void {
    if (this.#items.length < this.capacity) {
      this.#items.push(item);
      return;
    }
    this.#items[this.#start] = item;
    this.#start = (this.#start + 1) % this.capacity;
    this.#dropped++;
  }

  /** The item at `index`, 0 = oldest; negative counts from the newest. */
  at(index: number): T | undefined {
    const from = index < 0 ? this.#items.length + index : index;
    if (from < 0 || from >= this.#items.length) return undefined;
    return this.#items[(this.#start + from) % this.#items.length];
  }

  clear(): void {
    this.#items.length = 0;
    this.#start = 0;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let index = 0; index < this.#items.length; index++) yield this.at(index) as T;
  }
}
