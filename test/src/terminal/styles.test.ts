import { expect, test } from 'vitest';
import {
  BOLD,
  DEFAULT_COLOR,
  DIM,
  encodeDifference,
  Grid,
  PALETTE,
  PLAIN,
  SECRET,
  styleOf,
  styleParts,
  UNDERLINE_CURLY,
} from '../../../src/terminal/index.ts';
import { STYLE_LIMIT, styleCount } from '../../../src/terminal/styles.ts';
import { style } from '../../support/grid-arbitraries.ts';
import { fc } from '../../support/property.ts';

test('plain is 0, and the same parts are the same number', () => {
  expect(styleOf(DEFAULT_COLOR, DEFAULT_COLOR)).toBe(PLAIN);
  const id = styleOf(0x123456, PALETTE + 3, BOLD | SECRET | UNDERLINE_CURLY);
  expect(styleOf(0x123456, PALETTE + 3, BOLD | SECRET | UNDERLINE_CURLY)).toBe(id);
  expect(styleParts(id)).toEqual({ fg: 0x123456, bg: PALETTE + 3, flags: BOLD | SECRET | UNDERLINE_CURLY });
});

test('a number gives back the parts it was made of', () => {
  fc.assert(
    fc.property(style, (id) => {
      const { fg, bg, flags } = styleParts(id);
      expect(styleOf(fg, bg, flags)).toBe(id);
    }),
  );
});

// Last in this file: it fills the table, which the process has only one of.
test('the table is bounded: beyond it colours are lowered, first to 256, then to 16, and old numbers stay good', () => {
  const early = styleOf(0xabcdef, DEFAULT_COLOR, DIM);
  for (let color = 0; color < 70_000; color++) styleOf(color, color + 1);
  expect(styleParts(styleOf(0x7fb4ca, DEFAULT_COLOR, DIM)).fg).toBe(PALETTE + 110);
  for (let n = 0; n < 400_000; n++) styleOf(PALETTE + (n % 256), PALETTE + ((n >> 8) % 256), n & 0xff);
  expect(styleCount()).toBeLessThanOrEqual(STYLE_LIMIT);
  const late = styleOf(0x7fb4ca, 0x7fb4ca, DIM | BOLD | SECRET);
  expect(styleParts(late)).toEqual({ fg: PALETTE + 14, bg: PALETTE + 14, flags: DIM | BOLD | SECRET });
  for (let color = 0; color < 300_000; color++) styleOf(color * 17, color * 31, color & 0xff);
  expect(styleCount()).toBeLessThanOrEqual(STYLE_LIMIT);
  expect(styleParts(early)).toEqual({ fg: 0xabcdef, bg: DEFAULT_COLOR, flags: DIM });
  const wanted = new Grid(1, 1);
  wanted.pen().text(0, 0, 'x', late);
  expect(encodeDifference({ shown: new Grid(1, 1), wanted, depth: '256' })).toBe('\x1b[H\x1b[0;1;2;96;106mx');
});
