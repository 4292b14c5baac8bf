import type { Clock, Random } from '../../src/flow/index.ts';
import {
  DeletedFinalStateUnknown,
  deletionHandlingMetaNamespaceKey,
  type OrTombstone,
  type PipelineEvent,
  type ResourceEventHandler,
  SharedInformer,
  type SharedInformerOptions,
} from '../../src/informer/index.ts';
import { type Pod, podKey } from '../../src/pods/index.ts';
import { defaultControllerRateLimiter, RateLimitingQueue, Workers } from '../../src/workqueue/index.ts';
import { ChangeLog, type Gap } from './change-log.ts';

const WORKERS = 4;
/** A reconcile in so many fails, which the queue has to bring back. */
const FAILS_ONE_IN = 500;
const SHOWN = 10;

/**
 * An informer with a handler that believes nothing, and a controller of four workers. The handler keeps the objects that it
 * was told of: an add must be of one that it does not have, an update or delete of the very state that it has.
 */
export class InformerWitness {
  readonly informer: SharedInformer<Pod>;
  /** The states that the handler was told of, in the order in which it was. */
  readonly log: ChangeLog;
  readonly gaps: Gap[] = [];
  readonly notes: Record<string, number> = {};
  readonly violations: string[] = [];
  readonly counts = { adds: 0, updates: 0, deletes: 0, tombstones: 0, repeats: 0, violations: 0 };
  readonly work = { reconciled: 0, requeued: 0, dropped: 0 };
  /** What the handler believes that there is. */
  readonly model = new Map<string, Pod>();
  /** The state that a worker saw last, by key. */
  readonly reconciled = new Map<string, string>();
  readonly queue: RateLimitingQueue;
  readonly #workers: Workers;
  #listFrom = 0;

  constructor(
    options: Omit<SharedInformerOptions<Pod>, 'observe'> & { clock: Clock; random: Random; capacity: number },
  ) {
    const { clock, random, capacity } = options;
    this.log = new ChangeLog(capacity);
    this.informer = new SharedInformer<Pod>({ ...options, observe: (event) => this.#observe(event) });
    this.queue = new RateLimitingQueue({ clock, limiter: defaultControllerRateLimiter(clock) });
    this.#workers = new Workers({
      queue: this.queue,
      clock,
      count: WORKERS,
      reconcile: (key) => {
        if (random() * FAILS_ONE_IN < 1) throw new Error('one of those that fail');
        const pod = this.informer.indexer.get(key);
        if (pod === undefined) this.reconciled.delete(key);
        else this.reconciled.set(key, pod.metadata.resourceVersion);
        this.work.reconciled++;
      },
      observer: {
        requeued: () => void this.work.requeued++,
        dropped: () => void this.work.dropped++,
      },
    });
    this.informer.addEventHandler(this.#handler());
  }

  async stop(): Promise<void> {
    this.queue.shutDown();
    await this.#workers.ended();
  }

  /** Nothing is on its way: neither to the indexer, nor to the handler, nor to a worker. */
  get isQuiet(): boolean {
    const { queued, processing, waiting } = this.queue.snapshot(0).totals;
    const { informer } = this;
    const pending = informer.listeners().reduce((sum, listener) => sum + listener.pending, 0);
    return (
      informer.syncState().kind === 'watching' && informer.queueDepth + pending + queued + processing + waiting === 0
    );
  }

  #handler(): ResourceEventHandler<Pod> {
    return {
      onAdd: (pod) => this.#added(pod),
      onUpdate: (old, now) => this.#updated(old, now),
      onDelete: (object) => this.#deleted(object),
    };
  }

  #added(pod: Pod): void {
    const key = podKey(pod);
    this.counts.adds++;
    if (this.model.has(key)) this.#violation(`add of ${key}, which is known`);
    this.#know(key, pod, 0);
  }

  #updated(old: Pod, now: Pod): void {
    const key = podKey(now);
    const [before, after] = [revisionOf(old), revisionOf(now)];
    if (!isSame(this.model.get(key), old))
      this.#violation(`update of ${key}@${after} from another state than the known one`);
    if (after < before) this.#violation(`${key} goes back from ${before} to ${after}`);
    if (after === before) {
      // What a list or a resync brings again: for handlers that want that, which this one does not.
      this.counts.repeats++;
      this.model.set(key, now);
      this.queue.add(key);
    } else {
      this.counts.updates++;
      this.#know(key, now, before);
    }
  }

  #deleted(object: OrTombstone<Pod>): void {
    const key = deletionHandlingMetaNamespaceKey(object);
    const known = this.model.get(key);
    this.counts.deletes++;
    if (known === undefined) this.#violation(`delete of ${key}, which is not known`);
    this.model.delete(key);
    this.queue.add(key);
    if (object instanceof DeletedFinalStateUnknown) {
      this.counts.tombstones++;
      if (!isSame(object.obj, known)) this.#violation(`tombstone of ${key} with another state than the known one`);
      return;
    }
    if (known !== undefined && revisionOf(object) <= revisionOf(known)) this.#violation(`delete of ${key} goes back`);
    this.log.add(revisionOf(object), known === undefined ? 0 : revisionOf(known));
  }

  #know(key: string, pod: Pod, previous: number): void {
    this.model.set(key, pod);
    this.log.add(revisionOf(pod), previous);
    this.queue.add(key);
  }

  #violation(text: string): void {
    if (++this.counts.violations <= SHOWN) this.violations.push(text);
  }

  #observe(event: PipelineEvent): void {
    if ('step' in event) return;
    this.notes[event.note] = (this.notes[event.note] ?? 0) + 1;
    const isWatchListEnd = event.note === 'bookmark' && event.endsInitialEvents;
    if (event.note === 'list-start') this.#listFrom = this.#lastSync();
    // The initial events are not in the store yet: the last version is still the one before them.
    if (isWatchListEnd) this.#listFrom = this.#lastSync();
    if (event.note === 'list-end' || isWatchListEnd)
      this.gaps.push({ after: this.#listFrom, upTo: Number(event.resourceVersion) });
  }

  #lastSync(): number {
    return Number(this.informer.lastSyncResourceVersion());
  }
}

const revisionOf = (pod: Pod): number => Number(pod.metadata.resourceVersion);

/** Not the same object: a list brings new ones of old states, of which a handler without resyncs hears nothing. */
const isSame = (a: Pod | undefined, b: Pod | undefined): boolean =>
  a !== undefined && a.metadata.uid === b?.metadata.uid && a.metadata.resourceVersion === b.metadata.resourceVersion;
