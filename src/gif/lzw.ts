/** A code is at most twelve bits. */
const MOST_CODES = 4096;
const SLOTS = 8192;
const SLOT_SHIFT = 19;
/** Pixels that did not change, so many in a row, are written as transparent; fewer keep their colour, which codes better. */
const LONGEST_KEPT = 30;

export interface PixelRect {
  /** Colour indexes, read as one line. */
  readonly pixels: Uint8Array;
  /** 1 where the pixel already shows this colour. */
  readonly same: Uint8Array;
}

export class LzwEncoder {
  readonly #slots = new Uint32Array(SLOTS);
  readonly #runs = new Uint16Array(256 * 1024);
  readonly #longest = new Int32Array(256);
  #out = new Uint8Array(1 << 16);

  encode({ pixels, same }: PixelRect): Uint8Array {
    const total = pixels.length;
    applyGaps(pixels, same);
    let max = 1;
    for (let at = 0; at < total; at++) if ((pixels[at] as number) > max) max = pixels[at] as number;
    let mcs = 2;
    while (1 << mcs <= max) mcs++;
    const clear = 1 << mcs;
    const slots = this.#slots;
    const runs = this.#runs;
    const longest = this.#longest;
    slots.fill(0);
    longest.fill(1);
    for (let c = 0; c < clear; c++) runs[c * 1024 + 1] = c;
    let width = mcs + 1;
    let next = clear + 2;
    let bits = clear;
    let count = width;
    let out = this.#out;
    let length = 0;
    let i = 0;
    while (i < total) {
      const c = pixels[i] as number;
      let n = 1;
      const cap = Math.min(total - i, (longest[c] as number) + 1);
      while (n < cap && pixels[i + n] === c) n++;
      const lr = longest[c] as number;
      let code: number;
      if (n > lr) {
        // the run is longer than any entry
        code = runs[c * 1024 + lr] as number;
        i += lr;
        if (lr < 1023) {
          longest[c] = lr + 1;
          runs[c * 1024 + lr + 1] = next;
        }
      } else {
        code = runs[c * 1024 + n] as number;
        i += n;
        while (i < total) {
          const key = (code << 8) | (pixels[i] as number);
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
          i++;
        }
      }
      bits |= code << count;
      count += width;
      while (count >= 8) {
        out[length++] = bits;
        bits >>>= 8;
        count -= 8;
      }
      if (next === 1 << width && width < 12) width++;
      next++;
      if (next > MOST_CODES) {
        bits |= clear << count;
        count += width;
        while (count >= 8) {
          out[length++] = bits;
          bits >>>= 8;
          count -= 8;
        }
        slots.fill(0);
        longest.fill(1);
        width = mcs + 1;
        next = clear + 2;
      }
      if (length + 16 > out.length) {
        const bigger = new Uint8Array(out.length * 2);
        bigger.set(out);
        out = this.#out = bigger;
      }
    }
    // the decoder has one entry less than we have
    bits |= (clear + 1) << count;
    count += width;
    while (count > 0) {
      out[length++] = bits;
      bits >>>= 8;
      count -= 8;
    }
    return blocks(mcs, out, length);
  }
}

function applyGaps(pixels: Uint8Array, same: Uint8Array): void {
  for (let at = same.indexOf(1); at >= 0; ) {
    let end = same.indexOf(0, at);
    if (end < 0) end = pixels.length;
    if (end - at >= LONGEST_KEPT || end === pixels.length) pixels.fill(0, at, end);
    at = end < pixels.length ? same.indexOf(1, end) : -1;
  }
}

function blocks(mcs: number, data: Uint8Array, length: number): Uint8Array {
  const count = Math.ceil(length / 255);
  const result = new Uint8Array(2 + length + count);
  result[0] = mcs;
  let to = 1;
  for (let at = 0; at < length; at += 255) {
    const size = Math.min(255, length - at);
    result[to] = size;
    result.set(data.subarray(at, at + size), to + 1);
    to += size + 1;
  }
  return result;
}
