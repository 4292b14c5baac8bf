import { LONGEST_OBJECT_BYTES, StreamError } from './stream-error.ts';

const FIRST_CAPACITY = 64 * 1024;

/**
 * Collects `length` bytes that come in pieces and hands them over in one piece, without a copy when they came whole.
 *
 * Bounded by LONGEST_OBJECT_BYTES. What `take` returns is good until the next call.
 */
export class Gatherer {
  #held: Buffer = Buffer.alloc(0);
  #heldLength = 0;
  /** Where the object lies that `take` has just completed. */
  bytes: Buffer = this.#held;
  start = 0;
  end = 0;

  /** How many bytes of `chunk`, from `at` on, belong to the object of `length` bytes; the object is whole when `isWhole`. */
  take(chunk: Buffer, at: number, length: number): number {
    if (length > LONGEST_OBJECT_BYTES)
      throw new StreamError(`an object of ${length} bytes, at most ${LONGEST_OBJECT_BYTES} are read`);
    const available = chunk.length - at;
    if (this.#heldLength === 0 && available >= length) {
      this.bytes = chunk;
      this.start = at;
      this.end = at + length;
      return length;
    }
    const count = Math.min(available, length - this.#heldLength);
    this.append(chunk, at, at + count);
    if (this.#heldLength < length) {
      this.end = -1;
      return count;
    }
    this.#finish();
    return count;
  }

  get isWhole(): boolean {
    return this.end >= 0;
  }

  /** Whether some bytes of an object that is not whole are held. */
  get isHolding(): boolean {
    return this.#heldLength > 0;
  }

  /** Holds bytes of an object whose length is not known yet. */
  append(chunk: Buffer, from: number, to: number): void {
    const needed = this.#heldLength + to - from;
    if (needed > LONGEST_OBJECT_BYTES) throw new StreamError(`an object of more than ${LONGEST_OBJECT_BYTES} bytes`);
    if (needed > this.#held.length) this.#grow(needed);
    chunk.copy(this.#held, this.#heldLength, from, to);
    this.#heldLength = needed;
  }

  /** The object ends at `to` of this chunk. */
  finishAt(chunk: Buffer, from: number, to: number): void {
    if (this.#heldLength === 0) {
      this.bytes = chunk;
      this.start = from;
      this.end = to;
      return;
    }
    this.append(chunk, from, to);
    this.#finish();
  }

  #finish(): void {
    this.bytes = this.#held;
    this.start = 0;
    this.end = this.#heldLength;
    this.#heldLength = 0;
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafe(
      Math.min(LONGEST_OBJECT_BYTES, Math.max(FIRST_CAPACITY, this.#held.length * 2, needed)),
    );
    this.#held.copy(grown, 0, 0, this.#heldLength);
    this.#held = grown;
  }
}
