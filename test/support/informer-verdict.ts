import type { ApiClient } from '../../src/kube/index.ts';
import { type Pod, podKey, podProjection } from '../../src/pods/index.ts';
import { type Comparison, compareLogs } from './change-log.ts';
import type { EtcdHistory } from './etcd-history.ts';
import type { InformerWitness } from './informer-witness.ts';

export interface Verdict {
  readonly name: string;
  readonly comparison: Comparison;
  readonly counts: InformerWitness['counts'];
  readonly violations: readonly string[];
  readonly notes: Readonly<Record<string, number>>;
  readonly counters: Readonly<Record<string, number>>;
  readonly work: InformerWitness['work'];
  /** Differences at the end, each to be 0: of indexer and server's list, handler's model, index, workers' last look. */
  readonly differences: {
    readonly server: number;
    readonly model: number;
    readonly index: number;
    readonly workers: number;
    readonly store: number;
  };
  readonly isQuiet: boolean;
}

/** Holds what a witness saw against the store's history, and what it has against the server's own list. */
export async function judge(witness: InformerWitness, history: EtcdHistory, direct: ApiClient): Promise<Verdict> {
  const { informer, log, gaps, counts, violations, notes, work } = witness;
  const mine = textsOf(informer.indexer.list());
  const versions = new Map(informer.indexer.list().map((pod) => [podKey(pod), pod.metadata.resourceVersion]));
  const namespaces = Map.groupBy(informer.indexer.listKeys(), (key) => key.slice(0, key.indexOf('/')));
  // In the encoding that this one does not read: one text must come of both.
  const onServer = await freshList(direct, informer.name === 'list');
  return {
    name: informer.name,
    comparison: compareLogs(history.log, log, history.start, gaps),
    counts,
    violations,
    notes,
    counters: informer.counters.snapshot(),
    work,
    differences: {
      server: differences(mine, textsOf(onServer)),
      model: differences(mine, textsOf([...witness.model.values()])),
      index: differences(
        new Map([...namespaces].map(([name, keys]) => [name, keys.sort().join()])),
        new Map([...namespaces.keys()].map((name) => [name, informer.indexer.indexKeys('namespace', name).join()])),
      ),
      workers: differences(versions, witness.reconciled),
      store: differences(versions, history.live),
    },
    isQuiet: witness.isQuiet,
  };
}

/** Nothing on its way, and nothing that differs. */
export function isSettled({ isQuiet, differences }: Verdict): boolean {
  return isQuiet && Object.values(differences).every((number) => number === 0);
}

async function freshList(direct: ApiClient, protobuf: boolean): Promise<readonly Pod[]> {
  const source = direct.listerWatcher<Pod>({ path: '/api/v1/pods', projection: podProjection, protobuf });
  const newest = { resourceVersion: '', resourceVersionMatch: '', limit: 0, continue: '' };
  return (await source.list(newest, AbortSignal.timeout(60_000))).items;
}

/** Every field of the projection, in one order. */
function textsOf(pods: readonly Pod[]): Map<string, string> {
  const ordered = (_: string, value: unknown): unknown => {
    if (value === undefined || value === Infinity || value === -Infinity) return String(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return new Map(pods.map((pod) => [podKey(pod), JSON.stringify(pod, ordered)]));
}

function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): number {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key)).length;
}
