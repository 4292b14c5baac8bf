import type { WirePod } from './pod-schema.ts';
import type { PodStatus } from './pod-status.ts';

/** How a status is coloured and which glyph stands before it: the roles of the screens. */
export type StatusRole = 'ok' | 'busy' | 'warn' | 'danger' | 'idle';

/** Longer than pulling an ordinary image takes on a Pi's network. */
const SLOW_START_MS = 180_000;
/** Longer than a rollout's usual readiness delay. */
const SLOW_READY_MS = 60_000;
/** What a kubelet may need beyond the grace period. */
const SLOW_END_MS = 30_000;
/** A container that restarted this often, and lately, runs only between two crashes. */
const CRASHY_RESTARTS = 3;
const CRASHY_MS = 600_000;

const WORKING = new Set([
  'Pending',
  'ContainerCreating',
  'PodInitializing',
  'NotReady',
  'Terminating',
  'SchedulingGated',
  '',
]);
const DONE = new Set(['Completed', 'Succeeded']);
const FAILED = new Set([
  'Failed',
  'Error',
  'OOMKilled',
  'Evicted',
  'NodeLost',
  'Unknown',
  'DeadlineExceeded',
  'ContainerStatusUnknown',
  'ContainerCannotRun',
  'StartError',
  'Shutdown',
  'NodeShutdown',
  'Terminated',
  'NodeAffinity',
  'UnexpectedAdmissionError',
]);

/** The role of a status that is as fresh as can be, and the time span in which the pod needs a look. */
export interface PodLook {
  readonly role: StatusRole;
  readonly from: number;
  readonly until: number;
}

const never = (role: StatusRole): PodLook => ({
  role,
  from: Number.POSITIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
});
const since = (role: StatusRole, from: number): PodLook => ({ role, from, until: Number.POSITIVE_INFINITY });

export function podLook(pod: WirePod, { status, ready, total, restarts, lastRestartAt }: PodStatus): PodLook {
  const role = statusRole(status);
  if (role === 'danger' || role === 'warn') return since(role, 0);
  if (role === 'idle') return never('idle');
  const deletedAt = pod.metadata?.deletionTimestamp;
  if (deletedAt !== undefined) return since('busy', deletedAt + SLOW_END_MS);
  const crashy = restarts >= CRASHY_RESTARTS && lastRestartAt !== undefined ? lastRestartAt + CRASHY_MS : undefined;
  if (status === 'Running' && ready >= total)
    return crashy === undefined ? never('ok') : { role: 'ok', from: 0, until: crashy };
  if (status === 'SchedulingGated') return never('busy');
  if (isUnschedulable(pod)) return since('warn', 0);
  if (status === 'Running' || status === 'NotReady') return since('busy', changedAt(pod, 'Ready') + SLOW_READY_MS);
  return since('busy', Math.max(changedAt(pod, 'PodScheduled'), pod.metadata?.creationTimestamp ?? 0) + SLOW_START_MS);
}

/** True when a person should look at the pod: failed, crash looping, not starting, not ready or not ending for long. */
export const needsLook = (pod: { readonly lookFrom: number; readonly lookUntil: number }, now: number): boolean =>
  now >= pod.lookFrom && now < pod.lookUntil;

/** The role to show now: what takes too long is no longer busy, and what has just crashed is not ok. */
export function roleAt(
  pod: { readonly role: StatusRole; readonly lookFrom: number; readonly lookUntil: number },
  now: number,
): StatusRole {
  return (pod.role === 'busy' || pod.role === 'ok') && needsLook(pod, now) ? 'warn' : pod.role;
}

function statusRole(status: string): StatusRole {
  const initialising = status.startsWith('Init:');
  const word = initialising ? status.slice('Init:'.length) : status;
  if (DONE.has(word)) return 'idle';
  if (word === 'Running') return 'ok';
  if (WORKING.has(word) || (initialising && /^\d+\/\d+$/.test(word))) return 'busy';
  if (FAILED.has(word) || /^(Signal:|ExitCode:|OutOf)/.test(word)) return 'danger';
  // Any other word is a waiting reason that is not known to pass by itself: CrashLoopBackOff, ErrImagePull, ...
  return 'warn';
}

const isUnschedulable = (pod: WirePod): boolean =>
  pod.status?.conditions?.some(
    (c) => c.type === 'PodScheduled' && c.status === 'False' && c.reason === 'Unschedulable',
  ) ?? false;

/** When a condition last changed; the pod's creation where nobody says. */
function changedAt(pod: WirePod, type: string): number {
  const condition = pod.status?.conditions?.find((candidate) => candidate.type === type);
  return condition?.lastTransitionTime ?? pod.metadata?.creationTimestamp ?? 0;
}
