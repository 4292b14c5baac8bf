import type { InkSet } from './ink.ts';

/** One cell's worth of picture, without colours: an ink number a pixel, row by row. */
export interface Glyph {
  readonly id: number;
  readonly pixels: Uint8Array;
  readonly inkSet: InkSet;
  /** The ink numbers that occur, ascending, and how often each does. */
  readonly used: Uint8Array;
  readonly counts: Uint32Array;
  /** Of the pixels that are not bare background: the first, and the one behind the last. Without any: all of it, and 0. */
  readonly inkedFrom: number;
  readonly inkedTo: number;
}

/** Counts of the glyph being made, zero between uses. */
const counting = new Uint32Array(256);

export function makeGlyph(id: number, pixels: Uint8Array, inkSet: InkSet): Glyph {
  for (let at = 0; at < pixels.length; at++) counting[pixels[at] as number]!++;
  const used: number[] = [];
  for (let ink = 0; ink < inkSet.inks.length; ink++) if ((counting[ink] as number) > 0) used.push(ink);
  const counts = Uint32Array.from(used, (ink) => counting[ink] as number);
  counting.fill(0);
  const isInked = (ink: number) => ink !== 0;
  const first = pixels.findIndex(isInked);
  const inkedFrom = first < 0 ? pixels.length : first;
  const inkedTo = pixels.findLastIndex(isInked) + 1;
  return { id, pixels, inkSet, used: Uint8Array.from(used), counts, inkedFrom, inkedTo };
}
