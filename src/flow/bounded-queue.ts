/** First in, first out, at most `capacity` items. A refused item is counted in `refused`; the caller slows its source. */
export class BoundedQueue<T> {
  readonly capacity: number;
  #items: T[] = [];
  #head = 0;
  #refused = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new TypeError(`capacity: expected a positive integer, received ${capacity}`);
    }
    this.capacity = capacity;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  get refused(): number {
    return this.#refused;
  }

  get isFull(): boolean {
    return this.length >= this.capacity;
  }

  /** False, and counted, when there is no room. */
  push(item: T): boolean {
    if (this.isFull) {
      this.#refused++;
      return false;
    }
    this.#items.push(item);
    return true;
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined as T;
    // Amortised: the array is cut when half of it is behind the head.
    if (this.#head > 32 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
