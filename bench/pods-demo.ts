// The demo cluster at 50,000 pods: how long it takes to be there, to be listed and synced, what both threads hold, and how
// long the first thread was ever away from its event loop. One JSON line.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startDemoCluster } from '../src/demo/index.ts';
import { systemClock, wait } from '../src/flow/index.ts';
import { createApiClient } from '../src/kube/index.ts';
import { PodSession, podListerWatchers } from '../src/pods/index.ts';

const PODS = Number(process.env.PODS ?? 50_000);
const CHANGES_PER_SECOND = Number(process.env.CHANGES ?? 150);
const WATCH_SECONDS = 10;

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
const before = systemClock.now();
const demo = await startDemoCluster({ seed: 1, pods: PODS, changesPerSecond: CHANGES_PER_SECOND });
const startedMs = systemClock.now() - before;
const rssOfServer = process.memoryUsage.rss();
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const client = createApiClient(demo.access, { clock: systemClock });
const session = new PodSession({
  listerWatchers: podListerWatchers(client, { namespaces: [] }),
  clock: systemClock,
  random: Math.random,
});
let firstRowMs = 0;
let syncedMs = 0;
let changes = 0;
session.onChange(({ type }) => {
  if (type === 'SYNCED') syncedMs = systemClock.now() - asked;
  else changes++;
});
const stopLooking = session.view.subscribe(() => {});
const listCpu = process.cpuUsage();
const asked = systemClock.now();
const frames = systemClock.every(80, () => {
  session.view.flush();
  if (firstRowMs === 0 && session.table.length > 0) firstRowMs = systemClock.now() - asked;
});
session.start();
while (syncedMs === 0) await wait(systemClock, 5);
const listDelayMs = delay.max / 1e6;
const { user: listUser, system: listSystem } = process.cpuUsage(listCpu);
delay.reset();
const cpu = process.cpuUsage();
await wait(systemClock, WATCH_SECONDS * 1000);
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    bench: 'pods-demo',
    pods: PODS,
    startedMs: Math.round(startedMs),
    firstRowMs: Math.round(firstRowMs),
    syncedMs: Math.round(syncedMs),
    listCpuMsBothThreads: Math.round((listUser + listSystem) / 1000),
    rssMb: megabytes(process.memoryUsage.rss()),
    rssOfServerMb: megabytes(rssOfServer),
    heapMb: megabytes(process.memoryUsage().heapUsed),
    listLoopDelayMaxMs: Math.round(listDelayMs),
    watchLoopDelayP99Ms: Number((delay.percentile(99) / 1e6).toFixed(1)),
    changesPerSecond: Math.round(changes / WATCH_SECONDS),
    cpuPercentBothThreads: Math.round((user + system) / (WATCH_SECONDS * 1e4)),
  }),
);
frames();
stopLooking();
await session.stop();
await client.close();
await demo.stop();
