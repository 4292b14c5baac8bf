/** A code is at most twelve bits. */
const MOST_CODES = 4096;
const SLOTS = 8192;
const SLOT_SHIFT = 19;
/** Entries that repeat one pixel are kept by their length, up to this; longer runs are written in pieces. */
const LONGEST_RUN = 1023;
const RUN_ROW = LONGEST_RUN + 1;
/** Unchanged pixels, this many in a row, are written as transparent; fewer keep their colour, which codes better. */
const SHORTEST_GAP = 30;
/** So many of one colour keep it too: they are one run with the ground on either side. */
const LONGEST_PLAIN = 120;
/** A native search costs as much as this many steps. */
const WALK = 24;
const BLOCK_BYTES = 255;

export interface PixelRect {
  /** Colour indexes, read as one line, beginning at a multiple of four bytes. Encoding overwrites what it makes transparent. */
  readonly pixels: Uint8Array;
  /** 1 where the pixel already shows this colour. */
  readonly same: Uint8Array;
}

/**
 * Encodes rectangles as image data of GIF89a (appendix F): minimum code size, blocks of at most 255 bytes, a zero.
 * An encoder is used for many frames, one after another; its tables live as long as it does.
 */
export class LzwEncoder {
  /** `prefix << 20 | pixel << 12 | code`, so that a look-up is one load. 0 is free: no entry has the code 0. */
  readonly #slots = new Uint32Array(SLOTS);
  /** Code of `length` times one pixel, by pixel and length. */
  readonly #runs = new Uint16Array(256 * RUN_ROW);
  /** The longest run of each pixel that has a code. */
  readonly #longest = new Uint16Array(256);
  #out = new Uint8Array(1 << 16);
  #length = 0;
  #bits = 0;
  #bitCount = 0;

  encode(rect: PixelRect): Uint8Array {
    makeGapsTransparent(rect);
    const { pixels } = rect;
    const codeSize = minimumCodeSize(pixels);
    const clear = 1 << codeSize;
    this.#length = this.#bits = this.#bitCount = 0;
    this.#put(clear, codeSize + 1);
    this.#encodeCodes(pixels, codeSize);
    return this.#inBlocks(codeSize);
  }

  #encodeCodes(pixels: Uint8Array, codeSize: number): void {
    const total = pixels.length;
    const clear = 1 << codeSize;
    const slots = this.#slots;
    const words = new Int32Array(pixels.buffer, pixels.byteOffset, total >> 2);
    const runs = this.#runs;
    const longest = this.#longest;
    this.#forget(clear);
    let width = codeSize + 1;
    let next = clear + 2;
    for (let at = 0; at < total; ) {
      const pixel = pixels[at] as number;
      const known = longest[pixel] as number;
      // One pixel more than the longest known run tells that the run goes on.
      const limit = Math.min(total, at + known + 1);
      let end = at + 1;
      while (end & 3 && end < limit && pixels[end] === pixel) end++;
      // A blank screen is nothing but runs: four pixels at a time.
      if ((end & 3) === 0)
        for (const four = Math.imul(pixel, 0x01010101); end + 4 <= limit && words[end >> 2] === four; ) end += 4;
      while (end < limit && pixels[end] === pixel) end++;
      let code: number;
      if (end - at > known) {
        code = runs[pixel * RUN_ROW + known] as number;
        at += known;
        if (known < LONGEST_RUN) {
          runs[pixel * RUN_ROW + known + 1] = next;
          longest[pixel] = known + 1;
        }
      } else {
        code = runs[pixel * RUN_ROW + end - at] as number;
        for (at = end; at < total; at++) {
          const key = (code << 8) | (pixels[at] as number);
          let slot = Math.imul(key, 0x9e3779b1) >>> SLOT_SHIFT;
          let entry = slots[slot] as number;
          while (entry !== 0 && entry >>> 12 !== key) {
            slot = (slot + 1) & (SLOTS - 1);
            entry = slots[slot] as number;
          }
          if (entry === 0) {
            slots[slot] = (key << 12) | next;
            break;
          }
          code = entry & 0xfff;
        }
      }
      this.#put(code, width);
      if (next === 1 << width && width < 12) width++;
      next++;
      if (next <= MOST_CODES) continue;
      this.#put(clear, width);
      this.#forget(clear);
      width = codeSize + 1;
      next = clear + 2;
    }
    this.#put(clear + 1, width);
  }

  /** Every pixel alone is a run of one, and its own code. */
  #forget(clear: number): void {
    this.#slots.fill(0);
    this.#longest.fill(1);
    for (let pixel = 0; pixel < clear; pixel++) this.#runs[pixel * RUN_ROW + 1] = pixel;
  }

  #put(code: number, width: number): void {
    let bits = this.#bits | (code << this.#bitCount);
    let count = this.#bitCount + width;
    if (this.#length + 4 > this.#out.length) this.#grow();
    while (count >= 8) {
      this.#out[this.#length++] = bits;
      bits >>>= 8;
      count -= 8;
    }
    this.#bits = bits;
    this.#bitCount = count;
  }

  #grow(): void {
    const bigger = new Uint8Array(this.#out.length * 2);
    bigger.set(this.#out);
    this.#out = bigger;
  }

  #inBlocks(codeSize: number): Uint8Array {
    if (this.#bitCount > 0) this.#out[this.#length++] = this.#bits;
    const result = new Uint8Array(2 + this.#length + Math.ceil(this.#length / BLOCK_BYTES));
    result[0] = codeSize;
    let to = 1;
    for (let from = 0; from < this.#length; from += BLOCK_BYTES) {
      const size = Math.min(BLOCK_BYTES, this.#length - from);
      result[to] = size;
      result.set(this.#out.subarray(from, from + size), to + 1);
      to += size + 1;
    }
    return result;
  }
}

/** Runs of unchanged pixels that are long, or reach the end, become transparent. */
function makeGapsTransparent({ pixels, same }: PixelRect): void {
  for (let start = endOfStretch(same, 0, 0); start < pixels.length; ) {
    const end = endOfStretch(same, start, 1);
    if (end === pixels.length || isGap(pixels, start, end)) pixels.fill(0, start, end);
    start = endOfStretch(same, end, 0);
  }
}

function isGap(pixels: Uint8Array, start: number, end: number): boolean {
  if (end - start > LONGEST_PLAIN) return true;
  if (end - start < SHORTEST_GAP) return false;
  for (let at = start + 1; at < end; at++) if (pixels[at] !== pixels[start]) return true;
  return false;
}

/** Where the next value other than `value` (0 or 1) is. Short stretches are walked, long ones left to a native search. */
function endOfStretch(same: Uint8Array, start: number, value: 0 | 1): number {
  const near = Math.min(same.length, start + WALK);
  let end = start;
  while (end < near && same[end] === value) end++;
  if (end < near || end === same.length) return end;
  const found = same.indexOf(1 - value, end);
  return found < 0 ? same.length : found;
}

/** Bits for the largest index that occurs, so that small updates get short codes: those of all indexes together. */
function minimumCodeSize(pixels: Uint8Array): number {
  const words = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length >> 2);
  let all = 0;
  for (let at = 0; at < words.length; at++) all |= words[at] as number;
  for (let at = words.length * 4; at < pixels.length; at++) all |= pixels[at] as number;
  all |= all >>> 16;
  return Math.max(2, 32 - Math.clz32((all | (all >>> 8)) & 0xff));
}
