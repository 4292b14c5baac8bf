import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/flow/index.ts';
import { type PipelineEvent, SharedInformer, type SharedInformerOptions } from '../../src/informer/index.ts';
import { type ApiClient, createApiClient, loadCluster } from '../../src/kube/index.ts';
import { type Pod, podProjection } from '../../src/pods/index.ts';
import { type KubePeer, startKube, whyNoKube } from '../support/kube-peer.ts';

const missing = whyNoKube();
const PODS = 10_000;
const PATIENCE = { timeout: 60_000, interval: 50 };

describe.skipIf(missing !== undefined)(
  `the informer on a kube-apiserver v1.27.2${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let peer: KubePeer;
    let client: ApiClient;
    let stop: AbortController;
    const running: Promise<void>[] = [];
    let events: PipelineEvent[] = [];

    beforeAll(async () => {
      peer = await startKube();
      client = createApiClient(await loadCluster({ kubeconfig: peer.kubeconfig, env: {} }), { clock: systemClock });
      await peer.run('pods', PODS);
    }, 600_000);
    afterEach(async () => {
      stop.abort();
      await Promise.all(running.splice(0));
    });
    afterAll(async () => {
      await client?.close();
      await peer?.stop();
    });

    function informerFor(
      options: Partial<SharedInformerOptions<Pod>> & { protobuf?: boolean; from?: ApiClient } = {},
    ): SharedInformer<Pod> {
      const { protobuf = true, from = client, ...rest } = options;
      stop = new AbortController();
      events = [];
      const informer = new SharedInformer<Pod>({
        name: 'pods',
        listerWatcher: from.listerWatcher({ path: '/api/v1/pods', projection: podProjection, protobuf }),
        clock: systemClock,
        random: () => 0,
        expected: { kind: 'Pod', apiVersion: 'v1' },
        observe: (event) => {
          if ('note' in event) events.push(event);
        },
        ...rest,
      });
      running.push(informer.run(stop.signal));
      return informer;
    }

    const notes = (name: string): PipelineEvent[] => events.filter((event) => 'note' in event && event.note === name);
    const versions = (objects: readonly Pod[]): string[] =>
      objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}@${metadata.resourceVersion}`).sort();

    async function onServer(): Promise<string[]> {
      const page = await client
        .listerWatcher<Pod>({ path: '/api/v1/pods', projection: podProjection })
        .list({ resourceVersion: '', resourceVersionMatch: '', limit: 0, continue: '' }, stop.signal);
      return versions(page.items);
    }

    test.each<{ name: string; options: Partial<SharedInformerOptions<Pod>> & { protobuf?: boolean } }>([
      { name: 'protobuf', options: {} },
      { name: 'JSON', options: { protobuf: false } },
      { name: 'pages', options: { watchListPageSize: 500 } },
      { name: 'a watch-list', options: { watchList: true } },
      { name: 'a real FIFO', options: { queue: 'real' } },
    ])('has all 10,000 pods by $name, and follows their changes', async ({ options }) => {
      const informer = informerFor(options);
      const seen = { adds: 0, updates: 0, deletes: 0 };
      const registration = informer.addEventHandler({
        onAdd: () => void seen.adds++,
        onUpdate: () => void seen.updates++,
        onDelete: () => void seen.deletes++,
      });
      await expect.poll(() => registration.hasSynced(), PATIENCE).toBe(true);
      expect(seen).toMatchObject({ adds: informer.indexer.size, deletes: 0 });
      expect(informer.indexer.size).toBeGreaterThanOrEqual(PODS - 500);
      await peer.run('churn', 100, 3);
      await expect
        .poll(async () => (await onServer()).join() === versions(informer.indexer.list()).join(), PATIENCE)
        .toBe(true);
      expect(seen.updates).toBeGreaterThan(100);
      expect(seen.deletes).toBeGreaterThan(0);
      // A page of 500 at the cache's version costs one request each; everything else one request in all.
      expect(notes('list-start')).toHaveLength(options.watchList === true ? 0 : 1);
    });

    test('outlives the server: killed and started again, nothing missed', async () => {
      const informer = informerFor();
      await expect.poll(() => informer.hasSynced(), PATIENCE).toBe(true);
      const states = new Set<string>();
      const look = setInterval(() => states.add(informer.syncState().kind), 20);
      await peer.run('restart');
      await peer.run('churn', 50, 2);
      await expect
        .poll(async () => (await onServer()).join() === versions(informer.indexer.list()).join(), PATIENCE)
        .toBe(true);
      clearInterval(look);
      expect(states).toContain('waiting');
      expect(informer.syncState().kind).toBe('watching');
      // Refused connections cause no list; a server that answers before it knows its users and versions causes one each.
      expect(notes('list-start').length).toBeLessThanOrEqual(6);
    });

    test('outlives a compaction: 410 in the watch, one list, complete again', async () => {
      const informer = informerFor();
      await expect.poll(() => informer.hasSynced(), PATIENCE).toBe(true);
      // The watch is cut together with the server; what it goes on from is compacted away before it can.
      await client.request({
        method: 'PATCH',
        path: '/api/v1/namespaces/default',
        contentType: 'application/merge-patch+json',
        body: { metadata: { labels: { at: 'compaction' } } },
      });
      const churning = peer.run('churn', 50, 1);
      await churning;
      const before = informer.lastSyncResourceVersion();
      stop.abort();
      await Promise.all(running.splice(0));
      await peer.run('churn', 50, 2);
      await peer.run('compact');
      await peer.run('restart');
      // A new one that believes to be where the old one stood: its first list answers with the old version.
      const source = client.listerWatcher<Pod>({ path: '/api/v1/pods', projection: podProjection });
      let lists = 0;
      const stale = informerFor({
        listerWatcher: {
          list: async (options, signal, progress) => {
            lists++;
            const page = await source.list(options, signal, progress);
            return lists === 1 ? { ...page, resourceVersion: before } : page;
          },
          watch: (options, signal) => source.watch(options, signal),
        },
      });
      await expect.poll(() => stale.hasSynced(), PATIENCE).toBe(true);
      await expect.poll(() => lists, PATIENCE).toBe(2);
      await expect
        .poll(async () => (await onServer()).join() === versions(stale.indexer.list()).join(), PATIENCE)
        .toBe(true);
      expect(notes('watch-error')).toMatchObject([
        { level: 'debug', message: expect.stringContaining('too old resource version') },
      ]);
      expect(notes('relist')).toHaveLength(1);
    });

    test('says who may not, and waits', async () => {
      const viewer = createApiClient(await loadCluster({ kubeconfig: peer.viewerKubeconfig, env: {} }), {
        clock: systemClock,
      });
      const informer = informerFor({
        listerWatcher: viewer.listerWatcher({ path: '/api/v1/nodes', projection: podProjection }),
      });
      await expect
        .poll(() => informer.syncState(), PATIENCE)
        .toMatchObject({ kind: 'waiting', failure: { kind: 'status', status: { code: 403, reason: 'Forbidden' } } });
      expect(informer.hasSynced()).toBe(false);
      stop.abort();
      await Promise.all(running.splice(0));
      await viewer.close();
    });
  },
);
