import type { IndexFacts, SharedInformer, SyncState } from '../informer/index.ts';
import type { KubeObject } from '../kube/index.ts';
import type { FifoState, IndexerState } from './pipeline-snapshot.ts';

/** Keys of the FIFO that a screen or a person looks at. */
const FIFO_ENTRIES = 100;
/** Values of each index, those with the most keys. */
const INDEX_VALUES = 50;

type Informers<T extends KubeObject> = readonly SharedInformer<T>[];

const DISTANCE: Readonly<Record<SyncState['kind'], number>> = { watching: 0, listing: 1, waiting: 2 };

/** Of the informer that is furthest from the truth. */
export function leastFresh<T extends KubeObject>(informers: Informers<T>): SyncState {
  const states = informers.map((informer) => informer.syncState());
  const [first = { kind: 'listing', received: 0 } satisfies SyncState] = states;
  return states.reduce((worst, state) => (DISTANCE[state.kind] > DISTANCE[worst.kind] ? state : worst), first);
}

/** The FIFOs of all informers as one. */
export function fifoState<T extends KubeObject>(informers: Informers<T>): FifoState {
  const queues = informers.map((informer) => informer.queueSnapshot(FIFO_ENTRIES));
  const since = queues.flatMap(({ oldestSince }) => oldestSince ?? []);
  return {
    kind: informers[0]?.queueKind ?? 'delta',
    depth: queues.reduce((sum, { depth }) => sum + depth, 0),
    oldestSince: since.length === 0 ? undefined : Math.min(...since),
    entries: queues.flatMap(({ entries }) => entries).slice(0, FIFO_ENTRIES),
  };
}

/** The indexers of all informers as one; a value that several have counts with the keys of all. */
export function indexerState<T extends KubeObject>(
  informers: Informers<T>,
  operations: IndexerState['operations'],
): IndexerState {
  return {
    objects: informers.reduce((sum, { indexer }) => sum + indexer.size, 0),
    resourceVersion: informers[0]?.indexer.resourceVersion ?? '',
    indexes: indexesOf(informers),
    operations,
  };
}

function indexesOf<T extends KubeObject>(informers: Informers<T>): readonly IndexFacts[] {
  const [only, ...more] = informers;
  if (only === undefined || more.length === 0) return only?.indexer.indexFacts(INDEX_VALUES) ?? [];
  const keysOf = new Map<string, Map<string, number>>();
  for (const { name, largest } of informers.flatMap(({ indexer }) => indexer.indexFacts(Number.POSITIVE_INFINITY))) {
    const counts = keysOf.get(name) ?? new Map<string, number>();
    keysOf.set(name, counts);
    for (const { value, keys } of largest) counts.set(value, (counts.get(value) ?? 0) + keys);
  }
  return [...keysOf].map(([name, counts]) => {
    const largest = [...counts].map(([value, keys]) => ({ value, keys })).sort((a, b) => b.keys - a.keys);
    return { name, values: counts.size, largest: largest.slice(0, INDEX_VALUES) };
  });
}
