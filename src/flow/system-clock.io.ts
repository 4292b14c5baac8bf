import type { Cancel, Clock } from './clock.ts';

/** Node clamps longer timers to 1 ms with a warning. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Read once: the getter costs more than the time itself. */
const { timeOrigin } = performance;

/** The real clock: the monotonic one, counted from the epoch. */
export const systemClock: Clock = {
  now: () => timeOrigin + performance.now(),
  after(ms: number, f: () => void): Cancel {
    const timer = setTimeout(f, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  every(ms: number, f: () => void): Cancel {
    const timer = setInterval(f, Math.min(Math.max(1, ms), LONGEST_TIMER_MS));
    return () => clearInterval(timer);
  },
};

/** Gives the event loop a turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
