import { expect, test } from 'vitest';
import { clean } from '../../../src/text/index.ts';
import { fc } from '../../support/property.ts';

/** Any UTF-16 units, lone surrogates too, with what an attacker would use made likely. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\x1b[2J',
        '\x1b]52;c;AAAA\x07',
        '\x9b31m',
        '\u202e',
        '\u200b',
        '\ud800',
        '\udc00',
        '\ufe0f',
        '\ue0b0',
        '\u{e0041}',
        '\t',
        '\r\n',
      ),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

/** Pairs of first and last code point that must never reach a cell. */
const FORBIDDEN = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xe000, 0xf8ff],
  [0xe0000, 0x10ffff],
] as const;

const isForbidden = (code: number): boolean => FORBIDDEN.some(([first, last]) => code >= first && code <= last);

test('no text has a control character, bidi control, zero-width or private use character after cleaning', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect([...clean(text)].filter((letter) => isForbidden(letter.codePointAt(0) as number))).toEqual([]);
      expect(clean(text).isWellFormed()).toBe(true);
    }),
  );
});

test('cleaning twice changes nothing more', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(clean(clean(text))).toBe(clean(text));
    }),
  );
});

test.each([
  ['an escape sequence is shown, not obeyed', 'a\x1b[31mb', 'a␛[31mb'],
  ['DEL', 'a\x7f', 'a␡'],
  ['a tab', 'a\tb', 'a    b'],
  ['C1', 'a\x9bb', 'a?b'],
  ['a right-to-left override', 'evil\u202egpj.exe', 'evilgpj.exe'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ['ordinary text of any script', 'é 节点 e\u0301 😀', 'é 节点 e\u0301 😀'],
])('%s', (_name, text, safe) => {
  expect(clean(text)).toBe(safe);
});
