import { describe, expect, test } from 'vitest';
import {
  BOLD,
  DEFAULT_COLOR,
  Grid,
  PALETTE,
  PLAIN,
  paintSgr,
  styleOf,
  styleParts,
} from '../../../src/terminal/index.ts';
import { cellText, style } from '../../support/grid-arbitraries.ts';
import { fc } from '../../support/property.ts';

const red = styleOf(PALETTE + 1, DEFAULT_COLOR);

function drawn(draw: (grid: Grid) => void, cols = 10, rows = 1): string[] {
  const grid = new Grid(cols, rows);
  draw(grid);
  return Array.from({ length: rows }, (_, y) => grid.text.slice(y * cols, (y + 1) * cols).join('|'));
}

describe('text', () => {
  test.each<[string, string, number, string, number]>([
    ['stands in cells', 'ab', 0, 'a|b| | | ', 2],
    ['a wide character takes two', '漢b', 0, '漢||b| | ', 3],
    ['marks join the cell before', 'e\u0301x', 0, 'e\u0301|x| | | ', 2],
    ['of marks three stay', 'e\u0301\u0302\u0303\u0304\u0305x', 0, 'e\u0301\u0302\u0303|x| | | ', 2],
    ['a mark without a base is dropped', '\u0301x', 0, 'x| | | | ', 1],
    ['a mark on a wide character', '漢\u0301', 0, '漢\u0301|| | | ', 2],
    ['is cut at the edge', 'abcdefgh', 0, 'a|b|c|d|e', 5],
    ['a mark at the edge stays', 'abcde\u0301f', 0, 'a|b|c|d|e\u0301', 5],
    ['a wide character that would be cut is a blank', 'abcd漢', 0, 'a|b|c|d| ', 5],
    ['begins left of the edge', 'abc', -1, 'b|c| | | ', 3],
    ['half a wide character at the left edge is a blank', '漢b', -1, ' |b| | | ', 3],
    ['controls are pictures', 'a\x1b[m\x00', 0, 'a|␛|[|m|␀', 5],
    ['a tab is blanks', '\tx', 0, ' | | | |x', 5],
    ['C1 is a question mark, DEL a picture', '\x9b\x7f', 0, '?|␡| | | ', 2],
    ['bidi and zero width is nothing', 'a\u202e\u200bb\ufe0f', 0, 'a|b| | | ', 2],
    ['half a surrogate pair is a replacement', 'a\ud800b', 0, 'a|\ufffd|b| | ', 3],
  ])('%s', (_, value, x, row, used) => {
    let columns = 0;
    expect(
      drawn((grid) => {
        columns = grid.pen().text(x, 0, value, PLAIN);
      }, 5),
    ).toEqual([row]);
    expect(columns).toBe(used);
  });

  test('is limited to columns', () => {
    expect(drawn((grid) => grid.pen().text(1, 0, 'abcdef', PLAIN, 3), 6)).toEqual([' |a|b|c| | ']);
    expect(drawn((grid) => grid.pen().text(1, 0, '漢漢', PLAIN, 3), 6)).toEqual([' |漢|| | | ']);
  });

  test('outside of the pen is nothing', () => {
    const grid = new Grid(4, 3);
    const pen = grid.pen({ x: 1, y: 1, cols: 2, rows: 1 });
    expect(pen.text(0, 1, 'x', PLAIN)).toBe(0);
    expect(pen.text(0, -1, 'x', PLAIN)).toBe(0);
    pen.text(0, 0, 'long text', PLAIN);
    pen.cell(2, 0, 'x', 1, PLAIN);
    pen.fill(-5, -5, 99, 99, red);
    expect(grid.rowText(0) + grid.rowText(2)).toBe('        ');
    expect([...grid.style]).toEqual([0, 0, 0, 0, 0, red, red, 0, 0, 0, 0, 0]);
  });
});

describe('a wide character', () => {
  test.each<[string, (grid: Grid) => void, string]>([
    ['loses its second half to text', (grid) => grid.pen().text(1, 0, 'x', PLAIN), ' |x| '],
    ['loses its first half to text', (grid) => grid.pen().text(0, 0, 'x', PLAIN), 'x| | '],
    ['is overlapped by another', (grid) => grid.pen().cell(1, 0, '字', 2, PLAIN), ' |字|'],
    ['loses a half to a fill', (grid) => grid.pen().fill(1, 0, 1, 1, red), ' | | '],
    ['is restyled whole', (grid) => grid.pen().restyle(0, 0, 1, () => red), '漢|| '],
  ])('%s', (_, draw, row) => {
    const rows = drawn((grid) => {
      grid.pen().text(0, 0, '漢', PLAIN);
      draw(grid);
    }, 3);
    expect(rows).toEqual([row]);
  });

  test('never stands in halves, whatever is drawn', () => {
    const draw = fc.record({
      x: fc.integer({ min: -3, max: 24 }),
      y: fc.nat(3),
      text: cellText,
      style,
      cols: fc.nat(9),
      kind: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(draw, { maxLength: 30 }), (draws) => {
        const grid = new Grid(20, 3);
        const pen = grid.pen({ x: 2, y: 0, cols: 15, rows: 3 });
        for (const { x, y, text, style, cols, kind } of draws) {
          if (kind === 0) pen.text(x, y, text, style);
          else if (kind === 1) pen.fill(x, y, cols, 2, style);
          else if (kind === 2) pen.cell(x, y, '漢', 2, style);
          else grid.pen().restyle(x, y, cols, () => style);
        }
        for (let index = 0; index < grid.text.length; index++) {
          if (grid.text[index] !== '') continue;
          expect(index % 20).not.toBe(0);
          expect(grid.text[index - 1]).toMatch(/[漢好世界한글😀字]/u);
          expect(grid.style[index]).toBe(grid.style[index - 1]);
        }
      }),
    );
  });
});

describe('a cell of an embedded terminal', () => {
  test.each<[string, string, 1 | 2, string]>([
    ['text as it is', 'é', 1, 'é| '],
    ['private use stays', '\ue0b0', 1, '\ue0b0| '],
    ['nothing is a blank', '', 1, ' | '],
    ['a control is a blank', '\x1b', 1, ' | '],
    ['an invisible mark is dropped', '☺\ufe0f', 1, '☺| '],
    ['what is wider than said is a blank', '漢', 1, ' | '],
    ['what is narrower than said is blanks', 'x', 2, ' | '],
    ['wide', '漢', 2, '漢|'],
    ['a second base is dropped', 'ab', 1, 'a| '],
  ])('%s', (_, text, width, row) => {
    expect(drawn((grid) => grid.pen().cell(0, 0, text, width, PLAIN), 2)).toEqual([row]);
  });

  test('a wide one in the last column is a blank', () => {
    expect(drawn((grid) => grid.pen().cell(1, 0, '漢', 2, PLAIN), 2)).toEqual([' | ']);
  });
});

describe('lines with SGR', () => {
  const line = (text: string, base = PLAIN, limit = 20) => {
    const grid = new Grid(20, 1);
    paintSgr(grid.pen(), text, { x: 0, y: 0, style: base, limit });
    return { text: grid.rowText(0).trimEnd(), styles: [...grid.style].map((id) => styleParts(id)) };
  };

  test('keep their colours', () => {
    const { text, styles } = line('a\x1b[1;31mb\x1b[0mc\x1b[38;2;1;2;3md\x1b[48:5:17me');
    expect(text).toBe('abcde');
    expect(styles[1]).toEqual({ fg: PALETTE + 1, bg: DEFAULT_COLOR, flags: BOLD });
    expect(styles[2]).toEqual({ fg: DEFAULT_COLOR, bg: DEFAULT_COLOR, flags: 0 });
    expect(styles[4]).toEqual({ fg: 0x010203, bg: PALETTE + 17, flags: 0 });
  });

  test.each<[string, string, string]>([
    ['a cursor move', 'a\x1b[5Cb', 'ab'],
    ['an erase with parameters', 'a\x1b[?2Jb', 'ab'],
    ['a link', 'a\x1b]8;;http://x\x1b\\link\x1b]8;;\x07b', 'alinkb'],
    ['a title', '\x1b]0;title\x07x', 'x'],
    ['a device control string', '\x1bP1;2|abc\x1b\\x', 'x'],
    ['a charset', '\x1b(0x', 'x'],
    ['an escape at the end', 'x\x1b', 'x'],
    ['half a sequence', 'x\x1b[31', 'x'],
    ['a string without an end', 'x\x1b]0;title', 'x'],
    ['private SGR-like', 'x\x1b[>4;2my', 'xy'],
    ['a control inside a sequence', 'x\x1b[3\x071my', 'x␇1my'],
  ])('drop %s', (_, text, shown) => {
    expect(line(text).text).toBe(shown);
  });

  test('a reset goes back to the look of the row', () => {
    const base = styleOf(DEFAULT_COLOR, 0x102030, BOLD);
    const { styles } = line('a\x1b[31;40mb\x1b[mc\x1b[39;49md', base);
    expect(styles[1]).toEqual({ fg: PALETTE + 1, bg: PALETTE, flags: BOLD });
    expect(styles[2]).toEqual(styleParts(base));
    expect(styles[3]).toEqual(styleParts(base));
  });

  test('are limited to columns', () => {
    expect(line('ab\x1b[31mcdef', PLAIN, 4).text).toBe('abcd');
  });

  test('never throw and never put a control into a cell', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('\x1b', '[', ']', 'm', ';', ':', '3', '8', '\x07', 'x', '\x9c', 'P', '\\', '漢'),
        }),
        (text) => {
          const grid = new Grid(12, 1);
          paintSgr(grid.pen(), text, { x: 0, y: 0, style: PLAIN });
          for (const cell of grid.text) expect(cell).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
        },
      ),
    );
  });
});

test('copying into a smaller grid cuts wide characters to blanks', () => {
  const wide = new Grid(4, 1);
  wide.pen().text(0, 0, 'a漢b', PLAIN);
  const small = new Grid(2, 2);
  small.copyFrom(wide);
  expect(small.text).toEqual(['a', ' ', ' ', ' ']);
});
