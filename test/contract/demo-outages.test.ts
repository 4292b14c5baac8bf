import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningDemo, startDemoCluster } from '../../src/demo/index.ts';
import { systemClock, wait } from '../../src/flow/index.ts';
import { type ApiClient, createApiClient } from '../../src/kube/index.ts';
import { type PodChange, PodSession, podListerWatchers } from '../../src/pods/index.ts';

let demo: RunningDemo;
let client: ApiClient;
let session: PodSession;
let told: PodChange[];

/** Waits for what must come true; the test's own timeout ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(systemClock, 20);
}
const hasTold = (type: PodChange['type']) => () => told.some((change) => change.type === type);

beforeEach(async () => {
  demo = await startDemoCluster({ seed: 1, pods: 60, changesPerSecond: 20 });
  client = createApiClient(demo.access, { clock: systemClock });
  session = new PodSession({
    listerWatchers: podListerWatchers(client, { namespaces: [] }),
    clock: systemClock,
    random: Math.random,
  });
  told = [];
  session.onChange((change) => told.push(change));
  session.start();
  await until(hasTold('SYNCED'));
});
afterEach(async () => {
  await session.stop();
  await client.close();
  await demo.stop();
});

describe('a session on the demo cluster', () => {
  test('sees changes as they happen', async () => {
    expect(told[0]).toEqual({ type: 'SYNCED', count: 60 });
    await until(hasTold('MODIFIED'));
  });

  test('goes on after its watch was cut', async () => {
    await until(hasTold('MODIFIED'));
    await demo.dropWatches();
    told.length = 0;
    await until(hasTold('MODIFIED'));
  });

  test('is stale while the server is down, and fresh when it is up again', async () => {
    await demo.suspend();
    await until(hasTold('STALE'));
    expect(session.syncState()).toMatchObject({ kind: 'waiting' });
    await demo.resume();
    await until(hasTold('FRESH'));
    told.length = 0;
    await until(hasTold('MODIFIED'));
  });

  test('survives a compaction during an outage: what it asks for is gone', async () => {
    await demo.suspend();
    await until(hasTold('STALE'));
    await demo.compact();
    await demo.resume();
    await until(hasTold('FRESH'));
    const { items } = (await client.get('/api/v1/pods')) as { items: unknown[] };
    expect(session.pods().length).toBeGreaterThan(items.length - 5);
  });

  test('hears of a delete and of the successor', async () => {
    const pod = session.pods().find(({ metadata }) => metadata.name.startsWith('cart-'));
    told.length = 0;
    await client.request({ method: 'DELETE', path: `/api/v1/namespaces/shop/pods/${pod?.metadata.name}` });
    const names = (type: string) =>
      told.flatMap((change) => ('pod' in change && change.type === type ? [change.pod.metadata.name] : []));
    await until(() => names('DELETED').includes(pod?.metadata.name ?? ''));
    expect(names('ADDED').some((name) => name.startsWith('cart-'))).toBe(true);
  });
});

test('a server that finds its port taken says so', async () => {
  const other = await startDemoCluster({ seed: 1, pods: 5 });
  await other.suspend();
  const thief = createServer().listen(Number(new URL(other.url).port), '127.0.0.1');
  await new Promise((resolve) => thief.once('listening', resolve));
  await expect(other.resume()).rejects.toMatchObject({
    code: 'DEMO_LISTEN',
    message: expect.stringContaining('EADDRINUSE'),
  });
  thief.close();
  await other.stop();
});
