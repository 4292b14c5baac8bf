import { type Clock, messageOf, nextTurn, wait } from '../flow/index.ts';
import { IndexFunctionError } from './indexer.ts';
import type { Observe } from './pipeline-event.ts';
import { ClosedQueueError, type PopSource, type ProcessDeltas } from './queue.ts';

/** Then the event loop has its turn. */
const LONGEST_SLICE_MS = 8;
/** Looking at the clock costs as much as a pop. */
const LOOK_EVERY = 16;
const PAUSE_AFTER_CRASH_MS = 1000;

export interface PopLoop<T> {
  readonly queue: PopSource<T>;
  readonly process: ProcessDeltas<T>;
  readonly clock: Clock;
  readonly observe?: Observe | undefined;
  /** An object could not be processed; the loop goes on. */
  readonly onProcessError: () => void;
}

/** Pops until the queue is closed and empty. Rejects only when an index function threw: nothing is true after that. */
export async function runPopLoop<T>(loop: PopLoop<T>): Promise<void> {
  for (;;) {
    try {
      await popAll(loop);
      return;
    } catch (cause) {
      if (cause instanceof IndexFunctionError) throw cause;
      loop.observe?.({
        note: 'warning',
        at: loop.clock.now(),
        message: `the loop of the queue crashed: ${messageOf(cause)}`,
      });
      await wait(loop.clock, PAUSE_AFTER_CRASH_MS);
    }
  }
}

async function popAll<T>({ queue, process, clock, observe, onProcessError }: PopLoop<T>): Promise<void> {
  const guarded: ProcessDeltas<T> = (deltas, isInInitialList) => {
    try {
      process(deltas, isInInitialList);
    } catch (cause) {
      if (cause instanceof IndexFunctionError) throw cause;
      onProcessError();
      observe?.({ note: 'process-error', at: clock.now(), message: messageOf(cause) });
    }
  };
  for (;;) {
    try {
      await queue.pop(guarded);
    } catch (cause) {
      if (cause instanceof ClosedQueueError) return;
      throw cause;
    }
    const sliceEnd = clock.now() + LONGEST_SLICE_MS;
    for (let popped = 1; queue.depth > 0 && (popped % LOOK_EVERY !== 0 || clock.now() < sliceEnd); popped++)
      queue.popNow(guarded);
    if (queue.depth > 0) await nextTurn();
  }
}
