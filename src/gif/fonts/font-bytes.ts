/** Reads `length` bytes at `offset`; fewer where the file ends. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

/** A part of a font file, read where it is asked for. Invariant: no view reaches out of it. */
export class FontBytes {
  readonly length: number;
  readonly #read: ReadBytes;
  readonly #start: number;

  constructor(read: ReadBytes, start: number, length: number) {
    this.#read = read;
    this.#start = start;
    this.length = length;
  }

  static of({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBufferLike>): FontBytes {
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    return new FontBytes((offset, length) => bytes.subarray(offset, offset + length), 0, byteLength);
  }

  /** Throws RangeError when some of it lies outside. */
  view(offset: number, length: number): DataView {
    this.#mustHold(offset, length);
    const bytes = this.#read(this.#start + offset, length);
    if (bytes.length < length) throw new RangeError('the file has become shorter');
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  /** Throws RangeError when some of it lies outside. */
  part(offset: number, length: number): FontBytes {
    this.#mustHold(offset, length);
    return new FontBytes(this.#read, this.#start + offset, length);
  }

  all(): DataView {
    return this.view(0, this.length);
  }

  #mustHold(offset: number, length: number): void {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.length))
      throw new RangeError(`${length} bytes at ${offset} lie outside`);
  }
}

/**
 * Reads in whole pages and keeps the last `most` of them: a glyph asks for a few bytes at a dozen places, and the next glyph
 * mostly beside them. What is larger than a page is read as it is.
 */
export function pagedReader(read: ReadBytes, page: number, most: number): ReadBytes {
  const pages = new Map<number, Uint8Array>();
  const pageAt = (number: number): Uint8Array => {
    const known = pages.get(number);
    if (known !== undefined) return known;
    const bytes = read(number * page, page);
    if (pages.size >= most) pages.delete(pages.keys().next().value as number);
    pages.set(number, bytes);
    return bytes;
  };
  return (offset, length) => {
    const number = Math.floor(offset / page);
    const within = offset - number * page;
    if (within + length > page) return read(offset, length);
    return pageAt(number).subarray(within, within + length);
  };
}
