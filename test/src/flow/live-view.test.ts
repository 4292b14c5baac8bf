import { expect, test } from 'vitest';
import { LiveView, startFrames } from '../../../src/flow/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';

test('a thousand changes between two frames are one read and one notification', () => {
  const clock = new ManualClock();
  let value = 0;
  let reads = 0;
  const view = new LiveView(() => {
    reads++;
    return { value };
  });
  let told = 0;
  view.subscribe(() => told++);
  startFrames(clock, 10, [view]);
  reads = 0;
  for (let change = 0; change < 1000; change++) {
    value = change;
    view.invalidate();
  }
  clock.advance(100);
  expect([reads, told, view.getSnapshot().value]).toEqual([1, 1, 999]);
  clock.advance(1000);
  expect([reads, told]).toEqual([1, 1]);
});

test('the snapshot stays the same object until a flush', () => {
  let value = 1;
  const view = new LiveView(() => ({ value }));
  view.subscribe(() => {});
  const before = view.getSnapshot();
  value = 2;
  view.invalidate();
  expect(view.getSnapshot()).toBe(before);
  view.flush();
  expect(view.getSnapshot()).toEqual({ value: 2 });
});

test('a view that nobody looks at is never read, and the first who looks sees the newest state', () => {
  let reads = 0;
  const view = new LiveView(() => ++reads);
  view.invalidate();
  view.flush();
  expect(reads).toBe(1);
  view.subscribe(() => {});
  expect(view.getSnapshot()).toBe(2);
});

test('frames stop when they are told to', () => {
  const clock = new ManualClock();
  let flushes = 0;
  const stop = startFrames(clock, 10, [{ flush: () => flushes++ }]);
  clock.advance(300);
  stop();
  clock.advance(1000);
  expect(flushes).toBe(3);
});
