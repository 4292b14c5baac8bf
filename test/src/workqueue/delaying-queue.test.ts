import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/flow/index.ts';
import {
  BucketRateLimiter,
  DelayingQueue,
  ItemExponentialFailureRateLimiter,
  RateLimitingQueue,
} from '../../../src/workqueue/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { fc } from '../../support/property.ts';

const open = () => {
  const clock = new ManualClock(0);
  return { clock, queue: new DelayingQueue({ clock }) };
};

const queued = (queue: DelayingQueue): string[] => queue.snapshot(100).queued.map(({ key }) => key);

describe('addAfter', () => {
  test('adds the key when its time has come, not before', () => {
    const { clock, queue } = open();
    queue.addAfter('a', 50);
    clock.advance(49);
    expect(queue.len()).toBe(0);
    clock.advance(1);
    expect(queued(queue)).toEqual(['a']);
    expect(clock.pending).toBe(0);
  });

  test.each([{ delayMs: 0 }, { delayMs: -5 }])('with $delayMs ms is an add', ({ delayMs }) => {
    const { clock, queue } = open();
    queue.addAfter('a', delayMs);
    expect([queued(queue), clock.pending]).toEqual([['a'], 0]);
  });

  test.each([
    { name: 'an earlier time wins over the one that it waits for', delays: [100, 20], readyAt: 20 },
    { name: 'a later time changes nothing', delays: [20, 100], readyAt: 20 },
  ])('$name', ({ delays, readyAt }) => {
    const { clock, queue } = open();
    for (const delayMs of delays) queue.addAfter('a', delayMs);
    expect(queue.snapshot(9).waiting).toEqual([{ key: 'a', readyAt, numRequeues: 0 }]);
    clock.advance(1000);
    expect(queued(queue)).toEqual(['a']);
    expect(queue.snapshot(9).totals.waiting).toBe(0);
  });

  test('keys come in the order of their times', () => {
    const { clock, queue } = open();
    for (const [key, delayMs] of [
      ['c', 30],
      ['a', 10],
      ['d', 40],
      ['b', 20],
    ] as const)
      queue.addAfter(key, delayMs);
    expect(queue.snapshot(3).waiting.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    clock.advance(40);
    expect(queued(queue)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('of many keys, with times that are moved forward, shows the next and hands out all in order', () => {
    const delays = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 9000 })), { maxLength: 150 });
    fc.assert(
      fc.property(delays, fc.nat(80), fc.nat(9000), (all, limit, ms) => {
        const { clock, queue } = open();
        const earliest = new Map<string, number>();
        for (const [number, delay] of all) {
          const delayMs = delay + number / 64;
          queue.addAfter(`${number}`, delayMs);
          earliest.set(`${number}`, Math.min(delayMs, earliest.get(`${number}`) ?? delayMs));
        }
        const inOrder = [...earliest].sort(([, a], [, b]) => a - b);
        clock.advance(ms);
        const ready = inOrder.filter(([, readyAt]) => readyAt <= ms);
        const later = inOrder.slice(ready.length);
        expect(queued(queue)).toEqual(ready.map(([key]) => key));
        const { waiting, totals } = queue.snapshot(limit);
        expect(waiting.map(({ key, readyAt }) => [key, readyAt])).toEqual(later.slice(0, limit));
        expect(totals.waiting).toBe(later.length);
      }),
    );
  });

  test('is not undone by an add before its time: the key comes twice', async () => {
    const { clock, queue } = open();
    queue.addAfter('a', 50);
    queue.add('a');
    await queue.get();
    queue.done('a');
    clock.advance(50);
    expect(queued(queue)).toEqual(['a']);
  });

  test('a key that falls due while it is processed comes back after done', async () => {
    const { clock, queue } = open();
    queue.add('a');
    await queue.get();
    queue.addAfter('a', 50);
    clock.advance(50);
    expect(queue.len()).toBe(0);
    queue.done('a');
    expect(queued(queue)).toEqual(['a']);
  });

  test('what waits is dropped when the queue is shut down, and nothing is taken after that', () => {
    for (const end of ['shutDown', 'shutDownWithDrain'] as const) {
      const { clock, queue } = open();
      queue.addAfter('a', 50);
      void queue[end]();
      queue.addAfter('b', 50);
      queue.addAfter('c', 0);
      expect([queue.snapshot(9).totals.waiting, clock.pending]).toEqual([0, 0]);
      clock.advance(100);
      expect(queue.len()).toBe(0);
    }
  });

  test('no delay that is no number is taken', () => {
    const { queue } = open();
    expect(() => queue.addAfter('a', Number.NaN)).toThrow(new TypeError('delayMs: expected a number, received NaN'));
  });
});

describe('the heartbeat', () => {
  test('looks every 10 s, so that no timer is longer than one can be', () => {
    const { clock, queue } = open();
    queue.addAfter('a', 2 ** 40);
    expect(clock.nextIn).toBe(10_000);
    clock.advance(10_000);
    expect([clock.nextIn, queue.len()]).toEqual([10_000, 0]);
  });

  test('is one timer, however many keys wait and in whatever order they came', () => {
    const { clock, queue } = open();
    for (const delayMs of [400, 500, 300, 200, 600]) {
      queue.addAfter(`in-${delayMs}`, delayMs);
      expect(clock.pending).toBe(1);
    }
    expect(clock.nextIn).toBe(200);
  });

  test('finds a key whose time came while its timer did not, because the clock was set forward', () => {
    const timers = new ManualClock(0);
    let ahead = 0;
    const clock: Clock = {
      now: () => timers.now() + ahead,
      after: (ms, run) => timers.after(ms, run),
      every: (ms, run) => timers.every(ms, run),
    };
    const queue = new DelayingQueue({ clock });
    queue.addAfter('a', 3_600_000);
    ahead = 3_600_000;
    timers.advance(10_000);
    expect(queued(queue)).toEqual(['a']);
  });
});

describe('a rate limiting queue', () => {
  const failing = () => {
    const clock = new ManualClock(0);
    const queue = new RateLimitingQueue({ clock, limiter: new ItemExponentialFailureRateLimiter(5, 1000) });
    return { clock, queue };
  };

  test('adds a key when its limiter says so, and counts until it is forgotten', () => {
    const { clock, queue } = failing();
    queue.addRateLimited('a');
    clock.advance(5);
    expect(queued(queue)).toEqual(['a']);
    queue.addRateLimited('b');
    queue.addRateLimited('b');
    expect(queue.snapshot(9).waiting).toEqual([{ key: 'b', readyAt: 10, numRequeues: 2 }]);
    queue.forget('b');
    expect([queue.numRequeues('a'), queue.numRequeues('b')]).toEqual([1, 0]);
  });

  test('can be given another limiter while it runs; what waits keeps its time', () => {
    const { clock, queue } = failing();
    queue.addRateLimited('a');
    queue.setLimiter(new BucketRateLimiter(clock, 1, 0));
    expect(queue.explain('b')).toEqual({ kind: 'bucket', tokens: 0, qps: 1, burst: 0, ms: 1000 });
    queue.addRateLimited('b');
    expect(queue.snapshot(9).waiting).toEqual([
      { key: 'a', readyAt: 5, numRequeues: 0 },
      { key: 'b', readyAt: 1000, numRequeues: 0 },
    ]);
  });

  test('tells its observer of a delay and of its end', () => {
    const clock = new ManualClock(0);
    const told: unknown[] = [];
    const queue = new RateLimitingQueue({
      clock,
      limiter: new ItemExponentialFailureRateLimiter(5, 1000),
      observer: {
        added: (key, deduplicated) => told.push([clock.now(), 'added', key, deduplicated]),
        addedAfter: (key, delay) => told.push([clock.now(), 'addedAfter', key, delay]),
      },
    });
    queue.addRateLimited('a');
    queue.addRateLimited('a');
    clock.advance(5);
    expect(told).toEqual([
      [0, 'addedAfter', 'a', { delayMs: 5, deduplicated: false, numRequeues: 1 }],
      [0, 'addedAfter', 'a', { delayMs: 10, deduplicated: true, numRequeues: 2 }],
      [5, 'added', 'a', false],
    ]);
  });
});
