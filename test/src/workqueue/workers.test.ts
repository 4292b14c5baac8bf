import { describe, expect, test } from 'vitest';
import {
  BucketRateLimiter,
  ItemExponentialFailureRateLimiter,
  RateLimitingQueue,
  runWorker,
  Workers,
} from '../../../src/workqueue/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';

const open = () => {
  const clock = new ManualClock(0);
  const queue = new RateLimitingQueue({ clock, limiter: new ItemExponentialFailureRateLimiter(5, 1000) });
  return { clock, queue };
};

/** A reconcile that fails so many times for each key, with what it and the observer were told. */
function failing(times: number, maxRetries?: number) {
  const { clock, queue } = open();
  const told: string[] = [];
  const failures = new Map<string, number>();
  const tell = (what: string) => (key: string, numRequeues: number) =>
    told.push(`${clock.now()} ${what} ${key} ${numRequeues}`);
  const running = runWorker({
    queue,
    clock,
    maxRetries,
    reconcile: async (key, worker) => {
      told.push(`${clock.now()} worker ${worker} ${key}`);
      const before = failures.get(key) ?? 0;
      failures.set(key, before + 1);
      if (before < times) throw new Error('not now');
    },
    observer: { requeued: tell('requeued'), forgotten: tell('forgotten'), dropped: tell('dropped') },
  });
  return { clock, queue, told, running };
}

describe('a worker', () => {
  test('forgets a key that went well', async () => {
    const { clock, queue, told } = failing(0);
    queue.add('a');
    await clock.advanceAsync(1000);
    expect(told).toEqual(['0 worker 1 a', '0 forgotten a 0']);
    expect(queue.snapshot(9).totals).toEqual({ queued: 0, processing: 0, dirty: 0, waiting: 0 });
  });

  test('tries 5 times more, after 5, 10, 20, 40 and 80 ms, and recovers', async () => {
    const { clock, queue, told } = failing(5);
    queue.add('a');
    await clock.advanceAsync(10_000);
    expect(told).toEqual([
      '0 worker 1 a',
      '0 requeued a 1',
      '5 worker 1 a',
      '5 requeued a 2',
      '15 worker 1 a',
      '15 requeued a 3',
      '35 worker 1 a',
      '35 requeued a 4',
      '75 worker 1 a',
      '75 requeued a 5',
      '155 worker 1 a',
      '155 forgotten a 5',
    ]);
    expect(queue.numRequeues('a')).toBe(0);
  });

  test('drops the key at its 6th failure, and begins anew when it is added again', async () => {
    const { clock, queue, told } = failing(6);
    queue.add('a');
    await clock.advanceAsync(10_000);
    expect(told.at(-1)).toBe('155 dropped a 5');
    expect([queue.numRequeues('a'), queue.snapshot(9).totals.waiting]).toEqual([0, 0]);
    queue.add('a');
    await clock.advanceAsync(1);
    expect(told.at(-1)).toBe('10000 forgotten a 0');
  });

  test.each([
    { name: 'no retry', maxRetries: 0, tries: 1, end: 'dropped' },
    { name: 'one retry', maxRetries: 1, tries: 2, end: 'dropped' },
    { name: 'retries without end', maxRetries: Number.POSITIVE_INFINITY, tries: 13, end: 'forgotten' },
  ])('can be told to make $name', async ({ maxRetries, tries, end }) => {
    const { clock, queue, told } = failing(12, maxRetries);
    queue.add('a');
    await clock.advanceAsync(100_000);
    expect(told.filter((line) => line.includes('worker'))).toHaveLength(tries);
    expect(told.at(-1)).toContain(end);
  });

  test('does a key that was added meanwhile at once, and its retry as well', async () => {
    const { clock, queue } = open();
    const seen: string[] = [];
    void runWorker({
      queue,
      clock,
      reconcile(key) {
        seen.push(`${clock.now()} ${key}`);
        if (seen.length > 1) return;
        queue.add(key);
        throw new Error('not now');
      },
    });
    queue.add('a');
    await clock.advanceAsync(100);
    // An add does not cancel a retry that waits, nor does it in client-go.
    expect(seen).toEqual(['0 a', '0 a', '5 a']);
  });

  test('works on what is queued at the shut down, then ends', async () => {
    const { clock, queue, told, running } = failing(0);
    for (const key of ['a', 'b', 'c']) queue.add(key);
    queue.shutDown();
    await running;
    expect(told.filter((line) => line.includes('forgotten'))).toHaveLength(3);
    expect(clock.pending).toBe(0);
  });

  test('gives the key back even when its observer throws', async () => {
    const { clock, queue } = open();
    const running = runWorker({
      queue,
      clock,
      reconcile: () => {},
      observer: {
        forgotten() {
          throw new Error('observer');
        },
      },
    });
    queue.add('a');
    await expect(running).rejects.toThrow('observer');
    expect(queue.snapshot(9).totals.processing).toBe(0);
  });

  test('gives the event loop a turn, however much there is to do', async () => {
    const { clock, queue } = open();
    let reconciled = 0;
    void runWorker({
      queue,
      clock,
      reconcile: () => {
        reconciled++;
        clock.advance(1);
      },
    });
    for (let number = 0; number < 100; number++) queue.add(`key-${number}`);
    await settle(1);
    expect(reconciled).toBeGreaterThan(0);
    expect(reconciled).toBeLessThan(30);
    await settle(20);
    expect(reconciled).toBe(100);
    queue.shutDown();
  });

  test('takes no retries that are no number', async () => {
    const { clock, queue } = open();
    await expect(runWorker({ queue, clock, reconcile: () => {}, maxRetries: Number.NaN })).rejects.toThrow(
      'maxRetries: expected a number of at least 0, received NaN',
    );
  });
});

/** Workers whose reconciles end when they are told to. */
function manual(count: number) {
  const { clock, queue } = open();
  const holding = new Map<string, () => void>();
  let most = 0;
  const workers = new Workers({
    queue,
    clock,
    count,
    reconcile: (key, worker) =>
      new Promise<void>((resolve) => {
        holding.set(`${worker}:${key}`, resolve);
        most = Math.max(most, holding.size);
      }),
  });
  const finish = async (which: string): Promise<void> => {
    holding.get(which)?.();
    holding.delete(which);
    await settle(1);
  };
  return { queue, workers, holding: () => [...holding.keys()].sort(), finish, most: () => most };
}

describe('workers', () => {
  test('work at the same time, as many as are wanted', async () => {
    const { queue, workers, holding } = manual(2);
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await settle(1);
    expect([holding(), queue.len(), workers.running]).toEqual([['1:a', '2:b'], 1, 2]);
    workers.setCount(3);
    await settle(1);
    expect([holding(), workers.count]).toEqual([['1:a', '2:b', '3:c'], 3]);
  });

  test('of a lower count finish their key and take no other', async () => {
    const { queue, workers, holding, finish } = manual(3);
    for (const key of ['a', 'b', 'c', 'd', 'e']) queue.add(key);
    await settle(1);
    workers.setCount(1);
    expect([workers.count, workers.running]).toEqual([1, 3]);
    await finish('2:b');
    await finish('3:c');
    expect([holding(), workers.running]).toEqual([['1:a'], 1]);
    await finish('1:a');
    expect(holding()).toEqual(['1:d']);
  });

  test('that are idle go home at once when they are too many, and the rest still get every key', async () => {
    const { queue, workers, holding, finish } = manual(3);
    await settle(1);
    workers.setCount(1);
    await settle(1);
    expect(workers.running).toBe(1);
    queue.add('a');
    queue.add('b');
    await settle(1);
    expect(holding()).toEqual(['1:a']);
    await finish('1:a');
    expect(holding()).toEqual(['1:b']);
  });

  test('wanted again while they finish stay, and are never more than wanted', async () => {
    const { queue, workers, holding, finish, most } = manual(2);
    for (const key of ['a', 'b', 'c', 'd']) queue.add(key);
    await settle(1);
    workers.setCount(0);
    workers.setCount(2);
    await settle(1);
    expect(holding()).toEqual(['1:a', '2:b']);
    await finish('2:b');
    await finish('1:a');
    expect([holding(), most()]).toEqual([['1:d', '2:c'], 2]);
  });

  test('paused collect keys, each once, and then go on', async () => {
    const { queue, workers, holding } = manual(1);
    workers.setCount(0);
    await workers.ended();
    for (const key of ['a', 'b', 'a', 'a', 'b']) queue.add(key);
    await settle(1);
    expect([queue.len(), holding()]).toEqual([2, []]);
    workers.setCount(2);
    await settle(1);
    expect(holding()).toEqual(['1:a', '2:b']);
  });

  test('have ended when the queue is shut down and what is held is finished', async () => {
    const { queue, workers, finish } = manual(2);
    queue.add('a');
    await settle(1);
    queue.shutDown();
    await settle(1);
    expect(workers.running).toBe(1);
    await finish('1:a');
    await workers.ended();
    expect(workers.running).toBe(0);
  });

  test.each([{ count: -1 }, { count: 1.5 }, { count: Number.NaN }])('cannot be $count', ({ count }) => {
    const { workers } = manual(1);
    expect(() => workers.setCount(count)).toThrow(
      new TypeError(`count: expected a whole number of at least 0, received ${count}`),
    );
    expect(workers.count).toBe(1);
  });
});

test('a bucket alone counts no failures, so a key is retried without end, as with client-go', async () => {
  const clock = new ManualClock(0);
  const queue = new RateLimitingQueue({ clock, limiter: new BucketRateLimiter(clock, 10, 0) });
  let tries = 0;
  void runWorker({
    queue,
    clock,
    reconcile: () => {
      tries++;
      throw new Error('never');
    },
  });
  queue.add('a');
  await clock.advanceAsync(2000);
  expect(tries).toBe(21);
  queue.shutDown();
});
