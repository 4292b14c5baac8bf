import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { layOut } from '../../../src/gif/geometry.ts';
import { drawByRule, isDrawnByRule } from '../../../src/gif/glyphs/drawn-by-rule.ts';

/** What Unicode 16 calls them, by code point: a second way to their shapes. */
const NAMES = new Map(
  readFileSync(new URL('../../golden/gif/legacy-names.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): [number, string] => [Number.parseInt(line, 16), line.slice(line.indexOf(' ') + 1)]),
);

/** A cell of 24 x 48 pixels: halves, thirds and eighths are whole. Lines are 3 pixels thick, of which the middle is even. */
const [WIDTH, HEIGHT] = [24, 48];
const metrics = { advance: 0.5, ascender: 0.8, descender: -0.2 };
const geometry = { ...layOut({ cols: 1, rows: 1 }, { size: 48, lineHeight: 1 }, metrics), lineWidth: 4 };

type Point = readonly [x: number, y: number];
/** How much of the foreground is at a place, both 0..1. */
type Ink = (x: number, y: number) => number;

const PLACES: Record<string, Point> = {
  'UPPER LEFT': [0, 0],
  'UPPER CENTRE': [1 / 2, 0],
  'UPPER RIGHT': [1, 0],
  'UPPER MIDDLE LEFT': [0, 1 / 3],
  'UPPER MIDDLE RIGHT': [1, 1 / 3],
  'MIDDLE LEFT': [0, 1 / 2],
  'MIDDLE RIGHT': [1, 1 / 2],
  'LOWER MIDDLE LEFT': [0, 2 / 3],
  'LOWER MIDDLE RIGHT': [1, 2 / 3],
  'LOWER LEFT': [0, 1],
  'LOWER CENTRE': [1 / 2, 1],
  'LOWER RIGHT': [1, 1],
};
const placeOf = (name: string): Point => PLACES[name] as Point;

const NUMBERS = { 'ONE EIGHTH': 1, 'ONE QUARTER': 2, 'THREE EIGHTHS': 3, HALF: 4, 'FIVE EIGHTHS': 5 } as const;
const eighths = (name: string): number =>
  (({ ...NUMBERS, 'THREE QUARTERS': 6, 'SEVEN EIGHTHS': 7 }) as Record<string, number>)[name] as number;

/** How far a place is from a side of the cell. */
const fromSide = (side: string, x: number, y: number): number =>
  side === 'LEFT' ? x : side === 'RIGHT' ? 1 - x : side === 'UPPER' ? y : 1 - y;

/** The quarter between two corners and the middle that a place lies in. */
const quarterOf = (x: number, y: number): string =>
  (['LEFT', 'RIGHT', 'UPPER', 'LOWER'] as const).reduce((nearest, side) =>
    fromSide(side, x, y) < fromSide(nearest, x, y) ? side : nearest,
  );

/** Positive on one side of the line, negative on the other. */
const sideOf = ([x0, y0]: Point, [x1, y1]: Point, ...[x, y]: [number, number]): number =>
  Math.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0));

/** Rules by what names look like; the first that fits says what the character looks like. */
const RULES: readonly [RegExp, (...parts: string[]) => Ink][] = [
  [/^\w+ HALF BLOCK AND (\w+) HALF INVERSE MEDIUM SHADE$/, halfGrey],
  [/^(\w+) HALF INVERSE MEDIUM SHADE AND \w+ HALF BLOCK$/, halfGrey],
  [
    /^(\w+ \w+) BLOCK DIAGONAL (.*) TO (.*)$/,
    (corner, from, to) => (x, y) =>
      Number(sideOf(placeOf(from), placeOf(to), x, y) === sideOf(placeOf(from), placeOf(to), ...placeOf(corner))),
  ],
  [
    /^(.*) TRIANGULAR (?:ONE QUARTER|THREE QUARTERS|HALF) BLOCK$/,
    (sides) => (x, y) => Number(sides.split(' AND ').includes(quarterOf(x, y))),
  ],
  [
    /^(\w+) (\w+) TRIANGULAR MEDIUM SHADE$/,
    (one, other) => (x, y) => (fromSide(one, x, y) / 2 + fromSide(other, x, y) / 2 < 1 / 2 ? 1 / 2 : 0),
  ],
  [/^VERTICAL ONE EIGHTH BLOCK-(\d)$/, (strips) => (x) => Number(strips.includes(String(Math.floor(x * 8) + 1)))],
  [/^HORIZONTAL ONE EIGHTH BLOCK-(\d+)$/, (strips) => (_, y) => Number(strips.includes(String(Math.floor(y * 8) + 1)))],
  [
    /^(\w+) AND (\w+) ONE EIGHTH BLOCK$/,
    (one, other) => (x, y) => Number(fromSide(one, x, y) < 1 / 8 || fromSide(other, x, y) < 1 / 8),
  ],
  [
    /^(LEFT|RIGHT) HALF (UPPER|LOWER) ONE QUARTER BLOCK$/,
    (half, quarter) => (x, y) => Number(fromSide(half, x, y) < 1 / 2 && fromSide(quarter, x, y) < 1 / 4),
  ],
  [
    /^MIDDLE (LEFT|RIGHT) ONE QUARTER BLOCK$/,
    (half) => (x, y) => Number(fromSide(half, x, y) < 1 / 2 && Math.abs(y - 1 / 2) < 1 / 4),
  ],
  [/^(UPPER|RIGHT) (.*) BLOCK$/, (side, part) => (x, y) => Number(fromSide(side, x, y) < eighths(part) / 8)],
  [/^(\w+) HALF MEDIUM SHADE$/, (side) => (x, y) => (fromSide(side, x, y) < 1 / 2 ? 1 / 2 : 0)],
  [/^INVERSE MEDIUM SHADE$/, () => () => 1 / 2],
  [
    /^(INVERSE )?CHECKER BOARD FILL$/,
    (inverse) => (x, y) => (Math.floor(x * 4) + Math.floor(y * 4) + (inverse === undefined ? 1 : 0)) % 2,
  ],
  [/^HEAVY HORIZONTAL FILL$/, () => (_, y) => Math.floor(y * 4) % 2],
  [
    /^UPPER (LEFT|RIGHT) TO LOWER \w+ FILL$/,
    (from) => (x, y) => Number(((from === 'LEFT' ? x : 1 - x) * 2 - y * 4 + 8) % 1 >= 1 / 2),
  ],
  [
    /^BLOCK OCTANT-(\d+)$/,
    (octants) => (x, y) => Number(octants.includes(String(Math.floor(y * 4) * 2 + Math.floor(x * 2) + 1))),
  ],
  [
    /^BOX DRAWINGS LIGHT DIAGONAL DIAMOND$/,
    () => (x, y) => lines('UPPER CENTRE TO MIDDLE LEFT TO LOWER CENTRE TO MIDDLE RIGHT TO UPPER CENTRE')(x, y),
  ],
  [/^BOX DRAWINGS LIGHT DIAGONAL (.*)$/, lines],
  [
    /^BOX DRAWINGS LIGHT HORIZONTAL WITH VERTICAL STROKE$/,
    () => (x, y) =>
      Number(Math.abs(y - 1 / 2) < 2 / HEIGHT || (Math.abs(x - 1 / 2) < 2 / WIDTH && Math.abs(y - 1 / 2) < 5 / 16)),
  ],
];

function halfGrey(side: string): Ink {
  return (x, y) => (fromSide(side, x, y) < 1 / 2 ? 1 / 2 : 1);
}

/** Lines of the thickness of a light one, from place to place. */
function lines(name: string): Ink {
  const segments = name.split(' AND ').flatMap((line) => {
    const places = line.split(' TO ').map(placeOf);
    return places.slice(1).map((to, at): [Point, Point] => [places[at] as Point, to]);
  });
  return (x, y) => Number(segments.some(([from, to]) => distance(from, to, x, y) < geometry.lineWidth / 2));
}

/** In pixels, from the line through both; it overshoots its ends by no more than its thickness. */
function distance([x0, y0]: Point, [x1, y1]: Point, ...[x, y]: [number, number]): number {
  const [dx, dy] = [(x1 - x0) * WIDTH, (y1 - y0) * HEIGHT];
  const [px, py] = [(x - x0) * WIDTH, (y - y0) * HEIGHT];
  const length = Math.hypot(dx, dy);
  const along = (px * dx + py * dy) / length;
  const half = geometry.lineWidth / 2;
  return along < -half || along > length + half ? Number.POSITIVE_INFINITY : Math.abs(px * dy - py * dx) / length;
}

function inkOf(name: string): Ink {
  for (const [pattern, make] of RULES) {
    const [, ...parts] = pattern.exec(name) ?? [undefined];
    if (pattern.test(name)) return make(...(parts as string[]));
  }
  throw new Error(`no rule for ${name}`);
}

/** Of 8 x 8 places in a pixel. */
function sampled(ink: Ink, pixel: number): number {
  let sum = 0;
  for (let sample = 0; sample < 64; sample++) {
    const x = (pixel % WIDTH) + ((sample % 8) + 0.5) / 8;
    const y = Math.floor(pixel / WIDTH) + (Math.floor(sample / 8) + 0.5) / 8;
    sum += ink(x / WIDTH, y / HEIGHT);
  }
  return sum / 64;
}

test('symbols for legacy computing and octants look as their names say', () => {
  expect(NAMES.size).toBe(351);
  const faults: string[] = [];
  for (const [code, name] of NAMES) {
    const ink = inkOf(name);
    const worst = drawByRule(code, geometry).reduce(
      (most, share, pixel) => Math.max(most, Math.abs(share - sampled(ink, pixel))),
      0,
    );
    // Where strokes meet at an angle, both cover a pixel of the edge in part.
    if (worst > (name.startsWith('BOX') ? 0.3 : 0.1)) faults.push(`${code.toString(16)} ${name}: ${worst.toFixed(2)}`);
  }
  expect(faults).toEqual([]);
});

const sizes = [8, 14, 19, 32];
const at = (size: number) => layOut({ cols: 80, rows: 24 }, { size, lineHeight: 1.4 }, { ...metrics, advance: 0.6 });

test.each(sizes)(
  'what lies above and below a slanted line fills the cell, and so do quarters and strips, at %i px',
  (size) => {
    const full = at(size).cellWidth * at(size).cellHeight;
    const sum = (...codes: number[]) =>
      codes.reduce((total, code) => total + drawByRule(code, at(size)).reduce((one, share) => one + share, 0), 0);
    for (let code = 0x1fb3c; code < 0x1fb52; code++) expect(sum(code, code + 22)).toBeCloseTo(full, 2);
    expect(sum(0x1fb6c, 0x1fb6d, 0x1fb6e, 0x1fb6f)).toBeCloseTo(full, 2);
    expect(sum(0x1fb95, 0x1fb96)).toBe(full);
    // The upper parts fit on the lower ones of other blocks, the right parts beside the left ones.
    const pairs = [
      [0x1fb82, 0x2586],
      [0x1fb83, 0x2585],
      [0x1fb84, 0x2583],
      [0x1fb85, 0x2582],
      [0x1fb86, 0x2581],
      [0x1fb87, 0x258a],
      [0x1fb88, 0x258b],
      [0x1fb89, 0x258d],
      [0x1fb8a, 0x258e],
      [0x1fb8b, 0x258f],
    ];
    for (const [one, other] of pairs) expect(sum(one as number, other as number)).toBe(full);
    // Octants 1 and 2 are the upper quarter.
    expect(sum(0x1cea8, 0x1ceab)).toBe(sum(0x1fb82));
    for (let code = 0x1fb70; code <= 0x1fb7b; code++) expect(sum(code)).toBeGreaterThan(0);
  },
);

test('only what is assigned is drawn by rule', () => {
  const drawn = (code: number) => isDrawnByRule(code);
  expect([0x1fb93, 0x1fbb0, 0x1cde6, 0x1ccff, 0x1cea1, 0x1fbe5].filter(drawn)).toEqual([]);
  expect([...NAMES.keys()].filter((code) => !drawn(code))).toEqual([]);
});
