// One sync of all pods in a process of its own, as `bench/informer-sync.ts` starts it: KUBECONFIG, protobuf or json, and
// how many seconds to hold afterwards. One JSON line in the form of clientgo-informer.
import { readFileSync } from 'node:fs';
import { systemClock, wait } from '../src/flow/index.ts';
import { type Observe, SharedInformer, type StepEvent } from '../src/informer/index.ts';
import { createApiClient, loadCluster } from '../src/kube/index.ts';
import { type Pod, podProjection } from '../src/pods/index.ts';

const [kubeconfig = '', encoding = 'protobuf', holdSeconds = '0', observed = ''] = process.argv.slice(2);

const mib = (field: string): number => Number(/(\d+)/.exec(readFileSync('/proc/self/status', 'utf8').split(`${field}:`)[1] ?? '')?.[1]) / 1024;
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const access = await loadCluster({ kubeconfig, env: process.env });
const client = createApiClient(access, { clock: systemClock });
const steps = new Uint32Array(10);
const observe: Observe = (event) => {
  if ('step' in event) steps[(event as StepEvent).step] = (steps[event.step] ?? 0) + 1;
};
const startCpu = cpuSeconds();
const t0 = process.threadCpuUsage();
const start = performance.now();
const informer = new SharedInformer<Pod>({
  name: 'pods',
  listerWatcher: client.listerWatcher({ path: '/api/v1/pods', projection: podProjection, protobuf: encoding === 'protobuf' }),
  clock: systemClock,
  random: Math.random,
  ...(observed !== '' && { observe }),
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
// No polling: a timer each millisecond costs more than the handler.
while (!registration.hasSynced()) {
  await Promise.race([new Promise<void>((resolve) => (onEvent = () => { if (events >= 10 && informer.queueDepth === 0) resolve(); })), wait(systemClock, 200)]);
}
onEvent = () => {};
const syncMs = Math.round(performance.now() - start);
const result: Record<string, unknown> = {
  pods: informer.indexer.size,
  encoding,
  syncMs,
  main: (process.threadCpuUsage(t0).user + process.threadCpuUsage(t0).system) / 1e6,
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
if (observed !== '') result.steps = [...steps.slice(1, 7)];
console.log(JSON.stringify(result));
stop.abort();
await running;
await client.close();
