import { wait } from '../flow/index.ts';
import {
  type ApiFailure,
  failureOf,
  failureText,
  isExpired,
  isInternalError,
  isRefused,
  isTooLarge,
  isTooManyRequests,
  type KubeObject,
  type ListerWatcher,
  metaNamespaceKey,
  type Watcher,
} from '../kube/index.ts';
import { Backoff } from './backoff.ts';
import { Freshness } from './freshness.ts';
import { InternalErrorRetry } from './internal-error-retry.ts';
import { listPages, type PagedList } from './list-pager.ts';
import type { ReflectorStore } from './queue.ts';
import { type CheckedOptions, checkReflectorOptions, type ReflectorOptions } from './reflector-options.ts';
import { startResync } from './resync-timer.ts';
import type { SyncState } from './sync-state.ts';
import { isTable, readWatch, VeryShortWatchError, type WatchOutcome } from './watch-events.ts';
import { watchList } from './watch-list.ts';

const DEFAULT_PAGE_SIZE = 500;
const FROM_CACHE = '0';

/** Told when listing or watching failed, before the wait. It may look, not touch: the resourceVersion stays. */
export type WatchErrorHandler<T extends KubeObject> = (reflector: Reflector<T>, error: Error) => void;

/**
 * Keeps a store equal to what a server has: lists once, then follows the watch, for ever.
 *
 * Invariant: only the signal ends it. A watch that ends is opened again where it ended; a list follows only when the
 * server has forgotten that place.
 */
export class Reflector<T extends KubeObject> {
  readonly #listerWatcher: ListerWatcher<T>;
  readonly #store: ReflectorStore<T>;
  readonly #options: CheckedOptions;
  readonly #onError: WatchErrorHandler<T>;
  readonly #backoff: Backoff;
  readonly #freshness: Freshness;
  #lastSync = '';
  #lastSyncUnavailable = false;
  #paginatedResult = false;
  #lastFailure: ApiFailure | undefined;

  constructor(
    listerWatcher: ListerWatcher<T>,
    store: ReflectorStore<T>,
    options: ReflectorOptions & { watchErrorHandler?: WatchErrorHandler<T> | undefined },
  ) {
    this.#listerWatcher = listerWatcher;
    this.#store = store;
    this.#options = checkReflectorOptions(options);
    this.#onError = options.watchErrorHandler ?? ((_, error) => this.#noteError(error));
    this.#backoff = new Backoff(options.clock, options.random);
    this.#freshness = new Freshness(options.clock);
  }

  lastSyncResourceVersion(): string {
    return this.#lastSync;
  }

  syncState(): SyncState {
    return this.#freshness.state(this.#lastSync);
  }

  /** Lists and watches until stopped, with a wait after each time, whether it failed or not. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.listAndWatch(signal);
      } catch (thrown) {
        if (signal.aborted) return;
        const error = thrown as Error;
        this.#lastFailure = failureOf(error);
        this.#onError(this, error);
      }
      if (!signal.aborted)
        await this.#wait(this.#lastFailure ?? { kind: 'network', cause: new Error('the watch ended') }, signal);
    }
  }

  /** Resolves when the store has to be listed anew, or when stopped. Rejects with an Error whose cause is an ApiFailure. */
  async listAndWatch(signal: AbortSignal): Promise<void> {
    const initial = this.#options.watchList === true ? await this.#watchList(signal) : undefined;
    if (initial === undefined && !signal.aborted) await this.#list(signal);
    if (signal.aborted) {
      initial?.stop();
      return;
    }
    const broken = new AbortController();
    const { clock, resyncPeriodMs, shouldResync } = this.#options;
    const stopResync = startResync({
      clock,
      periodMs: resyncPeriodMs,
      shouldResync,
      resync: () => this.#store.resync(),
      onError: (cause) => broken.abort(cause),
    });
    try {
      await this.#watch(signal, broken.signal, initial);
    } finally {
      stopResync();
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { name, clock, observe, counters } = this.#options;
    const start = clock.now();
    counters.add('lists');
    if (this.#lastSync !== '')
      observe?.({
        note: 'relist',
        at: start,
        reason: this.#lastFailure === undefined ? 'the watch ended' : failureText(this.#lastFailure),
      });
    this.#freshness.listStarts();
    let list: PagedList<T> | undefined;
    try {
      list = await this.#listFrom(signal);
      if (list === undefined || signal.aborted) return;
      this.#sync(list);
    } catch (cause) {
      if (signal.aborted) return;
      throw new Error(`failed to list ${name}: ${textOf(cause)}`, { cause });
    }
    observe?.({
      note: 'list-end',
      at: clock.now(),
      items: list.items.length,
      resourceVersion: list.resourceVersion,
      isPaginated: list.isPaginated,
      tookMs: clock.now() - start,
    });
  }

  /** One list at the version known, and if that is too old, or too new, at once one at whatever the server has. */
  async #listFrom(signal: AbortSignal): Promise<PagedList<T> | undefined> {
    const resourceVersion = this.#relistVersion();
    const pageSize = this.#pageSize(resourceVersion);
    try {
      return await this.#pages(resourceVersion, pageSize, signal);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (signal.aborted) return undefined;
      if (!isExpired(failure) && !isTooLarge(failure)) throw failure;
      this.#noteGone('list', failure);
      this.#lastSyncUnavailable = true;
      return await this.#pages(this.#relistVersion(), pageSize, signal);
    }
  }

  async #pages(resourceVersion: string, pageSize: number, signal: AbortSignal): Promise<PagedList<T>> {
    const { clock, observe } = this.#options;
    observe?.({ note: 'list-start', at: clock.now(), resourceVersion, limit: pageSize });
    const list = await listPages({
      listerWatcher: this.#listerWatcher,
      resourceVersion,
      pageSize,
      signal,
      onProgress: (received, remaining) => this.#freshness.listing(received, remaining),
      onPage: (page) => {
        const at = clock.now();
        observe?.({ note: 'list-page', at, items: page.items.length, remaining: page.remainingItemCount });
        if (observe === undefined) return;
        for (const object of page.items) {
          if (observe.passesOver?.(1)) continue;
          observe({
            step: 1,
            key: metaNamespaceKey(object),
            resourceVersion: object.metadata.resourceVersion,
            source: 'list',
            eventType: 'ADDED',
            at,
          });
        }
      },
    });
    // The watch cache would have answered in one piece: it is off, and every list is worth pages.
    if (resourceVersion === FROM_CACHE && list.isPaginated) this.#paginatedResult = true;
    return list;
  }

  #sync(list: PagedList<T>): void {
    if (isTable(list))
      throw new Error(`unsupported list gvk: ${list.apiVersion}, Kind=${list.kind}, type: ${this.#options.name}`);
    this.#lastSyncUnavailable = false;
    this.#replace(list.items, list.resourceVersion, 'unable to sync list result');
  }

  #replace(items: readonly T[], resourceVersion: string, failed: string): void {
    try {
      this.#store.replace(items, resourceVersion);
    } catch (cause) {
      throw new Error(`${failed}: ${textOf(cause)}`, { cause });
    }
    this.#lastSync = resourceVersion;
  }

  /** The watch that stays open after it has brought everything; undefined when a list has to do, or when stopped. */
  async #watchList(signal: AbortSignal): Promise<Watcher | undefined> {
    const { clock, observe, counters } = this.#options;
    this.#freshness.listStarts();
    try {
      const result = await watchList({
        ...this.#reading(signal),
        listerWatcher: this.#listerWatcher,
        transform: this.#store.transform,
        timeoutSeconds: () => this.#timeoutSeconds(),
        resourceVersion: () => (this.#lastSyncUnavailable ? '' : this.#lastSync),
        onExpired: () => {
          this.#lastSyncUnavailable = true;
        },
        onProgress: (received) => this.#freshness.listing(received, undefined),
        backoff: (failure) => this.#wait(failure, signal),
        onMalformed: this.#onMalformed,
      });
      if (result === undefined) return undefined;
      counters.add('watches');
      this.#lastSyncUnavailable = false;
      this.#replace(result.items, result.resourceVersion, 'unable to sync watch-list result');
      return result.watcher;
    } catch (thrown) {
      observe?.({
        note: 'warning',
        at: clock.now(),
        message: `${this.#options.name}: falling back to a list: ${textOf(thrown)}`,
      });
      return undefined;
    }
  }

  /** Watches until a new list is needed: then resolves; rejects when no watch could be opened. */
  async #watch(signal: AbortSignal, resyncFailed: AbortSignal, initial: Watcher | undefined): Promise<void> {
    const { clock, maxInternalErrorRetryMs } = this.#options;
    const retry = new InternalErrorRetry(clock, maxInternalErrorRetryMs);
    const either = AbortSignal.any([signal, resyncFailed]);
    let watcher = initial;
    while (!signal.aborted) {
      const startedAt = clock.now();
      const resourceVersion = this.#lastSync;
      const isHandedOn = watcher !== undefined;
      watcher ??= await this.#open(resourceVersion, signal);
      if (watcher === undefined) continue;
      this.#freshness.watching();
      const outcome = await this.#read(watcher, {
        startedAt,
        isOrderedFromStart: isHandedOn || (resourceVersion !== '' && resourceVersion !== FROM_CACHE),
        signal: either,
      });
      watcher = undefined;
      if (signal.aborted) return;
      if (resyncFailed.aborted) return this.#endWatch({ kind: 'network', cause: resyncFailed.reason });
      if (outcome.kind !== 'failed') continue;
      if (isTooManyRequests(outcome.failure)) await this.#wait(outcome.failure, signal);
      else if (!isInternalError(outcome.failure) || !retry.shouldRetry()) return this.#endWatch(outcome.failure);
    }
  }

  /** Undefined: after a wait, to be tried again where it was. */
  async #open(resourceVersion: string, signal: AbortSignal): Promise<Watcher | undefined> {
    const { clock, observe, counters, name } = this.#options;
    const timeoutSeconds = this.#timeoutSeconds();
    const options = {
      resourceVersion,
      resourceVersionMatch: '',
      timeoutSeconds,
      allowWatchBookmarks: true,
      sendInitialEvents: false,
    };
    try {
      const watcher = await this.#listerWatcher.watch(options, signal, this.#onMalformed);
      counters.add('watches');
      observe?.({ note: 'watch-open', at: clock.now(), resourceVersion, timeoutSeconds });
      return watcher;
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (signal.aborted) return undefined;
      this.#noteGone('watch', failure);
      if (!isRefused(failure) && !isTooManyRequests(failure))
        throw new Error(`failed to watch ${name}: ${failureText(failure)}`, { cause: failure });
      await this.#wait(failure, signal);
      return undefined;
    }
  }

  #read(
    watcher: Watcher,
    watch: { startedAt: number; isOrderedFromStart: boolean; signal: AbortSignal },
  ): Promise<WatchOutcome> {
    return readWatch<T>({
      ...this.#reading(watch.signal),
      ...watch,
      watcher,
      source: 'watch',
      store: this.#store,
      endsWithInitialEvents: false,
      onResourceVersion: (resourceVersion) => {
        this.#lastSync = resourceVersion;
      },
      onEvent: () => this.#freshness.event(),
      onBookmark: (resourceVersion) => this.#options.onBookmark?.(resourceVersion),
    });
  }

  #reading(signal: AbortSignal) {
    const { name, clock, observe, expected, counters } = this.#options;
    return { name, clock, observe, expected, signal, onSkipped: () => counters.add('skippedEvents') };
  }

  readonly #onMalformed = (reason: string): void => {
    const { counters, observe, clock } = this.#options;
    counters.add('malformedLines');
    observe?.({ note: 'malformed-line', at: clock.now(), reason });
  };

  /** The watch ends without an error of listAndWatch: what follows is a wait and a list. */
  #endWatch(failure: ApiFailure): void {
    const { clock, observe, counters } = this.#options;
    this.#lastFailure = failure;
    this.#noteGone('event', failure);
    if (failure.kind === 'network' && failure.cause instanceof VeryShortWatchError) counters.add('shortWatches');
    const level = isExpired(failure) ? 'debug' : 'info';
    observe?.({ note: 'watch-error', at: clock.now(), level, message: failureText(failure) });
  }

  #noteGone(on: 'list' | 'watch' | 'event', failure: ApiFailure): void {
    const { clock, observe } = this.#options;
    if (isExpired(failure)) observe?.({ note: 'gone', at: clock.now(), on, message: failureText(failure) });
  }

  #noteError(error: Error): void {
    const { clock, observe } = this.#options;
    const level = isExpired(failureOf(error)) ? 'debug' : 'error';
    observe?.({ note: 'watch-error', at: clock.now(), level, message: error.message });
  }

  async #wait(failure: ApiFailure, signal: AbortSignal): Promise<void> {
    const { clock, observe } = this.#options;
    const delayMs = this.#backoff.delay();
    this.#freshness.waiting(failure, delayMs);
    observe?.({ note: 'backoff', at: clock.now(), delayMs, reason: failureText(failure) });
    await wait(clock, delayMs, signal);
  }

  #relistVersion(): string {
    if (this.#lastSyncUnavailable) return '';
    return this.#lastSync === '' ? FROM_CACHE : this.#lastSync;
  }

  #pageSize(resourceVersion: string): number {
    if (this.#options.watchListPageSize !== 0) return this.#options.watchListPageSize;
    if (this.#paginatedResult) return DEFAULT_PAGE_SIZE;
    return resourceVersion !== '' && resourceVersion !== FROM_CACHE ? 0 : DEFAULT_PAGE_SIZE;
  }

  /** Drawn anew for each watch, so that the watches of many clients do not end together. */
  #timeoutSeconds(): number {
    const shortest = this.#options.minWatchTimeoutMs / 1000;
    return Math.trunc(shortest + this.#options.random() * shortest);
  }
}

/** What a thrown thing says: a failure is a value, everything else an Error. */
function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : failureText(failureOf(thrown));
}
