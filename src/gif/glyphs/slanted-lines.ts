import { lightBand } from './box-lines.ts';
import type { Pen } from './pen.ts';

type Point = readonly [x: number, y: number];

/** U+1FBA0..1FBAE: lines between the middles of sides: 1 upper to left, 2 upper to right, 4 left to lower, 8 right to lower. */
const LINES = [1, 2, 4, 8, 5, 10, 12, 3, 9, 6, 14, 13, 11, 7, 15];

/** One field of the hatching, its sides 1: what of a falling stripe and of its neighbour lies in it. */
const STRIPES: readonly (readonly Point[])[] = [
  [
    [0.5, 0],
    [1, 0],
    [1, 0.5],
  ],
  [
    [0, 0],
    [1, 1],
    [0.5, 1],
    [0, 0.5],
  ],
];

/** Draws U+1FBA0..1FBAF, slanted lines that meet light lines of boxes, and a line with a stroke. */
export function drawSlantedLines(pen: Pen, code: number, lineWidth: number): boolean {
  const order = code - 0x1fba0;
  const { width, height } = pen;
  const across = lightBand(width, lineWidth);
  const along = lightBand(height, lineWidth);
  if (order === LINES.length) {
    pen.rect(0, along.start, width, along.end);
    pen.rect(across.start, Math.round((height * 3) / 16), across.end, height - Math.round((height * 3) / 16));
    return true;
  }
  const lines = LINES[order];
  if (lines === undefined) return false;
  const upper: Point = [(across.start + across.end) / 2, 0];
  const lower: Point = [upper[0], height];
  const left: Point = [0, (along.start + along.end) / 2];
  const right: Point = [width, left[1]];
  if (lines & 1) pen.stroke([upper, left], lineWidth);
  if (lines & 2) pen.stroke([upper, right], lineWidth);
  if (lines & 4) pen.stroke([left, lower], lineWidth);
  if (lines & 8) pen.stroke([right, lower], lineWidth);
  return true;
}

/** Draws U+1FB98 and 1FB99: four falling or rising stripes across two fields, which go on in the neighbours. */
export function drawHatching(pen: Pen, code: number): boolean {
  if (code !== 0x1fb98 && code !== 0x1fb99) return false;
  const isRising = code === 0x1fb99;
  const width = pen.width / 2;
  const height = pen.height / 4;
  for (let field = 0; field < 8; field++) {
    const left = (field & 1) * width;
    const top = (field >> 1) * height;
    for (const stripe of STRIPES) {
      const points = stripe.map(([x, y]): Point => [left + (isRising ? 1 - x : x) * width, top + y * height]);
      pen.polygon(isRising ? points.reverse() : points);
    }
  }
  return true;
}
