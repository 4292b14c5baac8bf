import { expect, test } from 'vitest';
import { ReadPace } from '../../../src/kube/read-pace.ts';

/** Rests after each of `turns` turns that follow each other by `everyMs`. */
function rests(turns: number, everyMs: number, bytes: number): number[] {
  const pace = new ReadPace();
  return Array.from({ length: turns }, (_, index) => pace.restAfter(1000 + index * everyMs, bytes));
}

const countOf = (values: readonly number[]) => values.filter((ms) => ms > 0).length;

test.each([
  ['an answer of a few pieces', 8, 1, 4000, 0],
  ['events as slow as the rests', 400, 25, 4000, 0],
  ['150 events a second', 150, 6.7, 4000, 140],
  ['a stream that a turn does not empty', 400, 1, 40_000, 0],
] as const)('%s', (_, turns, everyMs, bytes, count) => {
  expect(countOf(rests(turns, everyMs, bytes))).toBe(count);
});

test('a quiet socket is read at once again soon after a busy stretch', () => {
  const pace = new ReadPace();
  for (let at = 0; at < 10_000; at++) pace.restAfter(at, 60_000);
  expect(pace.restAfter(10_050, 100)).toBe(0);
});
