import type { Pen } from './pen.ts';

type Point = readonly [x: number, y: number];

/**
 * U+1FB3C..1FB51 fill what lies below a line, U+1FB52..1FB67 what lies above the same lines: column and row of both ends, in
 * halves from the left and thirds from the top, as the sextants have them.
 */
const LINES = (
  '0213 0223 0113 0123 0013 0110 0120 0210 0220 0310 0221 ' + '1322 0322 1321 0321 1320 1021 0021 1022 0022 1023 0122'
).split(' ');

const LEFT = 1;
const UPPER = 2;
const RIGHT = 4;
const LOWER = 8;

/** Quarters of the cell between its corners and its middle, by code point. */
const TRIANGLES: ReadonlyMap<number, number> = new Map([
  [0x1fb68, UPPER | RIGHT | LOWER],
  [0x1fb69, LEFT | LOWER | RIGHT],
  [0x1fb6a, UPPER | LEFT | LOWER],
  [0x1fb6b, LEFT | UPPER | RIGHT],
  [0x1fb6c, LEFT],
  [0x1fb6d, UPPER],
  [0x1fb6e, RIGHT],
  [0x1fb6f, LOWER],
  [0x1fb9a, UPPER | LOWER],
  [0x1fb9b, LEFT | RIGHT],
  [0x1fb9c, UPPER | LEFT],
  [0x1fb9d, UPPER | RIGHT],
  [0x1fb9e, LOWER | RIGHT],
  [0x1fb9f, LOWER | LEFT],
]);

/** Draws U+1FB3C..1FB67, parts of the cell cut off by a slanted line. */
export function drawWedge(pen: Pen, code: number): boolean {
  const order = code - 0x1fb3c;
  const line = LINES[order % LINES.length];
  if (order < 0 || order >= 2 * LINES.length || line === undefined) return false;
  const [x0, y0, x1, y1] = Array.from(line, Number) as [number, number, number, number];
  const [first, second]: [Point, Point] = [
    [x0, y0],
    [x1, y1],
  ];
  const outline = order < LINES.length ? clockwise(second, first) : clockwise(first, second);
  const { width, height } = pen;
  const xs = [0, Math.round(width / 2), width];
  const ys = [0, Math.round(height / 3), Math.round((2 * height) / 3), height];
  pen.polygon(outline.map(([x, y]) => [xs[x] as number, ys[y] as number]));
  return true;
}

const CORNERS: readonly Point[] = [
  [0, 0],
  [2, 0],
  [2, 3],
  [0, 3],
];

/** Both points, and between them the corners that are met on the way around the cell. */
function clockwise(from: Point, to: Point): Point[] {
  const start = wayTo(from);
  const end = wayTo(to) > start ? wayTo(to) : wayTo(to) + 4;
  const corners: Point[] = [];
  for (let way = Math.floor(start) + 1; way < end; way++) corners.push(CORNERS[way % 4] as Point);
  return [from, ...corners, to];
}

/** How many sides, from the upper left corner clockwise, lead to a point at the edge. */
function wayTo([x, y]: Point): number {
  if (y === 0) return x / 2;
  if (x === 2) return 1 + y / 3;
  return y === 3 ? 2 + (2 - x) / 2 : 3 + (3 - y) / 3;
}

/** Draws the triangles among U+1FB68..1FB6F and 1FB9A..1FB9F. */
export function drawTriangles(pen: Pen, code: number): boolean {
  const sides = TRIANGLES.get(code);
  if (sides === undefined) return false;
  const { width: w, height: h } = pen;
  const quarters: readonly (readonly [side: number, from: Point, to: Point])[] = [
    [LEFT, [0, h], [0, 0]],
    [UPPER, [0, 0], [w, 0]],
    [RIGHT, [w, 0], [w, h]],
    [LOWER, [w, h], [0, h]],
  ];
  for (const [side, from, to] of quarters) if ((sides & side) !== 0) pen.polygon([from, to, [w / 2, h / 2]]);
  return true;
}
