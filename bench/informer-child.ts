// One sync of all pods in a process of its own, as `informer-sync.ts` starts it:
//   KUBECONFIG protobuf|json pods|row HOLD_SECONDS
// One JSON line in the form of clientgo-informer.
import { readFileSync } from 'node:fs';
import { systemClock, wait } from '../src/flow/index.ts';
import { SharedInformer } from '../src/informer/index.ts';
import { createApiClient, type KubeObject, loadCluster, type Projection } from '../src/kube/index.ts';
import { podProjection } from '../src/pods/index.ts';
import { rowProjection } from './informer-row.ts';

const [kubeconfig = '', encoding = 'protobuf', kept = 'pods', holdSeconds = '0'] = process.argv.slice(2);

const mib = (field: string): number =>
  Number(/\d+/.exec(readFileSync('/proc/self/status', 'utf8').split(`${field}:`)[1] ?? '')?.[0]) / 1024;
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const client = createApiClient(await loadCluster({ kubeconfig, env: process.env }), { clock: systemClock });
const startCpu = cpuSeconds();
const start = performance.now();
const informer = new SharedInformer<KubeObject>({
  name: 'pods',
  listerWatcher: client.listerWatcher<KubeObject>({
    path: '/api/v1/pods',
    projection: (kept === 'row' ? rowProjection : podProjection) as Projection<KubeObject>,
    protobuf: encoding === 'protobuf',
  }),
  clock: systemClock,
  random: Math.random,
});
let events = 0;
let onEvent = (): void => {};
const count = (): void => {
  events++;
  onEvent();
};
const registration = informer.addEventHandler({ onAdd: count, onUpdate: count, onDelete: count });
const stop = new AbortController();
const running = informer.run(stop.signal);
// Woken by the last event and not by a timer each millisecond, which would cost more than the handler does.
while (!registration.hasSynced()) {
  const lastEvent = new Promise<void>((resolve) => {
    onEvent = () => {
      if (events === informer.indexer.size && informer.queueDepth === 0) setImmediate(resolve);
    };
  });
  await Promise.race([lastEvent, wait(systemClock, 200)]);
}
onEvent = () => {};
const result: Record<string, unknown> = {
  pods: informer.indexer.size,
  encoding,
  kept,
  syncMs: Math.round(performance.now() - start),
  cpuSeconds: cpuSeconds(),
  syncCpuSeconds: cpuSeconds() - startCpu,
  rssMib: mib('VmRSS'),
  peakMib: mib('VmHWM'),
};
if (holdSeconds !== '0') {
  const before = events;
  const used = cpuSeconds();
  await wait(systemClock, Number(holdSeconds) * 1000);
  Object.assign(result, { events: events - before, holdCpuSeconds: cpuSeconds() - used, rssMibAfter: mib('VmRSS') });
}
console.log(JSON.stringify(result));
stop.abort();
await running;
await client.close();
