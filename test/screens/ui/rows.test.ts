import { describe, expect, test } from 'vitest';
import { glyphsOf } from '../../../screens/glyphs.ts';
import { dialogLines } from '../../../screens/ui/dialog.ts';
import { keyBar } from '../../../screens/ui/key-bar.ts';
import { fitLine, type Line, line, lineWidth, span } from '../../../screens/ui/line.ts';
import { moveIndex, windowStart } from '../../../screens/ui/list-window.ts';
import { tabBar } from '../../../screens/ui/tab-bar.ts';
import { fc } from '../../support/property.ts';

const glyphs = glyphsOf(false);
const textOf = (spans: Line): string => spans.map(({ text }) => text).join('');

describe('keyBar', () => {
  const key = (shown: string, word: string, refusal?: string) => ({ shown, word, action: word, refusal });
  const keys = [key('Enter', 'open'), key('/', 'filter'), key('l', 'logs', 'no logs'), key('?', 'help')];

  test('shows all keys where there is room, and their places answer clicks', () => {
    const { spans, hits } = keyBar(keys, 80);
    const text = textOf(spans);
    expect(text).toBe(' Enter open  / filter  l logs  ? help');
    expect(hits.map(({ from, to, action }) => [text.slice(from, to), action])).toEqual([
      ['Enter open', 'open'],
      ['/ filter', 'filter'],
      ['l logs', 'logs'],
      ['? help', 'help'],
    ]);
  });

  test('drops the least used first and never the help', () => {
    expect(textOf(keyBar(keys, 24).spans)).toBe(' Enter open  ? help');
    expect(textOf(keyBar(keys, 30).spans)).toBe(' Enter open  / filter  ? help');
  });

  test('a key that is impossible now is dim', () => {
    const { spans } = keyBar(keys, 80);
    expect(spans.find(({ text }) => text === 'l')?.role).toBe('dim');
    expect(spans.find(({ text }) => text === '/')?.role).toBe('accent');
  });
});

describe('tabBar', () => {
  const tabs = [
    { key: '0', title: 'overview', isCurrent: false, attention: false, action: 'a' },
    { key: '2', title: 'pods', isCurrent: true, attention: false, action: 'b' },
    { key: '!', title: 'shell', isCurrent: false, attention: true, action: 'c' },
  ];
  const chips = [
    { text: 'pi-lab', role: 'strong', rank: 3 },
    { text: 'DEMO', role: 'warn', rank: 1 },
    { text: '01:23 412K', role: 'text', mark: span('●', 'danger'), rank: 0 },
  ] as const;

  test('names the current tab, and all of them from 110 columns', () => {
    expect(textOf(tabBar({ tabs, chips: [], cols: 80, glyphs }).spans).trimEnd()).toBe(' 0 ▐2 pods▌ !!');
    expect(textOf(tabBar({ tabs, chips: [], cols: 110, glyphs }).spans).trimEnd()).toBe(
      ' 0 overview ▐2 pods▌ ! shell!',
    );
  });

  test('chips stand at the right edge and go by their rank when room is short', () => {
    const row = (cols: number) => textOf(tabBar({ tabs, chips, cols, glyphs }).spans);
    expect(row(80)).toMatch(/ {2}pi-lab {2}DEMO {2}● 01:23 412K $/);
    expect(row(80).length).toBe(80);
    expect(row(40)).not.toContain('pi-lab');
    expect(row(40)).toContain('DEMO  ● 01:23 412K');
    expect(row(30)).toContain('● 01:23');
    expect(row(30)).not.toContain('DEMO');
  });
});

describe('dialogLines', () => {
  const dialog = {
    title: 'Delete pod',
    body: [line('shop/cart-6c9f7d8b5-x2k9q on pi-2'), line('Its ReplicaSet makes a new one.')],
    choices: [
      { keys: ['Enter'], shown: 'Enter', word: 'delete', run: () => {} },
      { keys: ['Escape'], shown: 'Esc', word: 'keep', run: () => {} },
    ],
  };

  test('is a closed box of one width, at most 64 columns, whatever its texts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 120 })),
        fc.integer({ min: 30, max: 200 }),
        (body, cols) => {
          const widths = dialogLines({ ...dialog, body: body.map((text) => line(text)) }, cols, glyphs).map(lineWidth);
          expect(new Set(widths).size).toBe(1);
          expect(widths[0]).toBeLessThanOrEqual(64);
        },
      ),
    );
  });

  test('has the act in its edge and the keys in its last row', () => {
    const rows = dialogLines(dialog, 80, glyphs).map(textOf);
    expect(rows[0]).toMatch(/^┌─ Delete pod ─+┐$/);
    expect(rows.at(-2)).toContain('Enter delete    Esc keep');
  });
});

test('a line fitted is exactly as wide as asked', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 0, max: 60 }), (texts, cols) => {
      expect(
        lineWidth(
          fitLine(
            texts.map((text) => span(text)),
            cols,
          ),
        ),
      ).toBe(cols);
    }),
  );
});

test('the window always holds the selected row and never shows less than it could', () => {
  const sizes = fc.record({
    start: fc.nat(50),
    selected: fc.nat(49),
    rows: fc.integer({ min: 1, max: 20 }),
    count: fc.integer({ min: 50, max: 60 }),
  });
  fc.assert(
    fc.property(sizes, (o) => {
      const start = windowStart(o);
      expect(o.selected).toBeGreaterThanOrEqual(start);
      expect(o.selected).toBeLessThan(start + o.rows);
      expect(start + o.rows).toBeLessThanOrEqual(o.count);
      expect(windowStart({ ...o, start })).toBe(start);
    }),
  );
});

test.each([
  ['list.down', 5],
  ['list.up', 3],
  ['list.first', 0],
  ['list.last', 9],
  ['list.pageDown', 6],
  ['list.pageUp', 2],
  ['list.left', undefined],
])('%s goes from row 4 of 10 to %s', (action, index) => {
  expect(moveIndex(action, { index: 4, count: 10, page: 3 })).toBe(index);
});
