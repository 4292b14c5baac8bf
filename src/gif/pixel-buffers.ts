import type { PixelRect } from './lzw.ts';

/** Room for rectangles of pixels that is used again: a frame of a large screen is a megabyte, and they come by hundreds. */
export class PixelBuffers {
  readonly #free: PixelRect[] = [];

  /** The smallest free room that is large enough, else a new one. */
  take(length: number): PixelRect {
    let best = -1;
    for (let at = 0; at < this.#free.length; at++) {
      const size = capacityOf(this.#free[at] as PixelRect);
      if (size >= length && (best < 0 || size < capacityOf(this.#free[best] as PixelRect))) best = at;
    }
    if (best < 0) {
      // What is too small now will be too small again.
      this.#free.pop();
      return { pixels: new Uint8Array(length), same: new Uint8Array(length) };
    }
    const [rect] = this.#free.splice(best, 1) as [PixelRect];
    return { pixels: new Uint8Array(rect.pixels.buffer, 0, length), same: new Uint8Array(rect.same.buffer, 0, length) };
  }

  giveBack(rect: PixelRect): void {
    this.#free.push(rect);
  }
}

const capacityOf = (rect: PixelRect): number => rect.pixels.buffer.byteLength;
