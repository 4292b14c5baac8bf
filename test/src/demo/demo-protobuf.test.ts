import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DemoCluster, DemoServer } from '../../../src/demo/index.ts';
import { systemClock } from '../../../src/flow/index.ts';
import { type ApiClient, createApiClient, failureOf, plainAccess, type WatchEvent } from '../../../src/kube/index.ts';
import { type Pod, podProjection } from '../../../src/pods/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const NOW = 1_764_000_000_000;
const LIST = { resourceVersion: '', resourceVersionMatch: '', limit: 0, continue: '' };
const WATCH = {
  resourceVersion: '',
  resourceVersionMatch: '',
  timeoutSeconds: 5,
  allowWatchBookmarks: false,
  sendInitialEvents: false,
};
const signal = () => AbortSignal.timeout(20_000);

let clock: ManualClock;
let cluster: DemoCluster;
let server: DemoServer;
let client: ApiClient;

beforeEach(async () => {
  clock = new ManualClock(NOW);
  // More than are kept of a list at once.
  cluster = new DemoCluster({ seed: 1, pods: 1_100, now: NOW, hostile: true });
  server = new DemoServer(cluster, clock);
  await server.start();
  client = createApiClient(plainAccess({ server: `http://127.0.0.1:${server.port}`, context: 'demo' }), {
    clock: systemClock,
  });
});
afterEach(async () => {
  await client.close();
  await server.stop();
});

const source = (protobuf: boolean) =>
  client.listerWatcher({ path: '/api/v1/pods', projection: podProjection, protobuf });

/** Events of a watch, while the server's clock moves on. */
async function events(protobuf: boolean, options: Partial<typeof WATCH>, count: number): Promise<WatchEvent[]> {
  const watcher = await source(protobuf).watch({ ...WATCH, ...options }, signal());
  const seen: WatchEvent[] = [];
  const moving = systemClock.every(5, () => clock.advance(20));
  for await (const event of watcher) {
    seen.push(event);
    if (seen.length === count) break;
  }
  moving();
  watcher.stop();
  return seen;
}

describe('the demo in protobuf', () => {
  test('says of every pod what it says in JSON, at any time', async () => {
    for (let minute = 0; minute < 12; minute += 4) {
      clock.advance(4 * 60_000);
      const [inProtobuf, inJson] = await Promise.all([
        source(true).list(LIST, signal()),
        source(false).list(LIST, signal()),
      ]);
      expect(inJson.items.length).toBeGreaterThan(1_100);
      expect(inProtobuf.items).toEqual(inJson.items);
      expect(inProtobuf.resourceVersion).toBe(inJson.resourceVersion);
    }
  });

  test('has the pages that JSON has', async () => {
    const pages = async (protobuf: boolean) => {
      const first = await source(protobuf).list({ ...LIST, limit: 400 }, signal());
      const second = await source(protobuf).list({ ...LIST, limit: 900, continue: first.continue }, signal());
      return [first, second].map(({ items, remainingItemCount, resourceVersion, continue: token }) => ({
        names: items.map(({ metadata }: Pod) => metadata.name),
        remainingItemCount,
        resourceVersion,
        token,
      }));
    };
    expect(await pages(true)).toEqual(await pages(false));
  });

  test('tells a watch what JSON tells it', async () => {
    const { version } = cluster.world;
    clock.advance(60_000);
    const resourceVersion = String(version);
    const inProtobuf = await events(true, { resourceVersion }, 25);
    expect(inProtobuf).toEqual(await events(false, { resourceVersion }, 25));
  });

  test('marks the end of initial events', async () => {
    const all = await events(
      true,
      { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true },
      cluster.world.pods.size + 1,
    );
    expect(all.at(-1)).toMatchObject({
      type: 'BOOKMARK',
      object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    });
  });

  test('says that a watch begins too long ago', async () => {
    const { version } = cluster.world;
    clock.advance(60_000);
    cluster.compact();
    const [event] = await events(true, { resourceVersion: String(version) }, 1);
    expect(event).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired', message: expect.stringContaining('too old resource version') },
    });
  });

  test('refuses in JSON, which every client reads', async () => {
    const failure = await source(true)
      .list({ ...LIST, continue: '!' }, signal())
      .catch(failureOf);
    expect(failure).toMatchObject({ kind: 'status', status: { code: 400 } });
  });
});
