import { drawMosaic } from './block-elements.ts';
import { eighthsDown } from './eighths.ts';
import type { Pen } from './pen.ts';

/** Patterns that are quadrants, halves, quarters, nothing or all, and so have code points in other blocks. */
const ELSEWHERE = new Set([
  ...[0x00, 0x05, 0x0a, 0x0f, 0x50, 0x55, 0x5a, 0x5f, 0xa0, 0xa5, 0xaa, 0xaf, 0xf0, 0xf5, 0xfa, 0xff],
  ...[0x03, 0x3f, 0xc0, 0xfc],
  ...[0x01, 0x02, 0x40, 0x80, 0x14, 0x28],
]);

/** U+1CD00..1CDE5 are the other patterns, in the order of their bits: row by row from the upper left, two a row. */
const OCTANTS = Array.from({ length: 256 }, (_, bits) => bits).filter((bits) => !ELSEWHERE.has(bits));

/** Single fields, and the middle two of a column, among the symbols beside them. */
const OTHERS: ReadonlyMap<number, number> = new Map([
  [0x1cea0, 0x80],
  [0x1cea3, 0x40],
  [0x1cea8, 0x01],
  [0x1ceab, 0x02],
  [0x1fbe6, 0x14],
  [0x1fbe7, 0x28],
]);

const bitsOf = (code: number): number | undefined => OCTANTS[code - 0x1cd00] ?? OTHERS.get(code);

export const isOctant = (code: number): boolean => bitsOf(code) !== undefined;

/** Draws the octants of Unicode 16: eighths of the cell, two across and four down. */
export function drawOctant(pen: Pen, code: number): boolean {
  const bits = bitsOf(code);
  if (bits === undefined) return false;
  const { width, height } = pen;
  const ys = [0, 2, 4, 6, 8].map((k) => eighthsDown(height, k));
  drawMosaic(pen, bits, { xs: [0, Math.round(width / 2), width], ys });
  return true;
}
