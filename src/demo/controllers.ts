import { newRevision } from './births.ts';
import type { DemoWorld } from './demo-world.ts';
import { killing } from './pod-occurrences.ts';
import { isOver, type PodState } from './pod-state.ts';
import { CRON_PERIOD_MS } from './settled-pod.ts';
import type { Revision, Workload } from './workload.ts';

/** A controller's own delay. */
const CONTROLLER_MS = 120;
const ROLLOUT_MS = 90_000;
const ROLLBACK_MS = 70_000;
/** The share of rollouts that name an image which is not there. */
const BAD_ROLLOUTS = 0.2;
/** Finished jobs that a CronJob keeps. */
const JOBS_KEPT = 3;
/** What a rolling update takes a pod away with. */
const ROLLOUT_GRACE_SECONDS = 30;

/** Begins to end a pod that runs. Whether it gets a successor is its controller's business. */
export function beginDeletion(world: DemoWorld, pod: PodState, graceSeconds: number, at: number): PodState {
  // The server counts in whole seconds, and rounds up.
  const deletedAt = (Math.ceil(at / 1000) + graceSeconds) * 1000;
  const host = world.nodeList[pod.node]?.name ?? '';
  if (pod.deletedAt === 0) world.events.tell(killing(pod, host, at));
  return world.replace({ ...pod, deletedAt, graceSeconds }, at);
}

/** A Deployment makes a successor as soon as one of its pods is being deleted. */
export function afterDeletionBegan(world: DemoWorld, { workload, revision, ordinal }: PodState, at: number): void {
  if (workload.plan.kind === 'Deployment') succeed(world, { workload, revision, ordinal }, at);
}

/** The other controllers wait until a pod is gone, because its successor has its name or its node. */
export function afterRemoval(world: DemoWorld, pod: PodState, at: number): void {
  const { kind } = pod.workload.plan;
  if (kind === 'StatefulSet' || kind === 'DaemonSet' || kind === 'Static') succeed(world, pod, at);
}

function succeed(world: DemoWorld, pod: Pick<PodState, 'workload' | 'revision' | 'ordinal'>, at: number): void {
  const { workload, revision, ordinal } = pod;
  // What was made by hand of an evicted pod's revision comes back as the workload's own.
  const wanted = revision === workload.replacing ? revision : workload.revision;
  world.timers.put(at + CONTROLLER_MS, { kind: 'spawn', workload, revision: wanted, ordinal });
}

/** Makes the pod that a controller has decided on, unless it is no longer wanted. */
export function spawn(
  world: DemoWorld,
  { workload, revision, ordinal }: Pick<PodState, 'workload' | 'revision' | 'ordinal'>,
  at: number,
): void {
  if (isShort(world, workload, revision)) world.add(world.conceive(workload, revision, { ordinal, at }));
}

/** While a rollout goes on, old and new pods stand beside each other, each with a count of its own. */
function isShort(world: DemoWorld, workload: Workload, revision: Revision): boolean {
  const alive = world.alive(workload);
  if (workload.replacing === undefined) return alive.length < workload.replicas;
  return alive.filter((pod) => pod.revision === revision).length < workload.replicas;
}

/** Starts the next job of a CronJob, and deletes the pods of the oldest. */
export function runJob(world: DemoWorld, workload: Workload, at: number): void {
  world.timers.put(at + CRON_PERIOD_MS, { kind: 'cron', workload });
  const job = jobName(workload, at);
  world.add(world.conceive(workload, workload.revision, { ordinal: 0, job, at }));
  const over = [...(world.members.get(workload) ?? [])]
    .map((key) => world.pods.get(key))
    .filter((pod) => pod !== undefined && isOver(pod)) as PodState[];
  const old = over.sort((a, b) => b.createdAt - a.createdAt).slice(JOBS_KEPT);
  for (const pod of old) world.remove(pod);
}

/** `batch-29401234`: a CronJob names its jobs by the minute. */
export const jobName = ({ plan }: Workload, at: number): string => `${plan.name}-${Math.floor(at / 60_000)}`;

/** Gives a Deployment a new template and makes the first pod of it. */
export function rollOut(world: DemoWorld, number: number, at: number): void {
  world.timers.put(at + ROLLOUT_MS, { kind: 'rollout' });
  const candidates = [...world.members.keys()].filter(
    ({ plan, replacing, revision }) =>
      plan.kind === 'Deployment' &&
      replacing === undefined &&
      revision.behaviour === 'steady' &&
      plan.behaviour === 'steady',
  );
  const workload = candidates[Math.floor(world.random() * candidates.length)];
  if (workload === undefined) return;
  const good = workload.revision;
  const isBad = world.random() < BAD_ROLLOUTS;
  workload.replacing = good;
  workload.revision = newRevision(workload.plan, number, isBad ? 'bad-image' : good.behaviour);
  world.timers.put(at + CONTROLLER_MS, { kind: 'spawn', workload, revision: workload.revision, ordinal: 0 });
  if (isBad) world.timers.put(at + ROLLBACK_MS, { kind: 'rollback', workload, bad: workload.revision, good });
}

/** One step of a rolling update, when a pod of the new revision has become ready: an old one goes, a new one comes. */
export function onReady(world: DemoWorld, pod: PodState, at: number): void {
  const { workload } = pod;
  if (workload.replacing === undefined || pod.revision !== workload.revision) return;
  const alive = world.alive(workload);
  const old = alive.filter(({ revision }) => revision !== workload.revision);
  const [next] = old;
  if (next !== undefined) beginDeletion(world, next, ROLLOUT_GRACE_SECONDS, at);
  if (old.length <= 1) workload.replacing = undefined;
  if (alive.length - old.length < workload.replicas) {
    world.timers.put(at + CONTROLLER_MS, { kind: 'spawn', workload, revision: workload.revision, ordinal: 0 });
  }
}

/** Takes a bad revision back: its pods go, the old ones were never touched. */
export function rollBack(
  world: DemoWorld,
  workload: Workload,
  { bad, good }: { bad: Revision; good: Revision },
  at: number,
): void {
  if (workload.revision !== bad) return;
  workload.revision = good;
  workload.replacing = undefined;
  for (const pod of world.alive(workload))
    if (pod.revision === bad) beginDeletion(world, pod, ROLLOUT_GRACE_SECONDS, at);
}
