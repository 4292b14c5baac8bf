import { startDemoCluster } from '../../src/demo/index.ts';
import { systemClock } from '../../src/flow/index.ts';
import { createApiClient } from '../../src/kube/index.ts';
import { describeListWatchContract } from '../support/list-watch-contract.ts';

describeListWatchContract('the demo cluster', async () => {
  const demo = await startDemoCluster({ seed: 1, pods: 112 });
  const client = createApiClient(demo.access, { clock: systemClock });
  const podsOf = async (namespace: string) => {
    const list = await client.get(`/api/v1/namespaces/${namespace}/pods`);
    return (list as { items: { metadata: { name: string; uid: string } }[] }).items.map(({ metadata }) => metadata);
  };
  const names = (await podsOf('kube-system')).map(({ name }) => name);
  const payments = async () => {
    const found = (await podsOf('shop')).find(({ name }) => name.startsWith('payments-'));
    return { namespace: 'shop', name: found?.name ?? '', uid: found?.uid ?? '' };
  };
  return {
    client,
    namespace: 'kube-system',
    names,
    victim: payments,
    lively: 'shop',
    // Whatever is deleted has a successor.
    async start() {
      const { name } = await payments();
      await client.request({ method: 'DELETE', path: `/api/v1/namespaces/shop/pods/${name}` });
    },
    compact: () => demo.compact(),
    async close() {
      await client.close();
      await demo.stop();
    },
  };
});
