import { describe, expect, test } from 'vitest';
import {
  BucketRateLimiter,
  defaultControllerRateLimiter,
  defaultItemBasedRateLimiter,
  ItemExponentialFailureRateLimiter,
  ItemFastSlowRateLimiter,
  MaxOfRateLimiter,
  type RateLimiter,
  WithMaxWaitRateLimiter,
} from '../../../src/workqueue/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { fc } from '../../support/property.ts';

const clock = () => new ManualClock(0);
const delays = (limiter: RateLimiter, calls: number): number[] =>
  Array.from({ length: calls }, () => limiter.when('a'));

describe('successive delays of one key', () => {
  test.each([
    {
      name: 'exponential doubles',
      limiter: new ItemExponentialFailureRateLimiter(5, 1_000_000),
      expected: [5, 10, 20, 40, 80, 160],
    },
    {
      name: 'exponential stops at its maximum',
      limiter: new ItemExponentialFailureRateLimiter(400, 1000),
      expected: [400, 800, 1000, 1000],
    },
    { name: 'the default for keys begins with 1 ms', limiter: defaultItemBasedRateLimiter(), expected: [1, 2, 4, 8] },
    {
      name: 'fast-slow is fast so many times',
      limiter: new ItemFastSlowRateLimiter(5, 10_000, 3),
      expected: [5, 5, 5, 10_000, 10_000],
    },
    { name: 'fast-slow without fast attempts', limiter: new ItemFastSlowRateLimiter(5, 10, 0), expected: [10, 10] },
    {
      name: 'a bucket waits when its burst is used up',
      limiter: new BucketRateLimiter(clock(), 10, 3),
      expected: [0, 0, 0, 100, 200, 300, 400, 500, 600, 700],
    },
    { name: 'a bucket without burst', limiter: new BucketRateLimiter(clock(), 2, 0), expected: [500, 1000, 1500] },
    {
      name: 'max-of takes the longest, each being charged',
      limiter: new MaxOfRateLimiter(
        new ItemFastSlowRateLimiter(7, 30, 1),
        new ItemExponentialFailureRateLimiter(1, 1000),
      ),
      expected: [7, 30, 30, 30, 30, 32, 64],
    },
    { name: 'max-of nothing waits for nothing', limiter: new MaxOfRateLimiter(), expected: [0, 0] },
    {
      name: 'with-max-wait cuts',
      limiter: new WithMaxWaitRateLimiter(new ItemExponentialFailureRateLimiter(5, 1000), 15),
      expected: [5, 10, 15, 15],
    },
  ])('$name', ({ limiter, expected }) => {
    expect(delays(limiter, expected.length)).toEqual(expected);
  });

  test('the default for controllers: 5 ms doubled, capped at 1000 s from the 19th failure on', () => {
    const limiter = defaultControllerRateLimiter(clock());
    const all = delays(limiter, 2000);
    expect(all.slice(0, 18)).toEqual(Array.from({ length: 18 }, (_, failures) => 5 * 2 ** failures));
    expect(new Set(all.slice(18))).toEqual(new Set([1_000_000]));
  });

  test('the default for controllers: the first 100 keys wait their 5 ms, then the bucket is slower', () => {
    const limiter = defaultControllerRateLimiter(clock());
    const all = Array.from({ length: 103 }, (_, number) => limiter.when(`key-${number}`));
    expect(new Set(all.slice(0, 100))).toEqual(new Set([5]));
    expect(all.slice(100)).toEqual([100, 200, 300]);
  });

  test('a base of 0 stays 0 however often it is doubled', () => {
    expect(new Set(delays(new ItemExponentialFailureRateLimiter(0, 1000), 1100))).toEqual(new Set([0]));
  });
});

describe('numRequeues and forget', () => {
  test.each([
    { name: 'exponential', make: () => new ItemExponentialFailureRateLimiter(5, 1000), counted: 3 },
    { name: 'fast-slow', make: () => new ItemFastSlowRateLimiter(5, 10, 1), counted: 3 },
    { name: 'bucket', make: () => new BucketRateLimiter(clock(), 10, 3), counted: 0 },
    {
      name: 'max-of',
      make: () =>
        new MaxOfRateLimiter(
          new BucketRateLimiter(clock(), 10, 3),
          new ItemFastSlowRateLimiter(5, 10, 1),
          new ItemExponentialFailureRateLimiter(5, 1000),
        ),
      counted: 3,
    },
    {
      name: 'with-max-wait',
      make: () => new WithMaxWaitRateLimiter(new ItemExponentialFailureRateLimiter(5, 1000), 1),
      counted: 3,
    },
  ])('$name', ({ make, counted }) => {
    const limiter = make();
    const first = delays(limiter, 3)[0];
    limiter.when('b');
    expect([limiter.numRequeues('a'), limiter.numRequeues('b'), limiter.numRequeues('c')]).toEqual([
      counted,
      Math.min(counted, 1),
      0,
    ]);
    limiter.forget('a');
    expect([limiter.numRequeues('a'), limiter.numRequeues('b')]).toEqual([0, Math.min(counted, 1)]);
    if (counted > 0 && !(limiter instanceof MaxOfRateLimiter)) expect(limiter.when('a')).toBe(first);
  });
});

test('a bucket fills with time, up to its burst', () => {
  const time = clock();
  const limiter = new BucketRateLimiter(time, 10, 2);
  expect(delays(limiter, 4)).toEqual([0, 0, 100, 200]);
  time.advance(150);
  expect(limiter.when('b')).toBe(150);
  time.advance(250);
  expect(limiter.when('c')).toBe(0);
  time.advance(60_000);
  expect(delays(limiter, 3)).toEqual([0, 0, 100]);
});

test('with-max-wait charges the limiter within for what it would have waited', () => {
  const time = clock();
  const limiter = new WithMaxWaitRateLimiter(new BucketRateLimiter(time, 1, 0), 1500);
  expect(delays(limiter, 3)).toEqual([1000, 1500, 1500]);
  time.advance(3000);
  expect(limiter.when('a')).toBe(1000);
});

describe('explain', () => {
  test('says in numbers what the next delay is made of', () => {
    const limiter = new WithMaxWaitRateLimiter(
      new MaxOfRateLimiter(new ItemExponentialFailureRateLimiter(5, 30), new BucketRateLimiter(clock(), 10, 3)),
      25,
    );
    delays(limiter, 4);
    expect(limiter.explain('a')).toEqual({
      kind: 'max-wait',
      maxMs: 25,
      isCapped: true,
      ms: 25,
      inner: {
        kind: 'max-of',
        ms: 200,
        of: [
          { kind: 'exponential', baseMs: 5, maxMs: 30, failures: 4, isCapped: true, ms: 30 },
          { kind: 'bucket', tokens: -1, qps: 10, burst: 3, ms: 200 },
        ],
      },
    });
    expect(new ItemFastSlowRateLimiter(5, 10, 1).explain('a')).toEqual({
      kind: 'fast-slow',
      fastMs: 5,
      slowMs: 10,
      maxFastAttempts: 1,
      failures: 0,
      ms: 5,
    });
  });

  test('does not know what a limiter does that does not explain itself', () => {
    const mute: RateLimiter = { when: () => 1, forget: () => {}, numRequeues: () => 0 };
    const unknown = { kind: 'unknown', ms: undefined };
    const max = new MaxOfRateLimiter(mute);
    expect(max.explain('a')).toEqual({ kind: 'max-of', of: [unknown], ms: undefined });
    expect(new WithMaxWaitRateLimiter(max, 5).explain('a')).toMatchObject({ kind: 'max-wait', ms: undefined });
  });

  test('is the delay that follows, and changes nothing, whatever was called before', () => {
    const calls = fc.array(
      fc.oneof(
        fc.record({ call: fc.constantFrom('when', 'forget'), key: fc.constantFrom('a', 'b') }),
        fc.record({ call: fc.constant('advance'), ms: fc.integer({ min: 1, max: 500 }) }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(calls, (all) => {
        const time = clock();
        const limiter = new MaxOfRateLimiter(
          new WithMaxWaitRateLimiter(new ItemExponentialFailureRateLimiter(5, 1000), 300),
          new BucketRateLimiter(time, 10, 3),
          new ItemFastSlowRateLimiter(1, 40, 2),
        );
        for (const step of all) {
          if ('ms' in step) time.advance(step.ms);
          else if (step.call === 'forget') limiter.forget(step.key);
          else {
            const said = limiter.explain(step.key);
            expect(limiter.explain(step.key)).toEqual(said);
            expect(limiter.when(step.key)).toBe(said.ms);
          }
        }
      }),
    );
  });
});

describe('a wrong option', () => {
  test.each([
    {
      name: 'a rate of 0',
      make: () => new BucketRateLimiter(clock(), 0, 3),
      message: 'qps: expected a number above 0, received 0',
    },
    {
      name: 'a negative burst',
      make: () => new BucketRateLimiter(clock(), 1, -1),
      message: 'burst: expected a number of at least 0, received -1',
    },
    {
      name: 'a base that is no number',
      make: () => new ItemExponentialFailureRateLimiter(Number.NaN, 1),
      message: 'baseMs: expected a number of at least 0, received NaN',
    },
    {
      name: 'a maximum that is missing',
      make: () => new WithMaxWaitRateLimiter(defaultItemBasedRateLimiter(), undefined as unknown as number),
      message: 'maxMs: expected a number of at least 0, received undefined',
    },
  ])('$name is named', ({ make, message }) => {
    expect(make).toThrow(new TypeError(message));
  });
});
