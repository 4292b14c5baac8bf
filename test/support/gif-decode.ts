import { decompressFrames, parseGIF } from 'gifuct-js';

/** What a viewer of a GIF sees: one whole picture a frame, as 0xRRGGBB, and how long it stays. */
export interface SeenFrame {
  readonly pixels: Int32Array;
  readonly delayCentis: number;
}

export interface SeenGif {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly SeenFrame[];
}

/** Decodes a GIF with gifuct-js and puts each frame over the one before, as a browser does (disposal 1). */
export function seeGif(bytes: Uint8Array): SeenGif {
  const gif = parseGIF(new Uint8Array(bytes).buffer);
  const { width, height } = gif.lsd;
  const canvas = new Int32Array(width * height).fill(-1);
  const frames = decompressFrames(gif, false).map((frame): SeenFrame => {
    const { dims, pixels, colorTable, transparentIndex } = frame;
    for (let at = 0; at < pixels.length; at++) {
      const index = pixels[at] as number;
      if (index === transparentIndex) continue;
      const [red, green, blue] = colorTable[index] as [number, number, number];
      const x = dims.left + (at % dims.width);
      const y = dims.top + Math.floor(at / dims.width);
      canvas[y * width + x] = (red << 16) | (green << 8) | blue;
    }
    return { pixels: canvas.slice(), delayCentis: Math.round(frame.delay / 10) };
  });
  return { width, height, frames };
}

/** How many pixels differ. */
export function wrongPixels(one: Int32Array, other: Int32Array): number {
  let wrong = Math.abs(one.length - other.length);
  for (let at = 0; at < Math.min(one.length, other.length); at++) if (one[at] !== other[at]) wrong++;
  return wrong;
}

/** Peak signal to noise of all channels of pictures, in decibels. */
export function decibels(pairs: Iterable<readonly [Int32Array, Int32Array]>): number {
  let sum = 0;
  let count = 0;
  for (const [one, other] of pairs) {
    for (let at = 0; at < one.length; at++) {
      const a = one[at] as number;
      const b = other[at] as number;
      if (a === b) continue;
      sum += ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;
    }
    count += one.length * 3;
  }
  return sum === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10((255 * 255 * count) / sum);
}
