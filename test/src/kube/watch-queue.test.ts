import { expect, test } from 'vitest';
import type { ApiFailure } from '../../../src/kube/index.ts';
import { WatchQueue } from '../../../src/kube/watch-queue.ts';

function queueWithLog() {
  const log: string[] = [];
  const queue = new WatchQueue({
    pause: () => log.push('pause'),
    resume: () => log.push('resume'),
    stop: () => log.push('stop'),
  });
  return { queue, log };
}

const event = (number: number) => ({ type: 'ADDED', object: number });
const numbers = async (queue: WatchQueue, count: number): Promise<unknown[]> => {
  const taken: unknown[] = [];
  for (let index = 0; index < count; index++) taken.push((await queue.next()).value?.object);
  return taken;
};

test('the source is asked to pause at 1,024 events and to go on at 256', async () => {
  const { queue, log } = queueWithLog();
  for (let number = 0; number < 1023; number++) queue.push(event(number));
  expect(log).toEqual([]);
  queue.push(event(1023));
  expect(log).toEqual(['pause']);
  await numbers(queue, 767);
  expect(log).toEqual(['pause']);
  await numbers(queue, 1);
  expect(log).toEqual(['pause', 'resume']);
});

test('events keep their order over many pauses', async () => {
  const { queue } = queueWithLog();
  const taken: unknown[] = [];
  for (let round = 0; round < 20; round++) {
    for (let number = 0; number < 1500; number++) queue.push(event(round * 1500 + number));
    taken.push(...(await numbers(queue, 1400)));
  }
  taken.push(...(await numbers(queue, 2000)));
  expect(taken).toEqual(Array.from({ length: 30_000 }, (_, number) => number));
});

test('a failure comes after the events before it, once, and then it is over', async () => {
  const { queue } = queueWithLog();
  const failure: ApiFailure = { kind: 'network', cause: new Error('cut') };
  queue.push(event(1));
  queue.fail(failure);
  queue.push(event(2));
  expect(await numbers(queue, 1)).toEqual([1]);
  await expect(queue.next()).rejects.toBe(failure);
  expect(await queue.next()).toEqual({ value: undefined, done: true });
});

test.each([
  { name: 'an event', act: (queue: WatchQueue) => queue.push(event(7)), outcome: { value: event(7), done: false } },
  { name: 'the end', act: (queue: WatchQueue) => queue.end(), outcome: { value: undefined, done: true } },
  { name: 'being stopped', act: (queue: WatchQueue) => queue.stop(), outcome: { value: undefined, done: true } },
])('a reader that waits is woken by $name', async ({ act, outcome }) => {
  const { queue } = queueWithLog();
  const next = queue.next();
  act(queue);
  expect(await next).toEqual(outcome);
});

test('a reader that waits is woken by a failure', async () => {
  const { queue } = queueWithLog();
  const next = queue.next();
  queue.fail({ kind: 'refused' });
  await expect(next).rejects.toEqual({ kind: 'refused' });
});

test('stopping throws away what waits and stops the source, once', async () => {
  const { queue, log } = queueWithLog();
  queue.push(event(1));
  queue.stop();
  queue.stop();
  expect(await queue.next()).toEqual({ value: undefined, done: true });
  expect(log).toEqual(['stop']);
});

test('leaving a loop over it stops it', async () => {
  const { queue, log } = queueWithLog();
  queue.push(event(1));
  queue.push(event(2));
  for await (const { object } of queue) {
    expect(object).toBe(1);
    break;
  }
  expect(log).toEqual(['stop']);
});
