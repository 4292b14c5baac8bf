import { expect, test } from 'vitest';
import { KnownSecrets } from '../../../src/recorder/redaction/known-secrets.ts';

const TOKEN = 'Zx8kQ1vP0mN4bT7yABCDEFGH';

test.each<{ name: string; text: string; parts: string[] }>([
  { name: 'the end alone', text: 'T7yABCDEFGH $', parts: ['T7yABCDEFGH'] },
  { name: 'a middle between other words', text: 'x Q1vP0mN4b y', parts: ['Q1vP0mN4b'] },
  {
    name: 'two parts apart',
    text: `${TOKEN.slice(0, 9)} ${TOKEN.slice(10)}`,
    parts: [TOKEN.slice(0, 9), TOKEN.slice(10)],
  },
  { name: 'fewer characters are no part', text: 'ABCDEFG', parts: [] },
])('a known secret by $name', ({ text, parts }) => {
  const known = new KnownSecrets();
  known.learn(TOKEN, 'bearer');
  expect(known.find(text).map(({ from, to }) => text.slice(from, to))).toEqual(parts);
});

test.each(['development-settings', 'short1'])('what may be a word is not learned: %s', (word) => {
  const known = new KnownSecrets();
  known.learn(word, 'assignment');
  expect(known.find(word)).toEqual([]);
});

test('the oldest are forgotten, so that memory has a bound', () => {
  const known = new KnownSecrets();
  known.learn(TOKEN, 'bearer');
  for (let n = 0; n < 4000; n++) known.learn(`${n}`.padStart(6, 'x').repeat(8), 'bearer');
  expect(known.find(TOKEN)).toEqual([]);
  expect(known.find('xx3999xx3999')).toHaveLength(1);
});
