import { expect, test } from 'vitest';
import {
  padEnd,
  padStart,
  sliceCols,
  textWidth,
  truncateEnd,
  truncateMiddle,
  wrapWords,
} from '../../../src/text/index.ts';
import { fc } from '../../support/property.ts';

const text = fc.array(fc.constantFrom('a', 'b', '-', '节', '😀', 'e\u0301', 'Z', ' ')).map((parts) => parts.join(''));
const cols = fc.integer({ min: 0, max: 30 });

test('nothing is ever wider than its room, and what fits is left alone', () => {
  fc.assert(
    fc.property(text, cols, (value, room) => {
      for (const cut of [sliceCols, truncateEnd, truncateMiddle]) {
        expect(textWidth(cut(value, room))).toBeLessThanOrEqual(room);
        if (textWidth(value) <= room) expect(cut(value, room)).toBe(value);
      }
    }),
  );
});

test('the middle cut keeps both ends', () => {
  expect(truncateMiddle('web-7d9c5b6f4-8wqzt', 10)).toBe('web-7…wqzt');
  expect(truncateMiddle('cart-6c9f7d8b5-x2k9q', 12, '~')).toBe('cart-6~x2k9q');
});

test('padding fills to the columns asked for', () => {
  fc.assert(
    fc.property(text, cols, (value, room) => {
      const width = Math.max(room, textWidth(value));
      expect([textWidth(padEnd(value, room)), textWidth(padStart(value, room))]).toEqual([width, width]);
    }),
  );
});

test('wrapped lines fit and hold every word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/)), fc.integer({ min: 8, max: 30 }), (words, room) => {
      const lines = wrapWords(words.join(' '), room);
      expect(Math.max(0, ...lines.map(textWidth))).toBeLessThanOrEqual(room);
      expect(lines.join(' ').split(' ').filter(Boolean)).toEqual(words);
    }),
  );
});
