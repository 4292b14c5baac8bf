export type Cancel = () => void;

/** Time as a parameter. `now()` is milliseconds since the epoch and never goes backwards within a process. */
export interface Clock {
  now(): number;
  /** Runs `f` once after `ms`. */
  after(ms: number, f: () => void): Cancel;
  /** Runs `f` each `ms` until cancelled. */
  every(ms: number, f: () => void): Cancel;
}

/** Resolves after `ms`, or at once when the signal aborts (then with false). */
export function wait(clock: Clock, ms: number, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const onAbort = () => {
      cancel();
      resolve(false);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve(true);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
