import { type Clock, Counters, KpiError, type Random } from '../flow/index.ts';
import type { KubeObject, ListerWatcher } from '../kube/index.ts';
import { deletionHandlingMetaNamespaceKey, type OrTombstone } from './delta.ts';
import { DeltaFifo } from './delta-fifo.ts';
import type { ResourceEventHandler } from './event-handler.ts';
import { Indexer, type IndexFunction, namespaceIndex } from './indexer.ts';
import { Listener, type ListenerState, type Registration } from './listener.ts';
import { Listeners } from './listeners.ts';
import type { Observe } from './pipeline-event.ts';
import { runPopLoop } from './pop-loop.ts';
import { type ChangeSink, processDeltas } from './process-deltas.ts';
import type { PopSource, Queue, QueueSnapshot } from './queue.ts';
import { RealFifo } from './real-fifo.ts';
import { Reflector, type WatchErrorHandler } from './reflector.ts';
import { atLeastZero, type InformerCounter, type ReflectorOptions } from './reflector-options.ts';
import type { SyncState } from './sync-state.ts';

/** No handler is told everything again more often than this. */
const SHORTEST_RESYNC_MS = 1000;

export interface SharedInformerOptions<T> {
  /** In messages and metrics: `pods`. */
  readonly name: string;
  readonly listerWatcher: ListerWatcher<T>;
  readonly clock: Clock;
  readonly random: Random;
  readonly queue?: 'delta' | 'real' | undefined;
  readonly watchList?: boolean | undefined;
  /** How often to look whether a handler is due; 0: no resyncs. */
  readonly resyncPeriodMs?: number | undefined;
  readonly minWatchTimeoutMs?: number | undefined;
  readonly watchListPageSize?: number | undefined;
  readonly maxInternalErrorRetryMs?: number | undefined;
  readonly expected?: ReflectorOptions['expected'];
  /** Beside `namespace`, which is always there. */
  readonly indexers?: Readonly<Record<string, IndexFunction<T>>> | undefined;
  readonly observe?: Observe | undefined;
  /** Told how long it took to bring each thing that was popped to indexer and listeners; only beside an observer. */
  readonly onProcessed?: ((tookMs: number) => void) | undefined;
  /** What stands between the queue and the loop that pops, as a gate does; `signal` ends the informer. */
  readonly wrapQueue?: ((queue: PopSource<T>, signal: AbortSignal) => PopSource<T>) | undefined;
}

/**
 * One list and watch, one store, any number of handlers.
 *
 * Promised: a handler sees, in order, states that an object had, though maybe not each; the indexer has a state before a
 * handler is told of it; a handler added late gets every object once, then what changes. Not promised: any order between
 * objects, or between handlers.
 */
export class SharedInformer<T extends KubeObject> {
  readonly indexer: Indexer<T>;
  readonly counters = new Counters<InformerCounter>();
  readonly name: string;
  readonly #options: SharedInformerOptions<T>;
  readonly #listeners: Listeners<T>;
  #resyncCheckMs: number;
  #transform: ((object: T) => T) | undefined;
  #watchErrorHandler: WatchErrorHandler<T> | undefined;
  #queue: Queue<T> | undefined;
  #reflector: Reflector<T> | undefined;
  #isStopped = false;
  #handlerCount = 0;

  constructor(options: SharedInformerOptions<T>) {
    const { clock, observe, queue } = options;
    if (queue !== undefined && queue !== 'delta' && queue !== 'real')
      throw new TypeError(`queue: expected 'delta' or 'real', received ${String(queue)}`);
    this.name = options.name;
    this.#options = options;
    this.#resyncCheckMs = atLeastZero('resyncPeriodMs', options.resyncPeriodMs);
    this.indexer = new Indexer<T>({ indexers: { ...namespaceIndex, ...options.indexers }, observe, clock });
    this.#listeners = new Listeners<T>({ clock, observe });
  }

  /** Resolves when it was stopped and every handler has had its last notification. Not to be run a second time. */
  async run(signal: AbortSignal): Promise<void> {
    if (this.#queue !== undefined) {
      this.#warn('the sharedIndexInformer has started, run more than once is not allowed');
      return;
    }
    const queue = this.#newQueue();
    const reflector = this.#newReflector(queue);
    this.#queue = queue;
    this.#reflector = reflector;
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    either.addEventListener('abort', () => queue.close(), { once: true });
    if (either.aborted) queue.close();
    const reflecting = reflector.run(either);
    try {
      await runPopLoop({
        queue: this.#options.wrapQueue?.(queue, either) ?? queue,
        clock: this.#options.clock,
        observe: this.#options.observe,
        process: this.#process,
        onProcessError: () => this.counters.add('processErrors'),
      });
    } finally {
      ended.abort();
      await reflecting;
      this.#isStopped = true;
      await this.#listeners.drained();
    }
  }

  /** For what objects are to become on their way in: a new object each, never the old one changed. Before `run` only. */
  setTransform(transform: (object: T) => T): void {
    this.#assertNotStarted();
    this.#transform = transform;
  }

  setWatchErrorHandler(handler: WatchErrorHandler<T>): void {
    this.#assertNotStarted();
    this.#watchErrorHandler = handler;
  }

  addIndexers(functions: Readonly<Record<string, IndexFunction<T>>>): void {
    if (this.#isStopped) throw stopped('indexer was not added because it has stopped already');
    this.indexer.addIndexers(functions);
  }

  /** Without a period of its own the handler has the informer's. Added late, it first gets all that is there. */
  addEventHandler(
    handler: ResourceEventHandler<T>,
    options: { resyncPeriodMs?: number; name?: string } = {},
  ): Registration {
    const name = options.name ?? `handler-${this.#handlerCount + 1}`;
    if (this.#isStopped)
      throw stopped(`handler ${name} was not added to shared informer because it has stopped already`);
    this.#handlerCount++;
    const requestedResyncMs = this.#requestedResync(options.resyncPeriodMs);
    const { clock, observe } = this.#options;
    const listener = new Listener<T>({
      name,
      handler,
      clock,
      observe,
      requestedResyncMs,
      resyncMs: this.#resyncPeriod(requestedResyncMs),
      informerHasSynced: () => this.hasSynced(),
      onHandlerError: () => this.counters.add('handlerErrors'),
    });
    // No await from here: what comes in between would be told twice or never.
    this.#listeners.add(listener);
    for (const object of this.indexer.list())
      this.#listeners.hand(listener, keyOf(object), { kind: 'add', object, isInInitialList: true }, false);
    return listener;
  }

  /** What waits for the handler may still reach it. */
  removeEventHandler(registration: Registration): void {
    if (!(registration instanceof Listener)) throw new TypeError('invalid key type');
    this.#listeners.remove(registration as Listener<T>);
  }

  /** Whether all objects of the first list are in the indexer. Never goes back. */
  hasSynced(): boolean {
    return this.#queue?.hasSynced() ?? false;
  }

  isStopped(): boolean {
    return this.#isStopped;
  }

  lastSyncResourceVersion(): string {
    return this.#reflector?.lastSyncResourceVersion() ?? '';
  }

  /** How near to the truth the indexer is. */
  syncState(): SyncState {
    return this.#reflector?.syncState() ?? { kind: 'listing', received: 0 };
  }

  /** Keys (or deltas, of a real FIFO) that wait between reflector and indexer. */
  get queueDepth(): number {
    return this.#queue?.depth ?? 0;
  }

  get queueKind(): 'delta' | 'real' {
    return this.#options.queue ?? 'delta';
  }

  /** What waits between reflector and indexer: the first `limit` entries. */
  queueSnapshot(limit: number): QueueSnapshot {
    return this.#queue?.snapshot(limit) ?? { depth: 0, oldestSince: undefined, entries: [] };
  }

  /** The handlers and how each keeps up, in the order in which they were added. */
  listeners(): ListenerState[] {
    return this.#listeners.states();
  }

  readonly #sink: ChangeSink<T> = {
    onAdd: (key, object, isInInitialList) =>
      this.#listeners.distribute(key, { kind: 'add', object, isInInitialList }, false),
    onUpdate: (key, old, now) =>
      this.#listeners.distribute(
        key,
        { kind: 'update', old, now },
        old.metadata.resourceVersion === now.metadata.resourceVersion,
      ),
    onDelete: (key, object) => this.#listeners.distribute(key, { kind: 'delete', object }, false),
  };

  readonly #process = (deltas: Parameters<typeof processDeltas<T>>[0], isInInitialList: boolean): void => {
    const { clock, observe } = this.#options;
    processDeltas(deltas, isInInitialList, { indexer: this.indexer, keyOf, sink: this.#sink, clock, observe });
  };

  #newQueue(): Queue<T> {
    const { clock, observe, onProcessed, queue } = this.#options;
    const options = { knownObjects: this.indexer, transform: this.#transform, clock, observe, onProcessed };
    return queue === 'real' ? new RealFifo<T>(options) : new DeltaFifo<T>(options);
  }

  #newReflector(queue: Queue<T>): Reflector<T> {
    const { listerWatcher } = this.#options;
    return new Reflector<T>(listerWatcher, queue, {
      ...this.#options,
      resyncPeriodMs: this.#resyncCheckMs,
      shouldResync: () => this.#listeners.shouldResync(),
      onBookmark: (resourceVersion) => this.indexer.noteResourceVersion(resourceVersion),
      counters: this.counters,
      watchErrorHandler: this.#watchErrorHandler,
    });
  }

  #requestedResync(given: number | undefined): number {
    const asked = given === undefined ? this.#resyncCheckMs : atLeastZero('resyncPeriodMs', given);
    if (asked === 0) return 0;
    const period = Math.max(asked, SHORTEST_RESYNC_MS);
    if (period >= this.#resyncCheckMs) return period;
    if (this.#queue !== undefined) return this.#resyncCheckMs;
    this.#resyncCheckMs = period;
    this.#listeners.setCheckPeriod((requested) => this.#resyncPeriod(requested));
    return period;
  }

  #resyncPeriod(requestedMs: number): number {
    if (requestedMs === 0) return 0;
    if (this.#resyncCheckMs === 0) {
      this.#warn(
        `the specified resyncPeriod ${requestedMs} ms is invalid because this shared informer does not support resyncing`,
      );
      return 0;
    }
    return Math.max(requestedMs, this.#resyncCheckMs);
  }

  #assertNotStarted(): void {
    if (this.#queue !== undefined) throw new KpiError('INFORMER_STARTED', 'informer has already started');
  }

  #warn(message: string): void {
    this.#options.observe?.({ note: 'warning', at: this.#options.clock.now(), message });
  }
}

const keyOf = (object: OrTombstone<KubeObject>): string => deletionHandlingMetaNamespaceKey(object);

const stopped = (message: string): KpiError => new KpiError('INFORMER_STOPPED', message);
