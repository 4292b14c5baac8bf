import { describe, expect, test } from 'vitest';
import { DemoApi, DemoCluster } from '../../../src/demo/index.ts';

const NOW = 1_764_000_000_000;

function open(changesPerSecond = 0) {
  const cluster = new DemoCluster({ seed: 1, pods: 112, now: NOW, changesPerSecond });
  const api = new DemoApi(cluster);
  const watch = (query: string) => {
    const answer = api.answer(
      { method: 'GET', url: `/api/v1/pods?watch=1&${query}`, accept: '', contentType: '', body: '' },
      NOW,
    );
    if (answer.kind !== 'watch') throw new Error(answer.kind);
    return answer.feed;
  };
  return { cluster, watch };
}
type Feed = ReturnType<ReturnType<typeof open>['watch']>;

interface Event {
  readonly type: string;
  readonly object: {
    readonly kind: string;
    readonly code?: number;
    readonly message?: string;
    readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly annotations?: object };
  };
}

function read(feed: Feed): Event[] {
  const events: Event[] = [];
  for (let line = feed.next(); line !== undefined; line = feed.next()) events.push(JSON.parse(String(line)) as Event);
  return events;
}

describe('a watch of the demo', () => {
  test('gives what is there, then what changes, in the order of resourceVersions', () => {
    const { cluster, watch } = open(50);
    const feed = watch('');
    cluster.advance(NOW + 5_000);
    const events = read(feed);
    expect(events.slice(0, 112).every(({ type }) => type === 'ADDED')).toBe(true);
    const versions = events.slice(112).map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions.length).toBeGreaterThan(100);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  test('begins right behind the resourceVersion it is given', () => {
    const { cluster, watch } = open(50);
    const all = watch(`resourceVersion=${cluster.world.version}`);
    cluster.advance(NOW + 2_000);
    const half = cluster.world.version;
    const late = watch(`resourceVersion=${half}`);
    cluster.advance(NOW + 4_000);
    expect(read(late)).toEqual(read(all).filter(({ object }) => Number(object.metadata.resourceVersion) > half));
  });

  test('from a resourceVersion that is still to come waits for what lies behind it', () => {
    const { cluster, watch } = open(50);
    const future = cluster.world.version + 20;
    const feed = watch(`resourceVersion=${future}`);
    cluster.advance(NOW + 5_000);
    const versions = read(feed).map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions.length).toBeGreaterThan(20);
    expect(Math.min(...versions)).toBeGreaterThan(future);
  });

  test('wakes its reader at each change', () => {
    const { cluster, watch } = open(50);
    const feed = watch(`resourceVersion=${cluster.world.version}`);
    let woken = 0;
    feed.onWake(() => woken++);
    cluster.advance(NOW + 1_000);
    expect(woken).toBe(read(feed).length);
  });

  test('marks the end of initial events, before all changes', () => {
    const { cluster, watch } = open(50);
    const feed = watch('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
    const version = cluster.world.version;
    cluster.advance(NOW + 1_000);
    const events = read(feed);
    expect(events.findIndex(({ type }) => type === 'BOOKMARK')).toBe(112);
    expect(events[112]?.object.metadata).toMatchObject({
      resourceVersion: String(version),
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
  });

  test('from a compacted resourceVersion is one ERROR', () => {
    const { cluster, watch } = open(50);
    const version = cluster.world.version;
    cluster.advance(NOW + 1_000);
    cluster.compact();
    const feed = watch(`resourceVersion=${version}`);
    const [event, ...others] = read(feed);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, message: `too old resource version: ${version} (${cluster.world.version})` },
    });
    expect(feed.isOver).toBe(true);
  });

  test('adds and deletes what comes into and leaves its selection', () => {
    const { cluster, watch } = open();
    const feed = watch(`resourceVersion=${cluster.world.version}&fieldSelector=status.phase%3DPending`);
    cluster.advance(NOW + 60_000);
    const byName = Map.groupBy(read(feed), ({ object }) => object.metadata.name);
    const job = [...byName].find(([name]) => name.startsWith('batch-'))?.[1] ?? [];
    expect([job[0]?.type, job.at(-1)?.type]).toEqual(['ADDED', 'DELETED']);
    expect(Number(job.at(-1)?.object.metadata.resourceVersion)).toBeGreaterThan(
      Number(job[0]?.object.metadata.resourceVersion),
    );
  });

  test('of a reader that does not read is cut at a bound', () => {
    const { cluster, watch } = open(5_000);
    const feed = watch(`resourceVersion=${cluster.world.version}`);
    for (let second = 1; second <= 20 && !feed.isOverrun; second++) cluster.advance(NOW + second * 1_000);
    expect(feed.isOverrun).toBe(true);
    expect(read(feed).length).toBe(20_000);
  });

  test('hears nothing after it is closed', () => {
    const { cluster, watch } = open(50);
    const feed = watch(`resourceVersion=${cluster.world.version}`);
    feed.close();
    cluster.advance(NOW + 1_000);
    expect(read(feed)).toEqual([]);
  });
});
