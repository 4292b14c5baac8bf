import { expect, test } from 'vitest';
import { inBackground, KpiError, messageOf, systemCodeOf, wait } from '../../../src/flow/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

test.each([
  ['an error with a code', refused, 'ECONNREFUSED'],
  ['its cause', new Error('fetch failed', { cause: refused }), 'ECONNREFUSED'],
  ['one of several causes', new Error('x', { cause: new AggregateError([new Error('a'), refused]) }), 'ECONNREFUSED'],
  ['no code at all', new Error('x'), undefined],
  ['no error at all', 'x', undefined],
])('the system code of %s', (_name, cause, code) => {
  expect(systemCodeOf(cause)).toBe(code);
});

test('a message is found in anything that was thrown', () => {
  expect(messageOf(new AggregateError([new Error('a'), new Error('b')]))).toBe('a; b');
  expect(messageOf('plain')).toBe('plain');
  expect(new KpiError('X', 'm', { cause: refused }).cause).toBe(refused);
});

test('what a background promise throws is not lost', async () => {
  const seen: unknown[] = [];
  inBackground(Promise.reject(refused), (cause) => seen.push(cause));
  await settle();
  expect(seen).toEqual([refused]);
});

test('a wait ends with its time, or at once with its signal', async () => {
  const clock = new ManualClock();
  const abort = new AbortController();
  const [whole, cut] = [wait(clock, 100), wait(clock, 100, abort.signal)];
  abort.abort();
  expect(await cut).toBe(false);
  clock.advance(100);
  expect(await whole).toBe(true);
  expect(clock.pending).toBe(0);
});
