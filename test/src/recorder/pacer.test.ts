import { expect, test } from 'vitest';
import { Pacer } from '../../../src/recorder/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';

function start(speed = 1) {
  const clock = new ManualClock();
  const stop = new AbortController();
  const pacer = new Pacer({ clock, speed, signal: stop.signal });
  const passed: number[] = [];
  const loop = (async () => {
    for (const at of [1_000_000, 2_000_000, 10_000_000]) {
      if (!(await pacer.until(at))) return 'ended';
      passed.push(at / 1_000_000);
    }
    return 'done';
  })();
  return { clock, stop, pacer, passed, loop };
}

test('events pass at their time, sooner when faster', async () => {
  const { clock, passed, loop } = start(2);
  await clock.advanceAsync(499);
  expect(passed).toEqual([]);
  await clock.advanceAsync(502);
  expect(passed).toEqual([1, 2]);
  await clock.advanceAsync(4000);
  expect(await loop).toBe('done');
});

test('paused time does not count; a step lets one pass', async () => {
  const { clock, pacer, passed } = start();
  await clock.advanceAsync(500);
  pacer.toggle();
  await clock.advanceAsync(60_000);
  expect(passed).toEqual([]);
  pacer.step();
  await settle();
  expect(passed).toEqual([1]);
  pacer.toggle();
  await clock.advanceAsync(999);
  expect(passed).toEqual([1]);
  await clock.advanceAsync(2);
  expect(passed).toEqual([1, 2]);
});

test('an end is seen at once', async () => {
  const { stop, loop } = start();
  await settle();
  stop.abort();
  expect(await loop).toBe('ended');
});
