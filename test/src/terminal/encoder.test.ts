import { describe, expect, test } from 'vitest';
import {
  BOLD,
  type Cursor,
  DEFAULT_COLOR,
  DIM,
  encodeDifference,
  Grid,
  INVERSE,
  PALETTE,
  PLAIN,
  SECRET,
  styleOf,
  UNDERLINE,
  UNDERLINE_CURLY,
} from '../../../src/terminal/index.ts';

const red = styleOf(PALETTE + 1, DEFAULT_COLOR);

/** The bytes from one row of text to another. */
function change(before: (grid: Grid) => void, after: (grid: Grid) => void, cols = 40, rows = 4): string {
  const [shown, wanted] = [new Grid(cols, rows), new Grid(cols, rows)];
  before(shown);
  after(wanted);
  return encodeDifference({ shown, wanted, depth: 'truecolor' });
}

const write =
  (x: number, y: number, text: string, style = PLAIN) =>
  (grid: Grid) => {
    grid.pen().text(x, y, text, style);
  };
const both =
  (...all: ((grid: Grid) => void)[]) =>
  (grid: Grid) => {
    for (const each of all) each(grid);
  };

describe('the bytes of a change', () => {
  test.each<[string, (grid: Grid) => void, (grid: Grid) => void, string]>([
    ['nothing changed: nothing', write(0, 0, 'same'), write(0, 0, 'same'), ''],
    ['the first move is absolute, the first style has a reset', write(0, 0, 'a'), write(0, 0, 'b'), '\x1b[H\x1b[mb'],
    ['a column and a row from 1', write(4, 2, 'a'), write(4, 2, 'b'), '\x1b[3;5H\x1b[mb'],
    [
      'a gap of 4 in the same style is written again',
      write(0, 0, 'a1234b'),
      write(0, 0, 'x1234y'),
      '\x1b[H\x1b[mx1234y',
    ],
    ['a longer gap is a move', write(0, 0, 'a12345b'), write(0, 0, 'x12345y'), '\x1b[H\x1b[mx\x1b[5Cy'],
    [
      'a short gap in another style is a move',
      both(write(0, 0, 'a'), write(1, 0, '12', red), write(3, 0, 'b')),
      both(write(0, 0, 'x'), write(1, 0, '12', red), write(3, 0, 'y')),
      '\x1b[H\x1b[mx\x1b[2Cy',
    ],
    [
      'the next row from its start is CR LF',
      write(0, 0, 'aa'),
      both(write(0, 0, 'bb'), write(0, 1, 'cc')),
      '\x1b[H\x1b[mbb\r\ncc',
    ],
    ['a row further down', write(0, 0, 'aa'), both(write(0, 0, 'bb'), write(9, 2, 'cc')), '\x1b[H\x1b[mbb\x1b[3;10Hcc'],
    [
      'the rest of a row that becomes blank is erased',
      write(0, 0, 'a long line'),
      write(0, 0, 'a'),
      '\x1b[1;3H\x1b[m\x1b[K',
    ],
    [
      'blanks within a row are erased',
      write(0, 0, 'aaaaaaaaaaaaaaab'),
      write(15, 0, 'c'),
      '\x1b[H\x1b[m\x1b[15X\x1b[15Cc',
    ],
    ['few blanks are written', write(0, 0, 'aaaab'), write(4, 0, 'b'), '\x1b[H\x1b[m    '],
    [
      'blanks with a background are written, never erased',
      write(0, 0, 'x'.repeat(12)),
      write(0, 0, ' '.repeat(12), styleOf(DEFAULT_COLOR, 0x102030)),
      `\x1b[H\x1b[0;48;2;16;32;48m${' '.repeat(12)}`,
    ],
    ['a wide character is written whole', write(0, 0, '漢a'), write(0, 0, '字a'), '\x1b[H\x1b[m字'],
    ['marks go with their base', write(0, 0, 'e'), write(0, 0, 'e\u0301'), '\x1b[H\x1b[me\u0301'],
  ])('%s', (_, before, after, bytes) => {
    expect(change(before, after)).toBe(bytes);
  });

  test('a change of style is the shorter of the difference and a reset', () => {
    const bold = styleOf(PALETTE + 1, DEFAULT_COLOR, BOLD);
    const rich = styleOf(0x010203, 0x040506, BOLD | UNDERLINE);
    const after = (grid: Grid) => {
      const styles = [
        red,
        bold,
        rich,
        PLAIN,
        styleOf(DEFAULT_COLOR, DEFAULT_COLOR, DIM),
        styleOf(DEFAULT_COLOR, DEFAULT_COLOR, BOLD),
      ];
      for (const [x, style] of styles.entries()) grid.pen().text(x, 0, 'x', style);
    };
    expect(change(() => {}, after)).toBe(
      '\x1b[H\x1b[0;31mx\x1b[1mx\x1b[4;38;2;1;2;3;48;2;4;5;6mx\x1b[mx\x1b[2mx\x1b[0;1mx',
    );
  });

  test('secret is no look', () => {
    expect(change(write(0, 0, 'a'), write(0, 0, 'a', styleOf(DEFAULT_COLOR, DEFAULT_COLOR, SECRET)))).toBe('');
  });

  test('a wide character whose second half alone differs is written whole', () => {
    const [shown, wanted] = [new Grid(4, 1), new Grid(4, 1)];
    for (const grid of [shown, wanted]) grid.pen().text(0, 0, 'a漢', PLAIN);
    wanted.style[2] = red;
    expect(encodeDifference({ shown, wanted, depth: '16' })).toBe('\x1b[1;2H\x1b[m漢');
  });

  test('a frame of 256 bytes and more is one synchronized update, a smaller one is not', () => {
    const [shown, wanted] = [new Grid(80, 24), new Grid(80, 24)];
    wanted.pen().text(0, 0, 'short', PLAIN);
    expect(encodeDifference({ shown, wanted, depth: '256', synchronized: true })).toBe('\x1b[H\x1b[mshort');
    for (let y = 0; y < 10; y++) wanted.pen().text(0, y, 'long'.repeat(10), PLAIN);
    expect(encodeDifference({ shown, wanted, depth: '256', synchronized: true })).toMatch(
      /^\x1b\[\?2026h.*\x1b\[\?2026l$/s,
    );
  });

  test('what is not known is written whole: every row to its end', () => {
    const wanted = new Grid(10, 3);
    wanted.pen().text(2, 1, 'ab', PLAIN);
    expect(encodeDifference({ shown: undefined, wanted, depth: '16' })).toBe(
      '\x1b[r\x1b[H\x1b[m\x1b[K\r\n  ab\x1b[K\r\n\x1b[K\x1b[?25l',
    );
  });

  test('only the rows named are looked at', () => {
    const [shown, wanted] = [new Grid(10, 3), new Grid(10, 3)];
    for (let y = 0; y < 3; y++) wanted.pen().text(0, y, 'x', PLAIN);
    expect(encodeDifference({ shown, wanted, depth: '16', rows: [2] })).toBe('\x1b[3H\x1b[mx');
  });

  test('grids of different sizes are a mistake of the caller', () => {
    expect(() => encodeDifference({ shown: new Grid(2, 2), wanted: new Grid(3, 2), depth: '16' })).toThrow(/3x2.*2x2/);
  });
});

describe('the cursor', () => {
  const at = (x: number, y: number, shape: Cursor['shape'] = 'block'): Cursor => ({ x, y, shape });
  test.each<[string, Cursor | undefined, Cursor | undefined, string]>([
    ['stays hidden', undefined, undefined, ''],
    ['is shown at its place', undefined, at(3, 1), '\x1b[2;4H\x1b[2 q\x1b[?25h'],
    ['moves', at(3, 1), at(4, 1), '\x1b[2;5H'],
    ['changes its shape', at(3, 1), at(3, 1, 'bar'), '\x1b[2;4H\x1b[6 q'],
    ['stays', at(3, 1), at(3, 1), ''],
    ['is hidden', at(3, 1), undefined, '\x1b[?25l'],
    ['outside of the grid is hidden', at(3, 1), at(99, 1), '\x1b[?25l'],
  ])('%s', (_, shownCursor, cursor, bytes) => {
    const grid = new Grid(10, 3);
    expect(encodeDifference({ shown: grid, wanted: grid, depth: '16', cursor, shownCursor })).toBe(bytes);
  });

  test('goes back to its place after every change', () => {
    const [shown, wanted] = [new Grid(10, 3), new Grid(10, 3)];
    wanted.pen().text(0, 0, 'x', PLAIN);
    const cursor = at(3, 1);
    expect(encodeDifference({ shown, wanted, depth: '16', cursor, shownCursor: cursor })).toBe(
      '\x1b[H\x1b[mx\x1b[2;4H',
    );
  });
});

describe('scrolling', () => {
  const lines = (first: number, rows = 10) => {
    const grid = new Grid(60, rows);
    for (let y = 0; y < rows; y++)
      grid.pen().text(0, y, `line ${first + y} ${'-'.repeat(40)} ${(first + y) * 7919}`, PLAIN);
    return grid;
  };

  test('a new line at the end of a list costs the line, not the list', () => {
    const [shown, wanted] = [lines(0), lines(1)];
    const scrolls = [{ top: 0, bottom: 9, count: 1 }];
    const bytes = encodeDifference({ shown, wanted, depth: '256', scrolls });
    expect(bytes).toMatch(/^\x1b\[m\x1b\[1;10r\x1b\[1S\x1b\[r\x1b\[10Hline 10 -/);
    expect(bytes.length).toBeLessThan(100);
    expect(encodeDifference({ shown, wanted, depth: '256' })).toBe('');
  });

  test('a head that stays is left out of the scrolled area', () => {
    const [shown, wanted] = [lines(0), lines(2)];
    for (const grid of [shown, wanted]) grid.pen().text(0, 0, 'HEAD'.repeat(15), PLAIN);
    const bytes = encodeDifference({ shown, wanted, depth: '256', scrolls: [{ top: 0, bottom: 9, count: 2 }] });
    expect(bytes).toContain('\x1b[2;10r\x1b[2S\x1b[r');
    expect(bytes).not.toContain('HEAD');
  });

  test('downwards', () => {
    const bytes = encodeDifference({
      shown: lines(3),
      wanted: lines(0),
      depth: '256',
      scrolls: [{ top: 0, bottom: 9, count: -3 }],
    });
    expect(bytes).toContain('\x1b[1;10r\x1b[3T\x1b[r');
    expect(bytes.length).toBeLessThan(250);
  });

  test('a wrong hint is not followed', () => {
    const bytes = encodeDifference({
      shown: lines(0),
      wanted: lines(0),
      depth: '256',
      scrolls: [{ top: 0, bottom: 9, count: 3 }],
    });
    expect(bytes).toBe('');
  });
});

describe('colour depth', () => {
  const look = (depth: 'mono' | '16' | '256' | 'truecolor', fg: number, bg = DEFAULT_COLOR, flags = 0): string => {
    const wanted = new Grid(1, 1);
    wanted.pen().text(0, 0, 'x', styleOf(fg, bg, flags));
    const bytes = encodeDifference({ shown: new Grid(1, 1), wanted, depth });
    return /\x1b\[([0-9;:]*)mx/.exec(bytes)?.[1] ?? '';
  };

  test.each<[string, number, string, string, string]>([
    // role of the dark theme, 24-bit, then what 256 and 16 colours make of it
    ['accent', 0x7fb4ca, '38;2;127;180;202', '38;5;110', '96'],
    ['ok', 0x98bb6c, '38;2;152;187;108', '38;5;107', '92'],
    ['busy', 0x7e9cd8, '38;2;126;156;216', '38;5;110', '94'],
    ['warn', 0xe6c384, '38;2;230;195;132', '38;5;186', '93'],
    ['danger', 0xe46876, '38;2;228;104;118', '38;5;168', '91'],
    ['dim', 0x7a8394, '38;2;122;131;148', '38;5;102', '90'],
    ['black', 0x000000, '38;2;0;0;0', '38;5;16', '30'],
    ['white', 0xffffff, '38;2;255;255;255', '38;5;231', '97'],
    ['palette 3', PALETTE + 3, '33', '33', '33'],
    ['palette 12', PALETTE + 12, '94', '94', '94'],
    ['palette 208', PALETTE + 208, '38;5;208', '38;5;208', '93'],
  ])('%s', (_, color, truecolor, in256, in16) => {
    expect(look('truecolor', color)).toBe(`0;${truecolor}`);
    expect(look('256', color)).toBe(`0;${in256}`);
    expect(look('16', color)).toBe(`0;${in16}`);
    expect(look('mono', color)).toBe('');
  });

  test('without colours a painted background is reverse, flags stay', () => {
    expect(look('mono', 0xffffff, 0x2a3445)).toBe('0;7');
    expect(look('mono', 0xffffff, 0x2a3445, INVERSE)).toBe('');
    expect(look('mono', PALETTE + 1, DEFAULT_COLOR, BOLD | UNDERLINE_CURLY)).toBe('0;1;4');
  });

  test('text does not vanish where both colours become the same', () => {
    expect(look('16', 0x7a8394, 0x2a3445)).toBe('0;97;100');
    expect(look('16', 0x7a8394)).toBe('0;90');
  });

  test('kinds of underline are for terminals that know them', () => {
    expect(look('256', DEFAULT_COLOR, DEFAULT_COLOR, UNDERLINE_CURLY)).toBe('0;4:3');
    expect(look('16', DEFAULT_COLOR, DEFAULT_COLOR, UNDERLINE_CURLY)).toBe('0;4');
  });
});
