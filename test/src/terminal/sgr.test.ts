import { expect, test } from 'vitest';
import {
  applySgr,
  BLINK,
  BOLD,
  type Color,
  DEFAULT_COLOR,
  DIM,
  HIDDEN,
  INVERSE,
  ITALIC,
  OVERLINE,
  PALETTE,
  PLAIN,
  STRIKE,
  styleParts,
  UNDERLINE,
  UNDERLINE_CURLY,
  UNDERLINE_DASHED,
  UNDERLINE_DOUBLE,
} from '../../../src/terminal/index.ts';
import { sgrBetween } from '../../../src/terminal/sgr-codes.ts';
import { style } from '../../support/grid-arbitraries.ts';
import { fc } from '../../support/property.ts';

test.each<[string, Color, Color, number]>([
  ['', -1, -1, 0],
  ['0', -1, -1, 0],
  ['1;2;3;4;5;7;8;9;53', -1, -1, BOLD | DIM | ITALIC | UNDERLINE | BLINK | INVERSE | HIDDEN | STRIKE | OVERLINE],
  ['1;2;22', -1, -1, 0],
  ['3;7;23', -1, -1, INVERSE],
  ['4:3', -1, -1, UNDERLINE_CURLY],
  ['4:5', -1, -1, UNDERLINE_DASHED],
  ['4:3;4:0', -1, -1, 0],
  ['21', -1, -1, UNDERLINE_DOUBLE],
  ['4;24', -1, -1, 0],
  ['31;42', PALETTE + 1, PALETTE + 2, 0],
  ['97;104', PALETTE + 15, PALETTE + 12, 0],
  ['31;39', -1, -1, 0],
  ['41;49', -1, -1, 0],
  ['38;5;208', PALETTE + 208, -1, 0],
  ['48;2;1;2;3', -1, 0x010203, 0],
  ['38:5:9', PALETTE + 9, -1, 0],
  ['38:2:1:2:3', 0x010203, -1, 0],
  ['38:2::1:2:3', 0x010203, -1, 0],
  ['38:2:0:1:2:3', 0x010203, -1, 0],
  ['38;2;1;2;3;1', 0x010203, -1, BOLD],
  ['58;2;1;2;3;4', -1, -1, UNDERLINE],
  ['58:5:3;1', -1, -1, BOLD],
  ['38;5;999', -1, -1, 0],
  ['38;2;1;2', 0x010200, -1, 0],
  ['99;77;1000', -1, -1, 0],
  ['1;0;3', -1, -1, ITALIC],
])('SGR %j', (params, fg, bg, flags) => {
  expect(styleParts(applySgr(params, PLAIN))).toEqual({ fg, bg, flags });
});

test('the sequence between any two styles leads from the one to the other', () => {
  fc.assert(
    fc.property(fc.option(style, { nil: undefined }), style, (from, to) => {
      const sequence = sgrBetween(from, to);
      if (from === to) expect(sequence).toBe('');
      else expect(applySgr(sequence.slice(2, -1), from ?? PLAIN)).toBe(to);
    }),
  );
  expect(DEFAULT_COLOR).toBe(-1);
});
