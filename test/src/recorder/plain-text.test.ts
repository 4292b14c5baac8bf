import { expect, test } from 'vitest';
import type { CastItem } from '../../../src/asciicast/index.ts';
import { plainText } from '../../../src/recorder/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';

async function* recording(...outputs: readonly string[]): AsyncGenerator<CastItem[]> {
  yield [{ kind: 'header', header: { version: 2, cols: 10, rows: 3 } }];
  for (const data of outputs) yield [{ kind: 'output', atMicros: 0, data }];
}

async function parts(...outputs: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for await (const text of plainText(recording(...outputs), new ManualClock())) texts.push(text);
  return texts;
}

test.each([
  ['a line that was wrapped', ['0123456789abcdefghij', 'klm\r\nend'], '0123456789abcdefghijklm\nend\n'],
  ['blanks within a wrapped line', [`a${' '.repeat(24)}b\r\n`], `a${' '.repeat(24)}b\n`],
  ['blanks at its end', [`0123456789ab${' '.repeat(30)}\r\n\r\nc`], '0123456789ab\n\nc\n'],
  ['lines that scrolled off, then the last screen', ['1\r\n2\r\n3\r\n4\r\n5\r\n'], '1\n2\n3\n4\n5\n'],
  ['nothing', [], ''],
])('%s', async (_name, outputs, expected) => {
  expect((await parts(...outputs)).join('')).toBe(expected);
});

test('a line without an end is handed out while it grows', async () => {
  const [first = '', ...others] = await parts('x'.repeat(1000), 'y'.repeat(1000));
  expect(first.length).toBeGreaterThan(900);
  expect(first + others.join('')).toBe(`${'x'.repeat(1000)}${'y'.repeat(1000)}\n`);
});
