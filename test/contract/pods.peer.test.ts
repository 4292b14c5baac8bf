import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/flow/index.ts';
import { type ApiClient, createApiClient, loadCluster } from '../../src/kube/index.ts';
import { startKube, whyNoKube } from '../support/kube-peer.ts';
import { describeListWatchContract } from '../support/list-watch-contract.ts';

const missing = whyNoKube();

const podBody = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { nodeName: 'node-0', containers: [{ name: 'a', image: 'i' }] },
});
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

async function make(
  client: ApiClient,
  path: string,
  body: object,
): Promise<{ metadata: { name: string; uid: string } }> {
  return (await client.request({ method: 'POST', path, body })) as { metadata: { name: string; uid: string } };
}

if (missing !== undefined)
  describe.skip(`kube-apiserver: ${missing}`, () => test('is not here', () => expect(missing).toBeUndefined()));
else {
  describeListWatchContract('kube-apiserver v1.27.2', async () => {
    const kube = await startKube();
    const client = createApiClient(await loadCluster({ kubeconfig: kube.kubeconfig, env: {} }), { clock: systemClock });
    for (const name of ['still', 'lively']) await make(client, '/api/v1/namespaces', namespace(name));
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await make(client, '/api/v1/namespaces/still/pods', podBody(name));
    let made = 0;
    return {
      client,
      namespace: 'still',
      names,
      async victim() {
        const { metadata } = await make(client, '/api/v1/namespaces/lively/pods', podBody(`victim-${++made}`));
        return { namespace: 'lively', ...metadata };
      },
      lively: 'lively',
      async start() {
        const { metadata } = await make(client, '/api/v1/namespaces/lively/pods', podBody(`lively-${++made}`));
        await client.request({
          method: 'PATCH',
          path: `/api/v1/namespaces/lively/pods/${metadata.name}/status`,
          body: { status: { phase: 'Running' } },
          contentType: 'application/merge-patch+json',
        });
      },
      async compact() {
        // etcd keeps what is at the newest revision: something has to happen after what is to expire.
        await make(client, '/api/v1/namespaces', namespace(`later-${++made}`));
        await kube.run('compact');
      },
      async close() {
        await client.close();
        await kube.stop();
      },
    };
  });
}
