import { Unicode11Addon } from '@xterm/addon-unicode11';
import { expect, test } from 'vitest';
import { codePointWidth, textWidth } from '../../../src/text/index.ts';

interface WidthProvider {
  wcwidth(code: number): number;
}

test('every code point is as wide as the emulator thinks', () => {
  let provider: WidthProvider | undefined;
  const terminal = { unicode: { register: (given: WidthProvider) => (provider = given) } };
  new Unicode11Addon().activate(terminal as never);
  const wrong: number[] = [];
  for (let code = 0x20; code <= 0x10ffff; code++)
    if (codePointWidth(code) !== provider?.wcwidth(code)) wrong.push(code);
  expect(wrong.map((code) => code.toString(16))).toEqual([]);
});

test.each([
  ['ASCII', 'pods', 4],
  ['CJK', '节点', 4],
  ['a combining mark', 'e\u0301', 1],
  ['box drawing', '─│┌', 3],
  ['an emoji beyond the BMP', '😀', 2],
  ['nothing', '', 0],
])('the width of %s', (_name, text, width) => {
  expect(textWidth(text)).toBe(width);
});
