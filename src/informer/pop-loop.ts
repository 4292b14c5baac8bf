import { type Clock, messageOf, nextTurn, wait } from '../flow/index.ts';
import { IndexFunctionError } from './indexer.ts';
import type { Observe } from './pipeline-event.ts';
import { ClosedQueueError, type ProcessDeltas, type Queue } from './queue.ts';

/** Then the event loop has its turn. */
const LONGEST_SLICE_MS = 8;
const PAUSE_AFTER_CRASH_MS = 1000;

export interface PopLoop<T> {
  readonly queue: Queue<T>;
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
  let sliceStart: number | undefined;
  for (;;) {
    // Whoever waits for a key has had its turn.
    if (queue.depth === 0) sliceStart = undefined;
    try {
      await queue.pop(guarded);
    } catch (cause) {
      if (cause instanceof ClosedQueueError) return;
      throw cause;
    }
    const now = clock.now();
    sliceStart ??= now;
    if (now - sliceStart < LONGEST_SLICE_MS) continue;
    await nextTurn();
    sliceStart = undefined;
  }
}
