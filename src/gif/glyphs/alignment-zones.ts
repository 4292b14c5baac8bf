import type { FontFace } from '../fonts/font-face.ts';
import { boundsOf } from './outline.ts';

/** Letters that show where a face's flat and round shapes end, at the top and at the bottom. */
const ZONES = [
  { flat: 'x', round: 'o', edge: 'bottom' },
  { flat: 'x', round: 'o', edge: 'top' },
  { flat: 'H', round: 'O', edge: 'top' },
  { flat: 'd', round: 'd', edge: 'top' },
] as const;

/** Font units above the baseline, and the whole pixels they are moved to. */
interface Knot {
  readonly units: number;
  readonly pixels: number;
}

/** Heights above the baseline, in pixels, of heights in font units. */
export type HeightMap = (units: number) => number;

/**
 * Moves baseline, x-height, capitals and ascenders of a face to whole pixels, and overshoots of round letters with them;
 * what lies between is stretched evenly. Small text gets sharp edges, and equal rows of pixels, which code shorter.
 */
export function alignHeights(face: FontFace, scale: number): HeightMap {
  const known = lastMaps.get(face);
  if (known?.scale === scale) return known.heightOf;
  const heightOf = makeHeightMap(face, scale);
  lastMaps.set(face, { scale, heightOf });
  return heightOf;
}

/** Every letter of a picture asks for the same map. */
const lastMaps = new WeakMap<FontFace, { readonly scale: number; readonly heightOf: HeightMap }>();

function makeHeightMap(face: FontFace, scale: number): HeightMap {
  const knots = knotsOf(face, scale);
  const first = knots[0];
  const last = knots.at(-1);
  if (first === undefined || last === undefined) return (units) => units * scale;
  return (units) => {
    if (units <= first.units) return first.pixels + (units - first.units) * scale;
    for (let index = 1; index < knots.length; index++) {
      const above = knots[index] as Knot;
      if (units > above.units) continue;
      const below = knots[index - 1] as Knot;
      return below.pixels + ((units - below.units) * (above.pixels - below.pixels)) / (above.units - below.units);
    }
    return last.pixels + (units - last.units) * scale;
  };
}

function knotsOf(face: FontFace, scale: number): Knot[] {
  const knots: Knot[] = [];
  for (const { flat, round, edge } of ZONES) {
    const flatUnits = edgeOf(face, flat, edge);
    const roundUnits = edgeOf(face, round, edge);
    if (flatUnits === undefined || roundUnits === undefined) return [];
    const pixels = Math.round(flatUnits * scale);
    for (const units of [Math.min(flatUnits, roundUnits), Math.max(flatUnits, roundUnits)]) {
      const last = knots.at(-1);
      // A zone that lies within another one is already there.
      if (last === undefined || units > last.units)
        knots.push({ units, pixels: Math.max(pixels, last?.pixels ?? pixels) });
    }
  }
  return knots;
}

function edgeOf(face: FontFace, letter: string, edge: 'top' | 'bottom'): number | undefined {
  const shape = face.shapeOf(letter);
  return shape === undefined ? undefined : boundsOf(shape.layers.flatMap((layer) => layer.contours))?.[edge];
}
