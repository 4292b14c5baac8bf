import { expect, test } from 'vitest';
import { JumpingClock } from './jumping-clock.ts';

test('what became due in a jump runs at once and in order, what did not stays, what was cancelled does not', () => {
  const clock = new JumpingClock();
  const ran: string[] = [];
  const before = clock.now();
  const cancels = [
    clock.after(20_000, () => ran.push('second')),
    clock.after(10_000, () => ran.push('first')),
    clock.after(90_000, () => ran.push('later')),
    clock.every(30_000, () => ran.push('each')),
    clock.after(40_000, () => cancels[5]?.()),
    clock.after(50_000, () => ran.push('cancelled by one before it')),
  ];
  clock.jump(60_000);
  expect(ran).toEqual(['first', 'second', 'each']);
  expect(clock.now() - before).toBeGreaterThanOrEqual(60_000);
  clock.jump(60_000);
  expect(ran).toEqual(['first', 'second', 'each', 'later', 'each']);
  for (const cancel of cancels) cancel();
});
