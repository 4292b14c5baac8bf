import { type Cancel, type Clock, inBackground, LiveView, type Random } from '../flow/index.ts';
import {
  DeletedFinalStateUnknown,
  type OrTombstone,
  type Registration,
  SharedInformer,
  type SharedInformerOptions,
  type SyncState,
} from '../informer/index.ts';
import type { ApiFailure, ListerWatcher } from '../kube/index.ts';
import { type Pod, podKey } from './pod.ts';
import type { StatusRole } from './pod-look.ts';
import { PodTable } from './pod-table.ts';
import { tellLists } from './told-lists.ts';

/** One who watches informers: says what each is made with, and gets it when it is there. A pipeline session is one. */
export interface InformersWatched {
  hooks(
    name: string,
    listerWatcher: ListerWatcher<Pod>,
  ): Pick<SharedInformerOptions<Pod>, 'name' | 'listerWatcher' | 'observe' | 'wrapQueue'>;
  attach(informer: SharedInformer<Pod>): void;
}

export interface PodSessionOptions {
  /** One for all namespaces, or one for each that is wanted. */
  readonly listerWatchers: readonly ListerWatcher<Pod>[];
  readonly clock: Clock;
  readonly random: Random;
  /** Sees all informers at work. */
  readonly pipeline?: InformersWatched;
  /** Whether the first state comes as watch events and not as a list. */
  readonly watchList?: boolean;
}

/** What the pods screen shows beside the rows. */
export interface PodSnapshot {
  /** Of the least fresh source: how near to the truth the rows are. */
  readonly sync: SyncState;
  /** All pods of the first list are in the table. Never goes back. */
  readonly hasSynced: boolean;
  readonly resourceVersion: string;
  readonly total: number;
  /** Rows that the filter lets through. */
  readonly shown: number;
  /** Pods that need a look. */
  readonly looking: number;
  readonly counts: Readonly<Record<StatusRole, number>>;
  readonly tableVersion: number;
}

/** A change, as `--watch` prints it. STALE: changes may be missed from now on; FRESH: no longer, and none is missing. */
export type PodChange =
  | { readonly type: 'SYNCED'; readonly count: number }
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly pod: Pod }
  | { readonly type: 'STALE'; readonly failure: ApiFailure }
  | { readonly type: 'FRESH' };

/** How often it is looked whether the rows are synced and fresh: no event tells it. */
const LOOK_MS = 100;

interface Source {
  readonly informer: SharedInformer<Pod>;
  readonly registration: Registration;
}

/**
 * Owns the informers of the pods and the table that they fill. An event costs a map entry; the table is put in order once
 * a frame, when `view` is read. Until the first sync the table also has what its lists have brought so far. Changes are
 * told from the first sync on, in the order of each pod's states.
 */
export class PodSession {
  readonly table = new PodTable();
  readonly view: LiveView<PodSnapshot>;
  readonly #clock: Clock;
  readonly #sources: readonly Source[];
  readonly #stop = new AbortController();
  readonly #listeners = new Set<(change: PodChange) => void>();
  /** Keys of the rows that stand for a first list that is not whole yet. */
  readonly #previewed = new Set<string>();
  #running: Promise<void>[] = [];
  #cancelLook: Cancel | undefined;
  /** Pods that the handlers have been told of: as many as were there at the moment of the sync. */
  #known = 0;
  #hasSynced = false;
  #isStale = false;
  #failure: unknown;

  constructor(options: PodSessionOptions) {
    this.#clock = options.clock;
    this.#sources = options.listerWatchers.map((listerWatcher, index) => this.#source(options, listerWatcher, index));
    this.view = new LiveView(() => this.#snapshot());
  }

  /** What broke an informer for good, which is a bug; undefined while all run. */
  get failure(): unknown {
    return this.#failure;
  }

  start(): void {
    if (this.#running.length > 0) return;
    this.#running = this.#sources.map(({ informer }) => informer.run(this.#stop.signal));
    for (const run of this.#running) {
      inBackground(run, (cause) => {
        this.#failure = cause;
        this.view.invalidate();
      });
    }
    this.#cancelLook = this.#clock.every(LOOK_MS, () => this.#look());
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#cancelLook?.();
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }

  /** Tells every change from now on, until the returned function is called. */
  onChange(listener: (change: PodChange) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How near to the truth the least fresh source is. */
  syncState(): SyncState {
    const states = this.#sources.map(({ informer }) => informer.syncState());
    return states.reduce(lessFresh, states[0] ?? { kind: 'listing', received: 0 });
  }

  /** The newest state of a pod by `namespace/name`, known to the informers. */
  get(key: string): Pod | undefined {
    for (const { informer } of this.#sources) {
      const pod = informer.indexer.get(key);
      if (pod !== undefined) return pod;
    }
    return undefined;
  }

  /** All pods that the informers know, in no order. */
  pods(): Pod[] {
    return this.#sources.flatMap(({ informer }) => informer.indexer.list());
  }

  /** The namespaces that have pods, in order. */
  namespaces(): string[] {
    const names = this.#sources.flatMap(({ informer }) => informer.indexer.listIndexFuncValues('namespace'));
    return [...new Set(names)].sort();
  }

  #source(
    { clock, random, pipeline, watchList }: PodSessionOptions,
    listerWatcher: ListerWatcher<Pod>,
    index: number,
  ): Source {
    const name = index === 0 ? 'pods' : `pods-${index + 1}`;
    const source = tellLists(listerWatcher, {
      onListed: (pod) => this.#preview(pod),
      onListFailed: () => this.#dropPreview(),
    });
    const watched = pipeline?.hooks(name, source) ?? { name, listerWatcher: source };
    const informer = new SharedInformer<Pod>({ ...watched, clock, random, watchList });
    pipeline?.attach(informer);
    const registration = informer.addEventHandler(
      {
        onAdd: (pod) => {
          this.#known++;
          this.#put('ADDED', pod);
        },
        onUpdate: (_, pod) => this.#put('MODIFIED', pod),
        onDelete: (pod) => this.#remove(pod),
      },
      { name: 'pod-table' },
    );
    return { informer, registration };
  }

  #put(type: 'ADDED' | 'MODIFIED', pod: Pod): void {
    this.table.put(pod);
    this.view.invalidate();
    if (this.#hasSynced) this.#tell({ type, pod });
  }

  #remove(deleted: OrTombstone<Pod>): void {
    const key = deleted instanceof DeletedFinalStateUnknown ? deleted.key : podKey(deleted);
    const pod = deleted instanceof DeletedFinalStateUnknown ? deleted.obj : deleted;
    this.#known--;
    this.table.remove(key);
    this.view.invalidate();
    if (pod !== undefined && this.#hasSynced) this.#tell({ type: 'DELETED', pod });
  }

  #preview(pod: Pod): void {
    if (this.#hasSynced) return;
    this.#previewed.add(podKey(pod));
    this.table.put(pod);
  }

  /** What the informers do not know is not so, or no longer. */
  #dropPreview(): void {
    for (const key of this.#previewed) if (this.get(key) === undefined) this.table.remove(key);
    this.#previewed.clear();
  }

  #look(): void {
    const sync = this.syncState();
    // While it lists or waits, what it shows changes without events.
    if (sync.kind !== 'watching') this.view.invalidate();
    if (!this.#hasSynced) {
      this.#hasSynced = this.#sources.every(({ registration }) => registration.hasSynced());
      if (!this.#hasSynced) return;
      this.#dropPreview();
      this.view.invalidate();
      this.#tell({ type: 'SYNCED', count: this.#known });
    }
    if (sync.kind === 'waiting' && !this.#isStale) {
      this.#isStale = true;
      this.#tell({ type: 'STALE', failure: sync.failure });
    } else if (sync.kind === 'watching' && this.#isStale) {
      this.#isStale = false;
      // A relist tells nobody of what has not changed: the table takes the new objects, so that the old ones can go.
      for (const pod of this.pods()) this.table.put(pod);
      this.view.invalidate();
      this.#tell({ type: 'FRESH' });
    }
  }

  #tell(change: PodChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #snapshot(): PodSnapshot {
    this.table.settle(this.#clock.now());
    return {
      sync: this.syncState(),
      hasSynced: this.#hasSynced,
      resourceVersion: this.#sources[0]?.informer.lastSyncResourceVersion() ?? '',
      total: this.table.total,
      shown: this.table.length,
      looking: this.table.looking,
      counts: { ...this.table.counts },
      tableVersion: this.table.version,
    };
  }
}

const DISTANCE: Readonly<Record<SyncState['kind'], number>> = { watching: 0, listing: 1, waiting: 2 };

/** Of two sources the one that is further from the truth; of two that list, both together. */
function lessFresh(a: SyncState, b: SyncState): SyncState {
  if (a === b) return a;
  if (a.kind === 'listing' && b.kind === 'listing') {
    const received = a.received + b.received;
    return a.expected === undefined || b.expected === undefined
      ? { kind: 'listing', received }
      : { kind: 'listing', received, expected: a.expected + b.expected };
  }
  if (a.kind === 'watching' && b.kind === 'watching') return a.lastEventAt <= b.lastEventAt ? a : b;
  return DISTANCE[b.kind] > DISTANCE[a.kind] ? b : a;
}
