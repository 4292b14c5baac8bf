// Keys through the work queue: add, get and done for each of 10,000 keys, again and again. One JSON line: operations a
// second and a second of CPU (an add, a get or a done is one), of the plain queue, with metrics and observer, and of the
// whole loop (a worker, its reconcile and the limiter; adds and keys counted as above); bytes of garbage an operation.
//
//   node --expose-gc bench/workqueue.ts [--keys 10000] [--seconds 1] [--rounds 5]
import { parseArgs } from 'node:util';
import { systemClock } from '../src/flow/index.ts';
import { MetricsRegistry } from '../src/metrics/index.ts';
import {
  defaultControllerRateLimiter,
  RateLimitingQueue,
  runWorker,
  WorkQueue,
  type WorkQueueObserver,
} from '../src/workqueue/index.ts';

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
  },
});
const keys = Array.from({ length: Number(values.keys) }, (_, number) => `load-${number % 50}/web-${number}`);
const seconds = Number(values.seconds);

let told = 0;
const observer: WorkQueueObserver = { added: () => told++, got: () => told++, done: () => told++ };

/** Every key in, then every key out: the queue is as deep as there are keys. */
async function pass(queue: WorkQueue): Promise<void> {
  for (const key of keys) queue.add(key);
  for (let left = keys.length; left > 0; left--) {
    const next = await queue.get();
    if (next !== 'shutdown') queue.done(next.key);
  }
}

interface Measured {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

async function measure(onePass: () => Promise<void>): Promise<Measured> {
  for (let warmUp = 0; warmUp < 5; warmUp++) await onePass();
  const start = performance.now();
  const cpu = process.cpuUsage();
  let passes = 0;
  while (performance.now() - start < seconds * 1000) {
    await onePass();
    passes++;
  }
  const took = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const operations = passes * keys.length * 3;
  return { perSecond: operations / took, perCpuSecond: (operations * 1e6) / (user + system) };
}

/** A worker that runs all the time; a pass ends with its last key. */
function loop(): { readonly onePass: () => Promise<void>; readonly stop: () => void } {
  const queue = new RateLimitingQueue({ clock: systemClock, limiter: defaultControllerRateLimiter(systemClock) });
  let left = 0;
  let onEnd = (): void => {};
  void runWorker({
    queue,
    clock: systemClock,
    reconcile: () => {
      if (--left === 0) onEnd();
    },
  });
  const onePass = (): Promise<void> =>
    new Promise((resolve) => {
      left = keys.length;
      onEnd = resolve;
      for (const key of keys) queue.add(key);
    });
  return { onePass, stop: () => queue.shutDown() };
}

/** Bytes that one add, get or done leaves behind; undefined when there is no way to empty the heap first. */
async function garbage(queue: WorkQueue): Promise<number | undefined> {
  if (globalThis.gc === undefined) return undefined;
  await pass(queue);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  await pass(queue);
  return Math.round((process.memoryUsage().heapUsed - before) / (keys.length * 3));
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const rounded = (all: readonly Measured[]): Measured => ({
  perSecond: Math.round(median(all.map(({ perSecond }) => perSecond))),
  perCpuSecond: Math.round(median(all.map(({ perCpuSecond }) => perCpuSecond))),
});

const plain = new WorkQueue({ clock: systemClock });
const watched = new WorkQueue({ name: 'bench', clock: systemClock, metrics: new MetricsRegistry(), observer });
const worker = loop();
const rounds: { plain: Measured; watched: Measured; loop: Measured }[] = [];
for (let round = 0; round < Number(values.rounds); round++)
  rounds.push({
    plain: await measure(() => pass(plain)),
    watched: await measure(() => pass(watched)),
    loop: await measure(worker.onePass),
  });
console.log(
  JSON.stringify({
    bench: 'workqueue',
    keys: keys.length,
    plain: rounded(rounds.map((round) => round.plain)),
    withMetricsAndObserver: rounded(rounds.map((round) => round.watched)),
    workerLoop: rounded(rounds.map((round) => round.loop)),
    garbageBytesPerOperation: await garbage(plain),
  }),
);
watched.shutDown();
worker.stop();
