// What the pod table costs a frame: 10,000 pods, 1,000 changes a second in frames of 12.5 a second. One JSON line.
import { type Pod, type PodOrder, PodTable, podFromWire } from '../src/pods/index.ts';

const PODS = Number(process.env.PODS ?? 10_000);
const CHANGES_PER_SECOND = 1_000;
const FPS = 12.5;
const FRAMES = 1_000;

let state = 42;
const random = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

const START = 1_700_000_000_000;
const pod = (number: number, restarts: number, isReady: boolean): Pod =>
  podFromWire({
    metadata: {
      namespace: `load-${number % 20}`,
      name: `web-${number}-x`,
      uid: `u-${number}`,
      resourceVersion: `${number}`,
      creationTimestamp: START,
    },
    spec: { nodeName: `node-${number % 100}`, containers: [{ name: 'app' }] },
    status: {
      phase: 'Running',
      podIP: '10.244.0.9',
      qosClass: 'Burstable',
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: START }],
      containerStatuses: [
        {
          name: 'app',
          restartCount: restarts,
          state: { running: { startedAt: START } },
          ...(isReady ? { ready: true, started: true } : {}),
        },
      ],
    },
  });

/** Milliseconds of each settle, and of projecting the changed pods before it. */
function run(order: PodOrder): { settleMs: number[]; projectMs: number[] } {
  const table = new PodTable();
  table.setOrder(order);
  for (let number = 0; number < PODS; number++) table.put(pod(number, 0, true));
  table.settle(START);
  const settleMs: number[] = [];
  const projectMs: number[] = [];
  for (let frame = 1; frame <= FRAMES; frame++) {
    const before = performance.now();
    for (let change = 0; change < CHANGES_PER_SECOND / FPS; change++) {
      const number = Math.floor(random() * PODS);
      const kind = random();
      const name = `load-${number % 20}/web-${number}-x`;
      if (kind < 0.1) table.remove(name);
      else table.put(pod(number, Math.floor(random() * 50), random() < 0.75));
    }
    const middle = performance.now();
    table.settle(START + (frame * 1000) / FPS);
    settleMs.push(performance.now() - middle);
    projectMs.push(middle - before);
  }
  return { settleMs, projectMs };
}

const quantile = (values: number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number).toFixed(3));
};

const byLook = run({ by: 'look', reverse: false });
const byRestarts = run({ by: 'restarts', reverse: true });
console.log(
  JSON.stringify({
    bench: 'pods-table',
    pods: PODS,
    changesPerFrame: CHANGES_PER_SECOND / FPS,
    settleMsMedian: quantile(byLook.settleMs, 0.5),
    settleMsP95: quantile(byLook.settleMs, 0.95),
    settleByRestartsMsMedian: quantile(byRestarts.settleMs, 0.5),
    settleByRestartsMsP95: quantile(byRestarts.settleMs, 0.95),
    projectMsMedian: quantile(byLook.projectMs, 0.5),
    cpuPercent: Number(((byLook.settleMs.reduce((sum, ms) => sum + ms, 0) / ((FRAMES * 1000) / FPS)) * 100).toFixed(2)),
  }),
);
