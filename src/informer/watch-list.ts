import type { Clock } from '../flow/index.ts';
import {
  type ApiFailure,
  failureOf,
  isExpired,
  isRefused,
  isTooLarge,
  isTooManyRequests,
  type KubeObject,
  type ListerWatcher,
  type Watcher,
} from '../kube/index.ts';
import { Indexer } from './indexer.ts';
import type { Observe } from './pipeline-event.ts';
import { readWatch, type WatchReading } from './watch-events.ts';

const WARN_EVERY_MS = 10_000;

export interface WatchListOptions<T extends KubeObject> {
  readonly name: string;
  readonly listerWatcher: ListerWatcher<T>;
  readonly transform: ((object: T) => T) | undefined;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly observe: Observe | undefined;
  readonly expected: WatchReading<T>['expected'];
  readonly timeoutSeconds: () => number;
  /** The one to start at: '' for none. Asked anew for each try. */
  readonly resourceVersion: () => string;
  readonly onExpired: () => void;
  readonly onProgress: (received: number) => void;
  readonly onSkipped: () => void;
  readonly backoff: (failure: ApiFailure) => Promise<void>;
  readonly onMalformed: (reason: string) => void;
}

export interface WatchListResult<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** Still open: the changes follow in it. */
  readonly watcher: Watcher;
  readonly startedAt: number;
}

/**
 * All objects by a watch that begins with them (KEP-3157): no list, no page, no moment in between.
 *
 * Undefined when it was stopped. Rejects with an ApiFailure when the server cannot do it, as one with the feature off.
 */
export async function watchList<T extends KubeObject>(
  options: WatchListOptions<T>,
): Promise<WatchListResult<T> | undefined> {
  while (!options.signal.aborted) {
    try {
      const result = await attempt(options);
      if (result !== undefined) return result;
    } catch (thrown) {
      if (options.signal.aborted) return undefined;
      const failure = failureOf(thrown);
      if (isRefused(failure) || isTooManyRequests(failure)) await options.backoff(failure);
      else if (isExpired(failure) || isTooLarge(failure)) options.onExpired();
      else throw failure;
    }
  }
  return undefined;
}

/** Undefined: the watch closed before its time, so all begins anew with an empty store. */
async function attempt<T extends KubeObject>(options: WatchListOptions<T>): Promise<WatchListResult<T> | undefined> {
  const { listerWatcher, clock, signal, observe, transform } = options;
  const startedAt = clock.now();
  const timeoutSeconds = options.timeoutSeconds();
  const resourceVersion = options.resourceVersion();
  const watcher = await listerWatcher.watch(
    {
      resourceVersion,
      resourceVersionMatch: 'NotOlderThan',
      timeoutSeconds,
      allowWatchBookmarks: true,
      sendInitialEvents: true,
    },
    signal,
    options.onMalformed,
  );
  observe?.({ note: 'watch-open', at: clock.now(), resourceVersion, timeoutSeconds });
  const store = new Indexer<T>({ transform });
  let last = '';
  let lastEventAt: number | undefined;
  const stopWarning = warnWhileLate(options, startedAt, () => lastEventAt);
  const outcome = await readWatch<T>({
    ...options,
    watcher,
    source: 'watchList',
    store,
    startedAt,
    isOrderedFromStart: true,
    endsWithInitialEvents: true,
    onResourceVersion: (received) => {
      last = received;
    },
    onEvent: () => {
      lastEventAt = clock.now();
      options.onProgress(store.size);
    },
    onBookmark: () => {},
  });
  stopWarning();
  if (outcome.kind === 'failed') throw outcome.failure;
  if (outcome.kind !== 'initial-events-end') return undefined;
  return { items: store.list(), resourceVersion: last, watcher, startedAt };
}

/** A server that does not know the parameter sends no such bookmark: the watch then idles until its timeout. */
function warnWhileLate<T extends KubeObject>(
  options: WatchListOptions<T>,
  startedAt: number,
  lastEventAt: () => number | undefined,
): () => void {
  const { clock, name, observe } = options;
  return clock.every(WARN_EVERY_MS, () => {
    const now = clock.now();
    const last = lastEventAt();
    if (last !== undefined && now - last < WARN_EVERY_MS) return;
    const message =
      last === undefined
        ? `${name}: awaiting required bookmark event for initial events stream, no events received for ${seconds(now - startedAt)}`
        : `${name}: hasn't received required bookmark event marking the end of initial events stream, received last event ${seconds(now - last)} ago`;
    observe?.({ note: 'initial-events-late', at: now, message });
  });
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)}s`;
