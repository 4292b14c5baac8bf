import type { Clock } from '../flow/index.ts';
import type { PopSource, ProcessDeltas } from '../informer/index.ts';

/** The same queue, which also tells how long the processing of each pop took. */
export function timedPops<T>(
  queue: PopSource<T>,
  clock: Pick<Clock, 'now'>,
  onProcessed: (tookMs: number) => void,
): PopSource<T> {
  const timed =
    (process: ProcessDeltas<T>): ProcessDeltas<T> =>
    (deltas, isInInitialList) => {
      const start = clock.now();
      process(deltas, isInInitialList);
      onProcessed(clock.now() - start);
    };
  return {
    get depth() {
      return queue.depth;
    },
    pop: (process) => queue.pop(timed(process)),
    popNow: (process) => queue.popNow(timed(process)),
  };
}
