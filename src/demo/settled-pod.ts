import type { Random } from '../flow/index.ts';
import { newRevision } from './births.ts';
import { initCount } from './pod-life.ts';
import type { PodState, Stage } from './pod-state.ts';
import type { Revision, Workload } from './workload.ts';

const HOUR_MS = 3_600_000;
/** How often a CronJob runs. */
export const CRON_PERIOD_MS = 60_000;
/** The share of pods that have been restarted once, long ago. */
const RESTARTED_ONCE = 0.12;

/** The revision of the pod `ordinal` of a workload when the demo begins. */
export function settledRevision(workload: Workload, ordinal: number): Revision {
  const { plan, revision, replacing } = workload;
  if (plan.behaviour === 'evicted' && ordinal === 0) return newRevision(plan, 1, 'evicted');
  return replacing !== undefined && ordinal > 0 ? replacing : revision;
}

/** A pod that has been at home for long: as it is when the demo begins, at `now` (ms since the epoch). */
export function settledPod(pod: PodState, now: number, random: Random): PodState {
  const ageMs = Math.max(60_000, (pod.workload.plan.ageHours + random() * 3 - 1.5) * HOUR_MS);
  const createdAt = pod.job === '' ? secondOf(now - ageMs) : secondOf(now - (pod.ordinal + 1) * CRON_PERIOD_MS);
  const startedAt = createdAt + 4_000 + Math.floor(random() * 9) * 1000;
  const home: PodState = {
    ...pod,
    createdAt,
    scheduledAt: createdAt,
    stage: 'ready',
    stageAt: startedAt + 5_000,
    initDone: initCount(pod),
    startedAt,
    runningAt: startedAt,
  };
  return { ...home, ...trouble(home, now, random) };
}

const secondOf = (ms: number): number => Math.floor(ms / 1000) * 1000;

function trouble(pod: PodState, now: number, random: Random): Partial<PodState> {
  const ago = (seconds: number) => secondOf(now - seconds * 1000);
  const at = (stage: Stage, seconds: number) => ({ stage, stageAt: ago(seconds) });
  const notStarted = { startedAt: 0, runningAt: 0 };
  switch (pod.revision.behaviour) {
    case 'oom-loop':
      return { ...at('backoff', 130), restarts: 7, lastEndAt: ago(130), startedAt: ago(162) };
    case 'error-loop':
      return {
        ...at('backoff', 252),
        restarts: 12 + Math.floor(random() * 60),
        lastEndAt: ago(252),
        startedAt: ago(270),
      };
    case 'init-loop':
      return {
        ...at('init-backoff', 95),
        restarts: 4,
        lastEndAt: ago(95),
        startedAt: ago(101),
        runningAt: 0,
        initDone: initCount(pod) - 1,
      };
    case 'bad-image':
      return { ...at('pull-backoff', 45), ...notStarted, createdAt: ago(1_500), scheduledAt: ago(1_500) };
    case 'missing-config':
      return { ...at('config-error', 1_200), ...notStarted };
    case 'no-room':
      return { stage: 'pending', stageAt: pod.createdAt, node: -1, scheduledAt: 0, initDone: 0, ...notStarted };
    case 'evicted':
      return { ...at('evicted', 5_400), ...notStarted };
    case 'batch':
      return { stage: 'succeeded', stageAt: pod.startedAt + 15_000 };
    default:
      return random() < RESTARTED_ONCE ? restartedOnce(pod, now, random) : {};
  }
}

function restartedOnce(pod: PodState, now: number, random: Random): Partial<PodState> {
  const at = secondOf(pod.startedAt + (now - pod.startedAt) * (0.1 + random() * 0.8));
  return { restarts: 1, lastEndAt: at, startedAt: at + 1000, stageAt: at + 6_000 };
}
