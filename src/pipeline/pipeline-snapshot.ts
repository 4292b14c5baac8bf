import type { IndexFacts, ListenerState, NoteEvent, QueueEntry, StepEvent, SyncState } from '../informer/index.ts';
import type { LimiterTerm, WorkQueueSnapshot } from '../workqueue/index.ts';
import type { LimiterName } from './limiters.ts';

export type StepNumber = StepEvent['step'];

/** What the pipeline screen shows: one value, made when a frame asks. Times are ms since the epoch by the pipeline's clock. */
export interface PipelineSnapshot {
  readonly at: number;
  /** Of the least fresh informer. */
  readonly sync: SyncState;
  readonly hasSynced: boolean;
  readonly resourceVersion: string;
  readonly reflector: ReflectorState;
  /** Nine, in order. */
  readonly steps: readonly StepState[];
  readonly lag: LagState;
  readonly fifo: FifoState;
  readonly indexer: IndexerState;
  readonly listeners: readonly ListenerState[];
  readonly controller: ControllerState;
  readonly faults: readonly ArmedFault[];
  /** Whether the loop that pops the FIFO is held. */
  readonly isPopPaused: boolean;
  /** Of the followed key; undefined: no key is followed, or nothing of it was seen yet. */
  readonly journey: Journey | undefined;
  readonly followedKey: string | undefined;
  /** Keys that changed last, newest first. */
  readonly recentKeys: readonly string[];
  /** Oldest first. */
  readonly timeLine: readonly TimeLineEntry[];
  readonly events: { readonly kept: number; readonly lost: number; readonly total: number };
}

/** Lists and watches since the start, over all informers. */
export interface ReflectorState {
  readonly lists: number;
  readonly watches: number;
  readonly bookmarks: number;
  readonly relists: number;
  /** 410s: on a list, a watch or in a watch's event. */
  readonly gone: number;
  readonly backoffs: number;
  readonly shortWatches: number;
  readonly malformedLines: number;
  readonly skippedEvents: number;
  readonly processErrors: number;
  readonly handlerErrors: number;
  /** Of the watch that is open longest; undefined: none is open. */
  readonly watchOpenSince: number | undefined;
  /** The wait that is under way. */
  readonly backoff: { readonly delayMs: number; readonly until: number; readonly reason: string } | undefined;
}

export interface StepState {
  readonly step: StepNumber;
  readonly total: number;
  /** Mean of the last ten whole seconds. */
  readonly perSecond: number;
  /** Events in each of the last 60 whole seconds, oldest first. */
  readonly slots: readonly number[];
  /** '' while nothing came. */
  readonly lastKey: string;
  readonly lastAt: number | undefined;
  /** From the step before, of the same change. */
  readonly latency: Latency | undefined;
}

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly samples: number;
}

/** From step 1 to the end of the way: the last handler told (6), or with a controller the object read (9). */
export interface LagState {
  readonly toStep: 6 | 9;
  /** Of the changes that came through lately. */
  readonly latency: Latency | undefined;
  /** Of the change that came through last. */
  readonly lastMs: number | undefined;
  /** Age of the oldest thing that waits anywhere: FIFO, listeners, work queue. */
  readonly oldestMs: number | undefined;
}

export interface FifoState {
  readonly kind: 'delta' | 'real';
  readonly depth: number;
  readonly oldestSince: number | undefined;
  readonly entries: readonly QueueEntry[];
}

export interface IndexerState {
  readonly objects: number;
  readonly resourceVersion: string;
  readonly indexes: readonly IndexFacts[];
  /** Operations of step 4: how many altogether, and a second. */
  readonly operations: Readonly<Record<'add' | 'update' | 'delete', { total: number; perSecond: number }>>;
}

export type ControllerState =
  | { readonly kind: 'off' }
  /** The workers wait until the informers have synced. */
  | (RunningController & { readonly kind: 'syncing' })
  | (RunningController & { readonly kind: 'running' });

export interface RunningController {
  readonly workers: number;
  readonly busy: number;
  readonly isPaused: boolean;
  readonly maxRetries: number;
  readonly limiter: LimiterName;
  readonly queue: WorkQueueSnapshot;
  /** When the key that waits longest in the queue was added. */
  readonly oldestSince: number | undefined;
  /** Of each waiting key of `queue`: what the next wait would be made of. */
  readonly nextDelays: readonly { readonly key: string; readonly term: LimiterTerm }[];
  readonly adds: number;
  /** Adds of keys that were dirty already. */
  readonly collapsed: number;
  readonly retries: number;
  readonly requeued: number;
  readonly forgotten: number;
  readonly dropped: number;
  /** Reads of step 9 that found no object: it was deleted. */
  readonly notFound: number;
}

export interface ArmedFault {
  /** As a call: `dropWatch()`, `slowHandler(controller, 500)`. */
  readonly fault: string;
  /** How often it will still strike; a pause has 1 until it ends. */
  readonly left: number;
}

/** One object's way through the steps, from the first change that is not popped yet when it comes. */
export interface Journey {
  readonly key: string;
  readonly startedAt: number;
  /** In the order in which they happened; the first is a step 1 unless that was lost. */
  readonly steps: readonly StepEvent[];
}

export interface TimeLineEntry {
  readonly informer: string;
  readonly note: NoteEvent;
}
