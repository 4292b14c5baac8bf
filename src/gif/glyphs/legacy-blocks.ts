import { drawEighths } from './eighths.ts';
import type { Pen } from './pen.ts';
import { drawTriangles } from './wedges.ts';

/** U+1FB70..1FB97, "Symbols for Legacy Computing": the solid rectangles of each, in eighths; empty where all is grey. */
const SOLID: readonly string[] = [
  ...['1028', '2038', '3048', '4058', '5068', '6078'],
  ...['0182', '0283', '0384', '0485', '0586', '0687'],
  ...['0018 0788', '0018 0081', '7088 0081', '7088 0788', '0081 0788', '0081 0283 0485 0788'],
  ...['0082', '0083', '0085', '0086', '0087'],
  ...['6088', '5088', '3088', '2088', '1088'],
  ...['', '', '', '', '', '0084', '0488', '', '4088'],
  ...[checkers(0), checkers(1), '0284 0688'],
];

/** Rectangles of characters with an even grey, and the part of the foreground in it: three of the blocks, and U+1FB8C..1FB94. */
const GREY: ReadonlyMap<number, { readonly rects: string; readonly share: number }> = new Map([
  [0x2591, { rects: '0088', share: 0.25 }],
  [0x2592, { rects: '0088', share: 0.5 }],
  [0x2593, { rects: '0088', share: 0.75 }],
  ...['0048', '4088', '0084', '0488', '0088', '0488', '0084', '', '0048'].map(
    (rects, at) => [0x1fb8c + at, { rects, share: 0.5 }] as const,
  ),
]);

/** U+1FB9C..1FB9F are grey triangles. */
const GREY_TRIANGLES = { first: 0x1fb9c, last: 0x1fb9f, share: 0.5 };

/** Fields of a board of four by four whose column and row add up to an even or odd number. */
function checkers(odd: 0 | 1): string {
  const fields = Array.from({ length: 16 }, (_, at) => ({ x: (at % 4) * 2, y: (at >> 2) * 2 }));
  return fields
    .filter(({ x, y }) => ((x + y) / 2) % 2 === odd)
    .map(({ x, y }) => `${x}${y}${x + 2}${y + 2}`)
    .join(' ');
}

/** How grey the grey part of a character is, or undefined when it has none. */
export function shadeOf(code: number): number | undefined {
  const { first, last, share } = GREY_TRIANGLES;
  return code >= first && code <= last ? share : GREY.get(code)?.share;
}

/** Outlines the grey part. */
export function drawGrey(pen: Pen, code: number): void {
  const rects = GREY.get(code)?.rects;
  if (rects !== undefined) drawEighths(pen, rects);
  else drawTriangles(pen, code);
}

/** Draws U+1FB70..1FB97 without what is grey in them. */
export function drawLegacyBlock(pen: Pen, code: number): boolean {
  const rects = SOLID[code - 0x1fb70];
  if (rects === undefined) return false;
  if (rects !== '') drawEighths(pen, rects);
  return true;
}
