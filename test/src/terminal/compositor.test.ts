import { describe, expect, test } from 'vitest';
import { Compositor } from '../../../src/terminal/compositor.ts';
import {
  type CellPen,
  type CellRegion,
  OPAQUE_BACKGROUND,
  PLAIN,
  type Rect,
  regionBackground,
} from '../../../src/terminal/index.ts';
import type { Scroll } from '../../../src/terminal/scroll.ts';

/** A region that fills itself with one character and remembers where it was put. */
class Filled implements CellRegion {
  scrolledRows = 0;
  cursor: CellRegion['cursor'];
  readonly places: Rect[] = [];
  paints = 0;
  readonly #character: string;

  constructor(character: string) {
    this.#character = character;
  }

  placed(rect: Rect): void {
    this.places.push(rect);
  }

  paint(pen: CellPen): void {
    this.paints++;
    for (let y = 0; y < pen.rows; y++) pen.text(0, y, this.#character.repeat(pen.cols), PLAIN);
  }
}

function background(color: string, text: string): string {
  const rgb = Number.parseInt(color.slice(1), 16);
  return `\x1b[48;2;${rgb >> 16};${(rgb >> 8) & 255};${rgb & 255}m${text}\x1b[49m`;
}

/** Chrome rows in which digits stand for a region's cells and `#` for a dialog without text. */
function frame(...rows: string[]): string {
  return rows
    .map((row) =>
      row.replace(/0+|1+|#+/g, (run) =>
        background(run[0] === '#' ? OPAQUE_BACKGROUND : regionBackground(Number(run[0])), ' '.repeat(run.length)),
      ),
    )
    .join('\n');
}

function open(cols = 8, rows = 4) {
  const scrolls: Scroll[] = [];
  const compositor = new Compositor({ cols, rows }, (scroll) => scrolls.push(scroll));
  const shown = (): string[] => {
    compositor.paint();
    return Array.from({ length: compositor.wanted.rows }, (_, y) => compositor.wanted.rowText(y));
  };
  return { compositor, scrolls, shown };
}

describe('regions', () => {
  test('lie where the chrome has their background', () => {
    const { compositor, shown } = open();
    const [a, b] = [new Filled('a'), new Filled('b')];
    compositor.addRegion(0, a);
    compositor.addRegion(1, b);
    compositor.chromeFrame(frame('head', '00000│11', '00000│11', 'foot'));
    expect(shown()).toEqual(['head    ', 'aaaaa│bb', 'aaaaa│bb', 'foot    ']);
    expect(a.places).toEqual([{ x: 0, y: 1, cols: 5, rows: 2 }]);
    expect(b.places).toEqual([{ x: 6, y: 1, cols: 2, rows: 2 }]);
  });

  test('registered after the chrome frame are placed at once', () => {
    const { compositor, shown } = open();
    compositor.chromeFrame(frame('', '  0000'));
    const region = new Filled('a');
    compositor.addRegion(0, region);
    expect(region.places).toEqual([{ x: 2, y: 1, cols: 4, rows: 1 }]);
    expect(shown()[1]).toBe('  aaaa  ');
  });

  test('without a painter are blank, never in the sentinel colour', () => {
    const { compositor, shown } = open();
    compositor.chromeFrame(frame('x00x'));
    expect(shown()[0]).toBe('x  x    ');
    expect([...compositor.wanted.style.subarray(0, 8)]).toEqual(new Array(8).fill(0));
  });

  test('that go are told so, and their cells are the chrome again', () => {
    const { compositor, shown } = open();
    const region = new Filled('a');
    const remove = compositor.addRegion(0, region);
    compositor.chromeFrame(frame('0000'));
    expect(shown()[0]).toBe('aaaa    ');
    compositor.chromeFrame(frame('text'));
    expect(region.places.at(-1)).toEqual({ x: 0, y: 0, cols: 0, rows: 0 });
    expect(shown()[0]).toBe('text    ');
    remove();
  });

  test('paint only when asked', () => {
    const { compositor, shown } = open();
    const region = new Filled('a');
    compositor.addRegion(0, region);
    compositor.chromeFrame(frame('0000'));
    shown();
    compositor.chromeFrame(frame('0000', 'new row'));
    shown();
    expect(region.paints).toBe(1);
    compositor.invalidate(0);
    shown();
    expect(region.paints).toBe(2);
  });
});

describe('a dialog', () => {
  test('over a region covers it; where it leaves every edge in sight the rectangle is as before', () => {
    const { compositor, shown } = open();
    const region = new Filled('a');
    compositor.addRegion(0, region);
    compositor.chromeFrame(frame('00000000', '00000000', '00000000'));
    compositor.chromeFrame(frame('00000000', '00┌ok┐00', '00└##┘00'));
    expect(shown().slice(0, 3)).toEqual(['aaaaaaaa', 'aa┌ok┐aa', 'aa└  ┘aa']);
    expect(region.places.length).toBe(1);
  });

  test.each<[string, string[]]>([
    ['its last rows', ['00000000', '########', '########']],
    ['its first row', ['########', '00000000', '00000000']],
    ['a side', ['###00000', '###00000', '###00000']],
    ['all of it', ['########', '########', '########']],
    ['all but its border', ['┌──────┐', '│######│', '└──────┘']],
  ])('that hides %s leaves the rectangle as it was', (_, rows) => {
    const { compositor } = open();
    const region = new Filled('a');
    compositor.addRegion(0, region);
    compositor.chromeFrame(frame('00000000', '00000000', '00000000'));
    compositor.chromeFrame(frame(...rows));
    expect(region.places.length).toBe(1);
    compositor.chromeFrame(frame('00000000', '00000000', '00000000'));
    expect(region.places.length).toBe(1);
  });

  test('is not needed for a region to become smaller', () => {
    const { compositor } = open();
    const region = new Filled('a');
    compositor.addRegion(0, region);
    compositor.chromeFrame(frame('00000000', '00000000', '00000000'));
    compositor.chromeFrame(frame('00000000', '─ title ', 'lower'));
    expect(region.places.at(-1)).toEqual({ x: 0, y: 0, cols: 8, rows: 1 });
  });

  test('elsewhere does not keep a region from becoming smaller', () => {
    const { compositor } = open(8, 6);
    const region = new Filled('a');
    compositor.addRegion(0, region);
    compositor.chromeFrame(frame('00000000', '00000000', '00000000', '00000000', '00000000'));
    compositor.chromeFrame(frame('00000000', '─ title ', 'lower', 'lower', '########'));
    expect(region.places.at(-1)).toEqual({ x: 0, y: 0, cols: 8, rows: 1 });
  });

  test('cuts wide characters to blanks on both sides', () => {
    const { compositor, shown } = open(9, 1);
    compositor.addRegion(0, new Filled('漢'));
    compositor.chromeFrame(frame('000#x0000'));
    expect(compositor.wanted.cols).toBe(9);
    expect(shown()[0]).toBe('漢  x 漢 ');
  });
});

describe('the hit test', () => {
  test('knows the region under a cell, and that a dialog is none', () => {
    const { compositor } = open();
    compositor.addRegion(1, new Filled('a'));
    compositor.chromeFrame(frame('head', '  1111', '  1##1'));
    expect(compositor.regionAt(3, 1)).toEqual({ id: 1, x: 1, y: 0 });
    expect(compositor.regionAt(5, 2)).toEqual({ id: 1, x: 3, y: 1 });
    expect(compositor.regionAt(3, 2)).toBeUndefined();
    expect(compositor.regionAt(0, 0)).toBeUndefined();
    expect(compositor.regionAt(99, 0)).toBeUndefined();
    expect(compositor.regionAt(-1, 0)).toBeUndefined();
  });
});

describe('the cursor', () => {
  test('is the newest region’s, where its cell is in sight, else the chrome’s', () => {
    const { compositor } = open();
    const [a, b] = [new Filled('a'), new Filled('b')];
    compositor.addRegion(0, a);
    compositor.addRegion(1, b);
    compositor.chromeFrame(frame('00001111'));
    expect(compositor.cursor()).toBeUndefined();
    compositor.chromeCursor = { x: 7, y: 3, shape: 'bar' };
    expect(compositor.cursor()).toEqual({ x: 7, y: 3, shape: 'bar' });
    a.cursor = { x: 1, y: 0, shape: 'block' };
    expect(compositor.cursor()).toEqual({ x: 1, y: 0, shape: 'block' });
    b.cursor = { x: 2, y: 0, shape: 'underline' };
    expect(compositor.cursor()).toEqual({ x: 6, y: 0, shape: 'underline' });
    compositor.chromeFrame(frame('0000####'));
    expect(compositor.cursor()).toEqual({ x: 1, y: 0, shape: 'block' });
    b.cursor = { x: 99, y: 0, shape: 'block' };
    expect(compositor.cursor()).toEqual({ x: 1, y: 0, shape: 'block' });
  });
});

test('a colour that runs over the end of a row is seen in the next, also where its text stays', () => {
  const { compositor, shown } = open();
  compositor.chromeFrame('\x1b[31ma\nb');
  shown();
  const red = compositor.wanted.style[8];
  expect(red).not.toBe(PLAIN);
  compositor.chromeFrame('a\nb');
  shown();
  expect(compositor.wanted.style[8]).toBe(PLAIN);
});

describe('changed rows', () => {
  test('are those whose cells differ, not those that were painted', () => {
    const { compositor, shown } = open();
    compositor.addRegion(0, new Filled('a'));
    compositor.chromeFrame(frame('head', '00000000', '00000000', 'foot'));
    shown();
    const { stamp } = compositor;
    compositor.invalidate();
    compositor.chromeFrame(frame('head', '00000000', '00000000', 'FOOT'));
    shown();
    expect([0, 1, 2, 3].filter((y) => compositor.stampOf(y) > stamp)).toEqual([3]);
  });

  test('scrolling is told of regions as wide as the screen', () => {
    const { compositor, scrolls, shown } = open();
    const [wide, narrow] = [new Filled('a'), new Filled('b')];
    compositor.addRegion(0, wide);
    compositor.addRegion(1, narrow);
    compositor.chromeFrame(frame('00000000', '00000000', '111'));
    shown();
    wide.scrolledRows = narrow.scrolledRows = 1;
    compositor.invalidate();
    shown();
    expect(scrolls).toEqual([{ top: 0, bottom: 1, count: 1 }]);
  });
});
