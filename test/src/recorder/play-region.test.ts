import { describe, expect, test } from 'vitest';
import { PlayRegion } from '../../../src/recorder/index.ts';
import { Grid } from '../../../src/terminal/index.ts';
import { screenOf } from '../pty/screens.ts';

describe('a recording in a window', () => {
  const shown = async (text: string, size: { cols: number; rows: number }) => {
    const screen = await screenOf(text, { cols: 20, rows: 6 });
    const region = new PlayRegion(() => screen);
    const grid = new Grid(size.cols, size.rows);
    region.placed({ x: 0, y: 0, ...size });
    region.paint(grid.pen());
    return { rows: Array.from({ length: size.rows }, (_, y) => grid.rowText(y)), cursor: region.cursor };
  };

  test('that is larger is shown in its corner', async () => {
    expect((await shown('abc', { cols: 22, rows: 7 })).rows[0]).toBe('abc'.padEnd(22));
  });

  test('that is smaller follows the cursor', async () => {
    const { rows, cursor } = await shown('\u001b[6;1H0123456789abcdefgh', { cols: 10, rows: 3 });
    expect(rows[2]).toBe('9abcdefgh ');
    expect(cursor).toMatchObject({ x: 9, y: 2 });
  });

  test('a hidden cursor is not shown', async () => {
    expect((await shown('\u001b[?25l', { cols: 10, rows: 3 })).cursor).toBeUndefined();
  });

  test('can be moved over it, within its edges, until it follows the cursor again', async () => {
    const screen = await screenOf('0123456789\u001b[6;15Hend\u001b[H', { cols: 20, rows: 6 });
    const region = new PlayRegion(() => screen);
    const grid = new Grid(10, 3);
    region.placed({ x: 0, y: 0, cols: 10, rows: 3 });
    const rows = () => {
      region.paint(grid.pen());
      return Array.from({ length: 3 }, (_, y) => grid.rowText(y));
    };
    expect(rows()[0]).toBe('0123456789');
    expect(region.move(99, 99)).toBe(true);
    expect(rows()[2]).toBe('    end   ');
    expect(region.corner).toEqual({ left: 10, top: 3 });
    region.follow();
    expect(rows()[0]).toBe('0123456789');
    region.placed({ x: 0, y: 0, cols: 20, rows: 6 });
    expect(region.move(1, 1)).toBe(false);
  });

  test('with a hidden cursor it stays where it is: nobody knows where to look', async () => {
    const { rows } = await shown('top\u001b[?25l\u001b[6;15Hend', { cols: 10, rows: 3 });
    expect(rows[0]).toBe('top       ');
  });

  test('shows a place that was found, and marks the text in any case of its letters, wide ones too', async () => {
    const screen = await screenOf('\u001b[6;13H漢Ab aB\u001b[H', { cols: 20, rows: 6 });
    const region = new PlayRegion(() => screen);
    const grid = new Grid(10, 3);
    region.placed({ x: 0, y: 0, cols: 10, rows: 3 });
    region.reveal(14, 5);
    region.paint(grid.pen());
    region.highlight(grid.pen(), 'AB', 7);
    expect(region.corner).toEqual({ left: 5, top: 3 });
    expect(grid.rowText(2)).toBe('       漢A');
    expect([...grid.style.subarray(20, 30)].map((style) => (style === 7 ? '^' : ' ')).join('')).toBe('         ^');
  });
});
