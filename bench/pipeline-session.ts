// What the pipeline's session costs beside the pipeline itself: the CPU time of this thread for the first sync of the
// demo's pods (its server has a thread of its own), with nobody watching, with the session, and with the session and the
// example controller; in turns, medians. One JSON line.
//
//   node bench/pipeline-session.ts [--pods 10000] [--rounds 7]
import { parseArgs } from 'node:util';
import { startDemoCluster } from '../src/demo/index.ts';
import { systemClock, wait } from '../src/flow/index.ts';
import { SharedInformer } from '../src/informer/index.ts';
import { createApiClient, type ListerWatcher } from '../src/kube/index.ts';
import { PipelineSession } from '../src/pipeline/index.ts';
import { type Pod, podListerWatchers } from '../src/pods/index.ts';

const { values } = parseArgs({
  options: { pods: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '7' } },
});
const pods = Number(values.pods);
const demo = await startDemoCluster({ seed: 1, pods });
const client = createApiClient(demo.access, { clock: systemClock });

type Kind = 'plain' | 'session' | 'controller';

async function sync(kind: Kind): Promise<{ cpuMs: number; steps: number }> {
  const [listerWatcher] = podListerWatchers(client, { namespaces: [] }) as [ListerWatcher<Pod>];
  const session = kind === 'plain' ? undefined : new PipelineSession<Pod>({ clock: systemClock });
  const hooks = session?.hooks('pods', listerWatcher) ?? { name: 'pods', listerWatcher };
  const informer = new SharedInformer<Pod>({ ...hooks, clock: systemClock, random: Math.random });
  session?.attach(informer);
  let added = 0;
  const registration = informer.addEventHandler({ onAdd: () => void added++ });
  if (kind === 'controller') session?.startController();
  const stop = new AbortController();
  const before = process.threadCpuUsage();
  const running = informer.run(stop.signal);
  while (!registration.hasSynced() || added < pods || session?.isIdle === false) await wait(systemClock, 5);
  const { user, system } = process.threadCpuUsage(before);
  const steps = session?.snapshot().steps.reduce((sum, { total }) => sum + total, 0) ?? 0;
  stop.abort();
  await session?.stop();
  await running;
  return { cpuMs: (user + system) / 1000, steps };
}

const kinds: readonly Kind[] = ['plain', 'session', 'controller'];
const all: Readonly<Record<Kind, { cpuMs: number; steps: number }[]>> = { plain: [], session: [], controller: [] };
// The first of each warms up.
for (let round = 0; round <= Number(values.rounds); round++)
  for (const kind of kinds) {
    const measured = await sync(kind);
    if (round > 0) all[kind].push(measured);
  }
const median = (kind: Kind): number => {
  const sorted = all[kind].map(({ cpuMs }) => cpuMs).toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] as number) * 10) / 10;
};
const [plain, session, controller] = kinds.map(median) as [number, number, number];
console.log(
  JSON.stringify({
    bench: 'pipeline-session',
    pods,
    cpuMs: { plain, session, controller },
    steps: { session: all.session.at(-1)?.steps, controller: all.controller.at(-1)?.steps },
    ratio: Math.round((session / plain) * 100) / 100,
  }),
);
await client.close();
await demo.stop();
