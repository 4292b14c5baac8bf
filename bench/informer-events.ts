// Sustained watch events through all steps: socket, reader, reflector, queue, indexer, handler; with an observer of the
// step events, and without. A worker thread sends frames of 6.6 KB, a pod of kubeload's size, as fast as they are taken.
// `perCpuSecond` is what one core would carry; `lost` is counted, not hoped for. One JSON line.
//
//   node bench/informer-events.ts [--events 200000] [--pods 10000] [--rounds 3]
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { systemClock, wait } from '../src/flow/index.ts';
import { type Observe, SharedInformer } from '../src/informer/index.ts';
import { createApiClient, plainAccess, type WireSchema } from '../src/kube/index.ts';
import { type Pod, podProjection } from '../src/pods/index.ts';

const POD_BYTES = 6_600;
const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const NAME = 'web-00000000';
const VERSION = '10000000';
const START_VERSION = 10_000_000;

interface Encoding {
  encodeWire(schema: WireSchema, object: object): Buffer;
  envelope(apiVersion: string, kind: string, raw: Buffer): Buffer;
  lengthDelimited(number: number, bytes: Buffer): Buffer;
  watchFrame(type: string, object: Buffer): Buffer;
}

if (isMainThread) await measureAll();
else await serve(workerData as { pods: number; events: number });

async function serve({ pods, events }: { pods: number; events: number }): Promise<void> {
  // By a path and not by name: benches and tests are projects of their own for the compiler.
  const { encodeWire, envelope, lengthDelimited, watchFrame } = (await import(
    fileURLToPath(new URL('../test/support/wire-encode.ts', import.meta.url))
  )) as Encoding;
  const known = encodeWire(podProjection.schema, {
    metadata: {
      name: NAME,
      namespace: 'load-0',
      uid: '0f0e0d0c-0b0a-4908-8706-050403020100',
      resourceVersion: VERSION,
      creationTimestamp: 1.7e12,
      labels: { app: 'web', tier: 'a' },
    },
    spec: { nodeName: 'node-7', containers: [{ name: 'app' }, { name: 'proxy' }] },
    status: {
      phase: 'Running',
      podIP: '10.244.0.9',
      qosClass: 'Burstable',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: 1.7e12,
      })),
      containerStatuses: ['app', 'proxy'].map((name) => ({
        name,
        ready: true,
        restartCount: 1,
        state: { running: { startedAt: 1.7e12 } },
        started: true,
      })),
    },
  });
  const pod = Buffer.concat([known, lengthDelimited(99, Buffer.alloc(POD_BYTES - known.length))]);
  const item = lengthDelimited(2, pod);
  const frame = watchFrame('MODIFIED', envelope('v1', 'Pod', pod));
  /** The same bytes with another name and version in them. */
  const stamp = (template: Buffer, number: number, version: number): Buffer => {
    const copy = Buffer.from(template);
    copy.write(`web-${String(number).padStart(8, '0')}`, copy.indexOf(NAME), 'latin1');
    copy.write(String(version), copy.indexOf(VERSION), 'latin1');
    return copy;
  };
  const batch = (from: number): Buffer =>
    Buffer.concat(
      Array.from({ length: 10 }, (_, index) => stamp(frame, (from + index) % pods, START_VERSION + from + index + 1)),
    );
  const batches = Array.from({ length: events / 10 }, (_, index) => index * 10);
  const server = createServer((request, response) => {
    if (!request.url?.includes('watch=1')) {
      const items = Array.from({ length: pods }, (_, number) => stamp(item, number, START_VERSION));
      const meta = lengthDelimited(1, lengthDelimited(2, Buffer.from(VERSION)));
      response.writeHead(200, { 'content-type': PROTOBUF });
      response.end(envelope('v1', 'PodList', Buffer.concat([meta, ...items])));
      return;
    }
    response.writeHead(200, { 'content-type': `${PROTOBUF};stream=watch` });
    response.flushHeaders();
    parentPort?.once('message', () => {
      const queue = batches.values();
      const send = (): void => {
        for (let next = queue.next(); !next.done; next = queue.next())
          if (!response.write(batch(next.value))) return void response.once('drain', send);
      };
      send();
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
}

interface Measured {
  readonly perSecond: number;
  readonly perCpuSecond: number;
  readonly lost: number;
}

async function measure(pods: number, events: number, observe: Observe | undefined): Promise<Measured> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { pods, events } });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const client = createApiClient(plainAccess({ server: `http://127.0.0.1:${port}`, context: 'bench' }), {
    clock: systemClock,
  });
  const informer = new SharedInformer<Pod>({
    name: 'pods',
    listerWatcher: client.listerWatcher({ path: '/api/v1/pods', projection: podProjection }),
    clock: systemClock,
    random: Math.random,
    observe,
  });
  let updates = 0;
  informer.addEventHandler({ onUpdate: () => void updates++ });
  const stop = new AbortController();
  const running = informer.run(stop.signal);
  while (informer.syncState().kind !== 'watching') await wait(systemClock, 20);
  await wait(systemClock, 200);
  const start = performance.now();
  const cpu = process.threadCpuUsage();
  worker.postMessage('go');
  for (let before = 0, idleMs = 0; updates < events && idleMs < 10_000; ) {
    await wait(systemClock, 50);
    idleMs = updates > before ? 0 : idleMs + 50;
    before = updates;
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.threadCpuUsage(cpu);
  const isComplete = informer.lastSyncResourceVersion() === String(START_VERSION + events);
  stop.abort();
  await running;
  await client.close();
  await worker.terminate();
  return {
    perSecond: Math.round(updates / seconds),
    perCpuSecond: Math.round(updates / ((user + system) / 1e6)),
    lost: isComplete ? events - updates : events,
  };
}

async function measureAll(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '200000' },
      pods: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const [pods, events] = [Number(values.pods), Number(values.events)];
  let steps = 0;
  const middle = async (observe: Observe | undefined): Promise<Measured> => {
    const all: Measured[] = [];
    for (let round = 0; round < Number(values.rounds); round++) all.push(await measure(pods, events, observe));
    return {
      ...(all.toSorted((a, b) => a.perCpuSecond - b.perCpuSecond)[Math.floor(all.length / 2)] as Measured),
      lost: all.reduce((sum, { lost }) => sum + lost, 0),
    };
  };
  const plain = await middle(undefined);
  const observed = await middle((event) => {
    if ('step' in event) steps++;
  });
  console.log(
    JSON.stringify({
      bench: 'informer-events',
      pods,
      events,
      budgetPerSecond: 20_000,
      plain,
      observed,
      stepsSeen: steps,
    }),
  );
}
