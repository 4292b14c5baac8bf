import type { InkSet } from './ink.ts';

/** One cell's worth of picture, without colours: an ink number a pixel, row by row. */
export interface Glyph {
  readonly id: number;
  readonly pixels: Uint8Array;
  readonly inkSet: InkSet;
  /** The ink numbers that occur, ascending, and how often each does. */
  readonly used: Uint8Array;
  readonly counts: Uint32Array;
}

export function makeGlyph(id: number, pixels: Uint8Array, inkSet: InkSet): Glyph {
  const all = new Uint32Array(256);
  for (const ink of pixels) all[ink] = (all[ink] as number) + 1;
  const used = Uint8Array.from(all.keys()).filter((ink) => (all[ink] as number) > 0);
  return { id, pixels, inkSet, used, counts: Uint32Array.from(used, (ink) => all[ink] as number) };
}
