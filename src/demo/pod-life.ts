import type { Random } from '../flow/index.ts';
import { isOver, type PodState, type Stage } from './pod-state.ts';

/** The kubelet's back-off between restarts: 10 s, doubled up to five minutes. */
const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 300_000;

/** What a pod will do next when nobody interferes. */
export interface PodStep {
  readonly afterMs: number;
  readonly to: Stage | 'gone';
}

export const backoffMs = (restarts: number): number =>
  Math.min(FIRST_BACKOFF_MS * 2 ** Math.min(restarts, 10), LONGEST_BACKOFF_MS);

/** The next step of a pod's life; undefined: it stays as it is. */
export function nextStep(pod: PodState, random: Random): PodStep | undefined {
  const within = (least: number, most: number) => least + random() * (most - least);
  if (pod.deletedAt > 0) return { afterMs: Math.min(within(800, 3_000), pod.graceSeconds * 1000), to: 'gone' };
  if (isOver(pod)) return undefined;
  const { behaviour } = pod.revision;
  switch (pod.stage) {
    case 'pending':
      return behaviour === 'no-room' ? undefined : { afterMs: within(300, 900), to: 'creating' };
    case 'creating':
      return { afterMs: within(1_500, 4_500), to: afterCreation(pod) };
    case 'pull-error':
      return { afterMs: within(11_000, 15_000), to: 'pull-backoff' };
    case 'pull-backoff':
      return { afterMs: within(20_000, 80_000), to: 'pull-error' };
    case 'init':
      if (behaviour === 'init-loop' && pod.initDone + 1 === initCount(pod))
        return { afterMs: within(3_000, 7_000), to: 'init-crashed' };
      return { afterMs: within(1_500, 5_000), to: pod.initDone + 1 < initCount(pod) ? 'init' : 'starting' };
    case 'init-crashed':
      return { afterMs: within(800, 1_500), to: 'init-backoff' };
    case 'init-backoff':
      return { afterMs: backoffMs(pod.restarts), to: 'init' };
    case 'starting':
      return { afterMs: within(1_500, 7_000), to: 'ready' };
    case 'crashed':
      return { afterMs: within(800, 1_500), to: 'backoff' };
    case 'backoff':
      return { afterMs: backoffMs(pod.restarts), to: 'starting' };
    case 'unready':
      return { afterMs: within(6_000, 15_000), to: 'ready' };
    case 'ready':
      return whileReady(pod, within, random);
    default:
      return undefined;
  }
}

function afterCreation(pod: PodState): Stage {
  if (pod.revision.behaviour === 'bad-image') return 'pull-error';
  if (pod.revision.behaviour === 'missing-config') return 'config-error';
  return initCount(pod) > 0 ? 'init' : 'starting';
}

function whileReady(
  pod: PodState,
  within: (least: number, most: number) => number,
  random: Random,
): PodStep | undefined {
  switch (pod.revision.behaviour) {
    case 'oom-loop':
    case 'error-loop':
      return { afterMs: within(15_000, 45_000), to: 'crashed' };
    case 'flaky':
      return { afterMs: within(18_000, 45_000), to: 'unready' };
    case 'batch':
      return { afterMs: within(6_000, 20_000), to: random() < 0.15 ? 'failed' : 'succeeded' };
    default:
      return undefined;
  }
}

export const initCount = ({ workload }: PodState): number => workload.plan.init?.length ?? 0;

/** The pod as it is when it enters a stage at `at` (ms since the epoch). The resourceVersion is the caller's. */
export function enterStage(pod: PodState, stage: Stage, at: number): PodState {
  const entered = { ...pod, stage, stageAt: at };
  switch (stage) {
    case 'init':
      if (pod.stage === 'init-backoff') return { ...entered, restarts: pod.restarts + 1, startedAt: at };
      return { ...entered, initDone: pod.stage === 'init' ? pod.initDone + 1 : 0, startedAt: at };
    case 'starting':
      if (pod.stage === 'backoff') return { ...entered, restarts: pod.restarts + 1, startedAt: at };
      return { ...entered, initDone: initCount(pod), restarts: 0, lastEndAt: 0, startedAt: at, runningAt: at };
    case 'backoff':
    case 'init-backoff':
      return { ...entered, lastEndAt: pod.stageAt };
    default:
      return entered;
  }
}
