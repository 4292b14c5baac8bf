import { describe, expect, test } from 'vitest';
import { ChangeLog, compareLogs, type Gap } from './change-log.ts';

type Change = readonly [revision: number, previous: number];

function logOf(changes: readonly Change[]): ChangeLog {
  const log = new ChangeLog(10);
  for (const [revision, previous] of changes) log.add(revision, previous);
  return log;
}

/** Made at 3, changed at 5 and 8; another one made at 6. */
const HISTORY: readonly Change[] = [
  [3, 0],
  [5, 3],
  [6, 0],
  [8, 5],
];
const GOOD = { lost: 0, doubled: 0, invented: 0, misplaced: 0, skipped: 0 };

describe('what was seen, held against what the store did', () => {
  test.each<{ name: string; seen: readonly Change[]; gaps?: readonly Gap[]; found: object }>([
    { name: 'all of it', seen: HISTORY, found: GOOD },
    { name: 'all of it, in another order of objects', seen: [...HISTORY].reverse(), found: GOOD },
    { name: 'one not', seen: HISTORY.filter(([revision]) => revision !== 6), found: { ...GOOD, lost: 1 } },
    { name: 'one twice', seen: [...HISTORY, [6, 0]], found: { ...GOOD, doubled: 1 } },
    { name: 'one that never was', seen: [...HISTORY, [7, 0]], found: { ...GOOD, invented: 1 } },
    { name: 'one from before the log', seen: [[1, 0], ...HISTORY], found: GOOD },
    {
      name: 'one after a state that was not the last',
      seen: HISTORY.map(([revision, previous]) => (revision === 8 ? [8, 3] : [revision, previous])),
      found: { ...GOOD, misplaced: 1 },
    },
    {
      name: 'one that a list skipped, and the list itself from an older state',
      seen: [
        [3, 0],
        [6, 0],
        [8, 3],
      ],
      gaps: [{ after: 3, upTo: 8 }],
      found: { ...GOOD, skipped: 1 },
    },
    {
      name: 'one that is missing just before what a list skipped',
      seen: [
        [3, 0],
        [6, 0],
        [8, 5],
      ],
      gaps: [{ after: 5, upTo: 8 }],
      found: { ...GOOD, lost: 1 },
    },
  ])('$name', ({ seen, gaps = [], found }) => {
    expect(compareLogs(logOf(HISTORY), logOf(seen), 2, gaps)).toMatchObject(found);
  });
});

test('a log that is full says so', () => {
  const log = new ChangeLog(1);
  log.add(1, 0);
  expect(() => log.add(2, 1)).toThrow(RangeError);
});
