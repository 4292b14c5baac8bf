import type { Clock } from '../flow/index.ts';

/** Another time that runs `speed` times as fast and stands at `startAt` now. */
export function scaledClock(clock: Clock, { speed, startAt }: { speed: number; startAt: number }): Clock {
  const origin = clock.now();
  return {
    now: () => startAt + (clock.now() - origin) * speed,
    after: (ms, f) => clock.after(ms / speed, f),
    every: (ms, f) => clock.every(ms / speed, f),
  };
}
