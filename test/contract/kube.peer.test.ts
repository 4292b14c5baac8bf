import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/flow/index.ts';
import {
  type ApiClient,
  createApiClient,
  describeFailure,
  failureOf,
  isExpired,
  isTooLarge,
  type ListOptions,
  listContexts,
  loadCluster,
  type WatchEvent,
} from '../../src/kube/index.ts';
import { type Pod, podProjection } from '../../src/pods/index.ts';
import { type KubePeer, startKube, whyNoKube } from '../support/kube-peer.ts';

const missing = whyNoKube();
const LIST: ListOptions = { resourceVersion: '', resourceVersionMatch: '', limit: 0, continue: '' };
const WATCH = { resourceVersionMatch: '', timeoutSeconds: 60, allowWatchBookmarks: true, sendInitialEvents: false };
const signal = new AbortController().signal;

describe.skipIf(missing !== undefined)(
  `a kube-apiserver v1.27.2${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let peer: KubePeer;
    const clients: ApiClient[] = [];

    beforeAll(async () => {
      peer = await startKube();
      await peer.run('pods', 300);
    });
    afterAll(async () => {
      await Promise.all(clients.map((client) => client.close()));
      await peer?.stop();
    });

    async function clientFor(kubeconfig = peer.kubeconfig): Promise<ApiClient> {
      const client = createApiClient(await loadCluster({ kubeconfig, env: {} }), { clock: systemClock });
      clients.push(client);
      return client;
    }

    const pods = (client: ApiClient, protobuf: boolean) =>
      client.listerWatcher<Pod>({ path: '/api/v1/pods', projection: podProjection, protobuf });

    /** The kubeconfig with something put in another's place. */
    function changed(name: string, change: (text: string) => string): string {
      const path = join(peer.folder, name);
      writeFileSync(path, change(readFileSync(peer.kubeconfig, 'utf8')));
      return path;
    }

    async function codeOf(kubeconfig: string, path = '/api/v1/pods'): Promise<string> {
      const client = await clientFor(kubeconfig);
      return client.get(path).then(
        () => 'answered',
        (thrown: unknown) => describeFailure(failureOf(thrown), client.access).code,
      );
    }

    test('is found by its kubeconfig and answers', async () => {
      const client = await clientFor();
      expect(await listContexts({ kubeconfig: peer.kubeconfig, env: {} })).toEqual({
        current: 'peers',
        contexts: [{ name: 'peers', namespace: 'default', cluster: 'peers', user: 'u' }],
      });
      expect(await client.get('/version')).toMatchObject({ platform: expect.any(String) });
    });

    test('gives the same 300 pods in protobuf and in JSON, whole and by pages', async () => {
      const client = await clientFor();
      const whole = await pods(client, true).list(LIST, signal);
      expect(whole.items).toHaveLength(300);
      expect((await pods(client, false).list(LIST, signal)).items).toEqual(whole.items);
      const byPages: Pod[] = [];
      let token = '';
      do {
        const page = await pods(client, true).list({ ...LIST, limit: 70, continue: token }, signal);
        expect(page.items.length + byPages.length + (page.remainingItemCount ?? 0)).toBe(300);
        byPages.push(...page.items);
        token = page.continue;
      } while (token !== '');
      expect(byPages).toEqual(whole.items);
    });

    test('ignores a limit when it answers from its cache', async () => {
      const client = await clientFor();
      const page = await pods(client, true).list({ ...LIST, resourceVersion: '0', limit: 10 }, signal);
      expect(page.items).toHaveLength(300);
      expect(page.continue).toBe('');
    });

    test('heeds selectors', async () => {
      const client = await clientFor();
      const some = client.listerWatcher<Pod>({
        path: '/api/v1/namespaces/load-3/pods',
        projection: podProjection,
        labelSelector: 'tier in (a,b)',
        fieldSelector: 'spec.nodeName=node-1',
      });
      const { items } = await some.list(LIST, signal);
      expect(items.length).toBeGreaterThan(0);
      for (const pod of items)
        expect(pod).toMatchObject({
          metadata: { namespace: 'load-3' },
          node: 'node-1',
          labels: { tier: expect.stringMatching(/^[ab]$/) },
        });
    });

    test.each([{ protobuf: true }, { protobuf: false }])(
      'tells changes in a watch, protobuf: $protobuf',
      async ({ protobuf }) => {
        const client = await clientFor();
        const { resourceVersion } = await pods(client, protobuf).list({ ...LIST, limit: 1 }, signal);
        const watcher = await pods(client, protobuf).watch({ ...WATCH, resourceVersion }, signal);
        const name = `watched-${protobuf}`;
        const spec = { containers: [{ name: 'a', image: 'i' }] };
        await client.request({
          method: 'POST',
          path: '/api/v1/namespaces/default/pods',
          body: { metadata: { name }, spec },
        });
        await client.request({
          method: 'PATCH',
          path: `/api/v1/namespaces/default/pods/${name}`,
          contentType: 'application/merge-patch+json',
          body: { metadata: { labels: { a: 'b' } } },
        });
        await client.request({
          method: 'DELETE',
          path: `/api/v1/namespaces/default/pods/${name}`,
          query: { gracePeriodSeconds: '0' },
        });
        const seen: string[] = [];
        for await (const { type, object } of watcher as AsyncIterable<WatchEvent>) {
          const pod = object as Pod;
          if (pod.metadata.name === name) seen.push(`${type} ${JSON.stringify(pod.labels)}`);
          if (type === 'DELETED') break;
        }
        // The server marks a pod as deleted before it deletes it.
        expect([...new Set(seen)]).toEqual(['ADDED {}', 'MODIFIED {"a":"b"}', 'DELETED {"a":"b"}']);
      },
    );

    test('ends a watch at its timeout, not sooner', async () => {
      const client = await clientFor();
      const start = systemClock.now();
      const watcher = await pods(client, true).watch({ ...WATCH, resourceVersion: '0', timeoutSeconds: 3 }, signal);
      let events = 0;
      for await (const _ of watcher) events++;
      expect(events).toBeGreaterThanOrEqual(300);
      expect(systemClock.now() - start).toBeGreaterThan(2900);
    });

    test.each([{ protobuf: true }, { protobuf: false }])(
      'says in its Status that a version is too new or too old, protobuf: $protobuf',
      async ({ protobuf }) => {
        const client = await clientFor();
        const tooNew = await pods(client, protobuf)
          .list({ ...LIST, resourceVersion: '99999999' }, signal)
          .catch(failureOf);
        expect(isTooLarge(tooNew as never)).toBe(true);
        const first = await pods(client, protobuf).list({ ...LIST, limit: 10 }, signal);
        await client.request({
          method: 'PATCH',
          path: '/api/v1/namespaces/default',
          contentType: 'application/merge-patch+json',
          body: { metadata: { labels: { at: `${protobuf}` } } },
        });
        await peer.run('compact');
        const tooOld = await pods(client, protobuf)
          .list({ ...LIST, limit: 10, continue: first.continue }, signal)
          .catch(failureOf);
        expect(isExpired(tooOld as never)).toBe(true);
      },
    );

    test('knows who may not', async () => {
      expect(await codeOf(peer.viewerKubeconfig)).toBe('answered');
      expect(await codeOf(peer.viewerKubeconfig, '/api/v1/secrets')).toBe('KUBE_FORBIDDEN');
      expect(await codeOf(changed('bad-token', (text) => text.replace(/token: "[^"]*"/, 'token: "expired"')))).toBe(
        'KUBE_UNAUTHORIZED',
      );
      expect(await codeOf(peer.kubeconfig, '/api/v1/namespaces/default/pods/none')).toBe('KUBE_NOT_FOUND');
    });

    test('is not trusted without its authority, nor by a wrong one', async () => {
      expect(await codeOf(changed('no-ca', (text) => text.replace(/, certificate-authority: "[^"]*"/, '')))).toBe(
        'KUBE_CERTIFICATE',
      );
      const otherCa = new URL('../samples/kube/tls/other-ca.crt', import.meta.url).pathname;
      expect(
        await codeOf(
          changed('wrong-ca', (text) =>
            text.replace(/certificate-authority: "[^"]*"/, `certificate-authority: "${otherCa}"`),
          ),
        ),
      ).toBe('KUBE_CERTIFICATE');
    });

    test('takes a client certificate in place of a token', async () => {
      const user = `user: {client-certificate: "${peer.folder}/pki/admin.crt", client-key: "${peer.folder}/pki/admin.key"}`;
      expect(
        await codeOf(
          changed('certificate', (text) => text.replace(/user: \{token[^}]*\}/, user)),
          '/api/v1/secrets',
        ),
      ).toBe('answered');
    });

    test('is not reached at another port', async () => {
      expect(await codeOf(changed('no-port', (text) => text.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1')))).toBe(
        'KUBE_UNREACHABLE',
      );
      expect(await codeOf(changed('plain', (text) => text.replace('https://', 'http://')))).toMatch(
        /KUBE_UNREACHABLE|KUBE_REFUSED/,
      );
    });
  },
);
