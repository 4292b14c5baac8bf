import { describe, expect, test } from 'vitest';
import { WorkQueue } from '../../../src/workqueue/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';

const open = () => {
  const clock = new ManualClock(0);
  return { clock, queue: new WorkQueue({ clock }) };
};

async function taken(queue: WorkQueue): Promise<string> {
  const next = await queue.get();
  return next === 'shutdown' ? next : next.key;
}

/** Whether a promise has been kept by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  await settle(1);
  return (await Promise.race([promise, pending])) !== pending;
}

describe('a key', () => {
  test('is handed out once, however often it was added, in the order of its first add', async () => {
    const { queue } = open();
    for (const key of ['a', 'b', 'a', 'a', 'b']) queue.add(key);
    expect(queue.len()).toBe(2);
    expect([await taken(queue), await taken(queue)]).toEqual(['a', 'b']);
    expect(queue.len()).toBe(0);
  });

  test('added while it is processed comes back after done, once, behind those that wait', async () => {
    const { queue } = open();
    queue.add('a');
    await taken(queue);
    queue.add('a');
    queue.add('a');
    queue.add('b');
    expect(queue.len()).toBe(1);
    queue.done('a');
    expect([await taken(queue), await taken(queue)]).toEqual(['b', 'a']);
    queue.done('a');
    expect(queue.len()).toBe(0);
  });

  test.each([
    { name: 'unknown', key: 'never' },
    { name: 'queued and held by nobody', key: 'a' },
  ])('done of one that is $name changes nothing', async ({ key }) => {
    const { queue } = open();
    queue.add('a');
    queue.done(key);
    expect(queue.len()).toBe(1);
    expect(await taken(queue)).toBe('a');
  });
});

describe('a waiting worker', () => {
  test('gets a key that is added later, and adds of the same moment count as one', async () => {
    const { queue } = open();
    const [first, second] = [taken(queue), taken(queue)];
    queue.add('a');
    queue.add('a');
    expect(await first).toBe('a');
    expect(await isSettled(second)).toBe(false);
    queue.add('b');
    expect(await second).toBe('b');
  });

  test('that was waiting longest is served first', async () => {
    const { queue } = open();
    const got: string[] = [];
    for (const worker of ['1', '2', '3'])
      void queue.get().then((next) => got.push(`${worker}:${next === 'shutdown' ? next : next.key}`));
    for (const key of ['a', 'b', 'c']) queue.add(key);
    await settle(1);
    expect(got).toEqual(['1:a', '2:b', '3:c']);
  });

  test('that gives up leaves its key to another', async () => {
    const { queue } = open();
    const stop = new AbortController();
    const leaving = queue.get({ signal: stop.signal });
    const staying = taken(queue);
    queue.add('a');
    stop.abort();
    expect(await leaving).toBe('shutdown');
    expect(await staying).toBe('a');
  });

  test('that gives up while nothing is there is sent home', async () => {
    const { queue } = open();
    const stop = new AbortController();
    const leaving = queue.get({ signal: stop.signal });
    await settle(1);
    stop.abort();
    expect(await leaving).toBe('shutdown');
    queue.add('a');
    expect(await taken(queue)).toBe('a');
  });
});

describe('shut down', () => {
  test('hands out what is queued, takes nothing more, then sends all home', async () => {
    const { queue } = open();
    queue.add('a');
    queue.shutDown();
    queue.add('b');
    expect([await taken(queue), await taken(queue)]).toEqual(['a', 'shutdown']);
    expect(queue.isShuttingDown()).toBe(true);
  });

  test('sends home every worker that waits', async () => {
    const { queue } = open();
    const waiting = [taken(queue), taken(queue), taken(queue)];
    await settle(1);
    queue.shutDown();
    expect(await Promise.all(waiting)).toEqual(['shutdown', 'shutdown', 'shutdown']);
  });

  test('with drain waits until nobody holds a key, and for a key that came back', async () => {
    const { queue } = open();
    queue.add('a');
    queue.add('b');
    for (const _ of ['a', 'b']) await taken(queue);
    queue.add('a');
    const drained = queue.shutDownWithDrain();
    queue.done('b');
    queue.done('a');
    expect(await isSettled(drained)).toBe(false);
    expect(await taken(queue)).toBe('a');
    queue.done('a');
    await drained;
    expect(await taken(queue)).toBe('shutdown');
  });

  test('with drain ends at once when nobody holds a key', async () => {
    const { queue } = open();
    queue.add('a');
    await queue.shutDownWithDrain();
    expect(await taken(queue)).toBe('a');
  });

  test('without drain ends the wait of one with drain', async () => {
    const { queue } = open();
    queue.add('a');
    await taken(queue);
    const drained = [queue.shutDownWithDrain(), queue.shutDownWithDrain()];
    expect(await isSettled(Promise.race(drained))).toBe(false);
    queue.shutDown();
    await Promise.all(drained);
  });
});

test('a snapshot shows what is queued, processed and dirty, no more keys than asked for and all in its totals', async () => {
  const { queue, clock } = open();
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    queue.add(key);
    clock.advance(10);
  }
  for (const worker of ['1', '2']) await queue.get({ worker });
  clock.advance(5);
  queue.add('b');
  expect(queue.snapshot(2)).toEqual({
    queued: [
      { key: 'c', addedAt: 20 },
      { key: 'd', addedAt: 30 },
    ],
    processing: [
      { key: 'a', since: 50, worker: '1', isDirty: false },
      { key: 'b', since: 50, worker: '2', isDirty: true },
    ],
    dirty: ['c', 'd'],
    waiting: [],
    totals: { queued: 3, processing: 2, dirty: 4, waiting: 0 },
  });
});

test('an observer is told of each change after it, with its times', async () => {
  const clock = new ManualClock(0);
  const told: unknown[] = [];
  const queue: WorkQueue = new WorkQueue({
    clock,
    observer: {
      added: (key, deduplicated) => told.push(['added', key, deduplicated, queue.len()]),
      got: (key, waitedMs, worker) => told.push(['got', key, waitedMs, worker, queue.len()]),
      done: (key, tookMs) => told.push(['done', key, tookMs, queue.len()]),
    },
  });
  queue.add('a');
  clock.advance(7);
  queue.add('a');
  await queue.get({ worker: '1' });
  clock.advance(3);
  queue.add('a');
  clock.advance(2);
  queue.done('a');
  await queue.get({ worker: '2' });
  expect(told).toEqual([
    ['added', 'a', false, 1],
    ['added', 'a', true, 1],
    ['got', 'a', 7, '1', 0],
    ['added', 'a', false, 0],
    ['done', 'a', 5, 1],
    ['got', 'a', 2, '2', 0],
  ]);
});
