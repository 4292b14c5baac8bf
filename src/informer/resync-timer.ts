import { type Cancel, type Clock, messageOf } from '../flow/index.ts';

export interface ResyncOptions {
  readonly clock: Clock;
  /** 0: never. */
  readonly periodMs: number;
  /** Whether anybody wants one now; absent: always. */
  readonly shouldResync: (() => boolean) | undefined;
  readonly resync: () => void;
  readonly onError: (cause: Error) => void;
}

/** Tells the store to say everything again, each period, until it is stopped or fails. Returns what stops it. */
export function startResync(options: ResyncOptions): Cancel {
  const { clock, periodMs } = options;
  if (periodMs === 0) return () => {};
  let cancel: Cancel = () => {};
  const fire = (): void => {
    try {
      if (options.shouldResync?.() ?? true) options.resync();
    } catch (cause) {
      options.onError(cause instanceof Error ? cause : new Error(messageOf(cause), { cause }));
      return;
    }
    cancel = clock.after(periodMs, fire);
  };
  cancel = clock.after(periodMs, fire);
  return () => cancel();
}
