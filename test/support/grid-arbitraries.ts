import fc from 'fast-check';
import {
  BLINK,
  BOLD,
  type CellGrid,
  DEFAULT_COLOR,
  DIM,
  Grid,
  INVERSE,
  ITALIC,
  OVERLINE,
  PALETTE,
  PLAIN,
  type Scroll,
  STRIKE,
  type StyleId,
  styleOf,
  styleParts,
  UNDERLINE,
} from '../../src/terminal/index.ts';

const color = fc.oneof(
  { weight: 3, arbitrary: fc.constant(DEFAULT_COLOR) },
  { weight: 1, arbitrary: fc.nat(255).map((n) => PALETTE + n) },
  { weight: 1, arbitrary: fc.nat(0xffffff) },
);
const flags = fc
  .tuple(
    fc.subarray([BOLD, DIM, ITALIC, INVERSE, STRIKE, BLINK, OVERLINE]),
    fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 5 })),
  )
  .map(([bits, underline]) => bits.reduce((sum, bit) => sum | bit, underline * UNDERLINE));

/** Often plain, as most of a screen is. */
export const style: fc.Arbitrary<StyleId> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(PLAIN) },
  { weight: 1, arbitrary: fc.tuple(color, color, fc.constant(0)).map((parts) => styleOf(...parts)) },
  { weight: 1, arbitrary: fc.tuple(color, color, flags).map((parts) => styleOf(...parts)) },
);

export const cellText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }) },
      { weight: 2, arbitrary: fc.nat(40).map((count) => ' '.repeat(count)) },
      { weight: 2, arbitrary: fc.constantFrom('好', '世界', '한글', '😀', 'é', '─│┌', 'e\u0301\u0302', '▒●', '漢') },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** One thing that happens to a screen. */
type Edit = (grid: Grid) => void;

const at = fc.tuple(fc.nat(60), fc.nat(16));
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(at, cellText, style).map(
      ([[x, y], value, look]): Edit =>
        (grid) => {
          grid.pen().text(x % grid.cols, y % grid.rows, value, look);
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(at, at, style).map(
      ([[x, y], [cols, rows], look]): Edit =>
        (grid) =>
          grid.pen().fill(x % grid.cols, y % grid.rows, cols, rows, look),
    ),
  },
  // A dialog: a box over whatever is there, with text in it.
  {
    weight: 1,
    arbitrary: fc.tuple(at, fc.array(cellText, { maxLength: 4 }), style).map(
      ([[x, y], lines, look]): Edit =>
        (grid) => {
          const pen = grid.pen({ x: x % grid.cols, y: y % grid.rows, cols: 20, rows: lines.length + 2 });
          pen.clear(look);
          for (const [row, line] of lines.entries()) pen.text(1, row + 1, line, look);
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(at, fc.nat(30), style).map(
      ([[x, y], cols, look]): Edit =>
        (grid) =>
          grid.pen().restyle(x % grid.cols, y % grid.rows, cols, () => look),
    ),
  },
);

const edits = (max: number) => fc.array(edit, { maxLength: max });

export interface GridPair {
  readonly before: Grid;
  readonly after: Grid;
  readonly scrolls: readonly Scroll[];
}

/** A screen, and what it is after some edits, perhaps scrolled, with a hint about it that may also be wrong. */
export const gridPair: fc.Arbitrary<GridPair> = fc
  .record({
    size: fc.constantFrom([2, 1], [2, 3], [7, 3], [20, 5], [41, 12], [60, 16]),
    first: edits(40),
    second: edits(8),
    scroll: fc.option(
      fc.record({ top: fc.nat(15), rows: fc.integer({ min: 2, max: 16 }), count: fc.integer({ min: -5, max: 5 }) }),
    ),
    isHintTrue: fc.boolean(),
  })
  .map(({ size, first, second, scroll, isHintTrue }) => {
    const [cols = 1, rows = 1] = size;
    const before = new Grid(cols, rows);
    for (const change of first) change(before);
    const after = new Grid(cols, rows);
    after.copyFrom(before);
    const scrolls: Scroll[] = [];
    if (scroll !== null && rows > 1) {
      const top = scroll.top % (rows - 1);
      const bottom = Math.min(rows - 1, top + scroll.rows - 1);
      if (scroll.count !== 0) scrolls.push({ top, bottom, count: scroll.count });
      if (isHintTrue && scroll.count !== 0) after.scroll(top, bottom, scroll.count);
    }
    for (const change of second) change(after);
    return { before, after, scrolls };
  });

/** The cells in which two grids differ, in words; what a terminal cannot show is no difference. */
export function differencesOf(shown: CellGrid, wanted: CellGrid): string[] {
  const found: string[] = [];
  for (let index = 0; index < wanted.text.length && found.length < 5; index++) {
    const [was, is] = [shown.text[index], wanted.text[index]];
    const [look, wantedLook] = [shown.style[index] as number, wanted.style[index] as number];
    if (was === is && look === wantedLook) continue;
    const place = `${index % wanted.cols},${Math.floor(index / wanted.cols)}`;
    found.push(`${place}: ${say(was, look)} for ${say(is, wantedLook)}`);
  }
  return found;
}

const say = (text: string | undefined, look: StyleId): string =>
  `${JSON.stringify(text)} ${JSON.stringify(styleParts(look))}`;
