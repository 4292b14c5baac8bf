import type { WireCondition, WireContainerStatus, WirePod, WireTermination } from './pod-schema.ts';

/** A reason in a few words, with when it happened (`at`) or since when it has lasted (`since`), in ms since the epoch. */
export interface Why {
  readonly text: string;
  readonly at: number | undefined;
  readonly since: number | undefined;
  /** When the kubelet starts a crashed container again, at the latest. */
  readonly restartAt: number | undefined;
}

/** Longer texts are cut when they are made: a scheduler's message may have a line for every node. */
const LONGEST_WHY = 160;

const NOTHING: Why = { text: '', at: undefined, since: undefined, restartAt: undefined };

/** What is behind a pod's status. A past crash is told as long as the server tells it, whatever the container does now. */
export function podWhy(pod: WirePod): Why {
  if (pod.status?.reason) return what(joined(pod.status.reason, pod.status.message));
  return ofDeletion(pod) ?? ofScheduling(pod) ?? ofContainers(pod) ?? ofReadiness(pod) ?? NOTHING;
}

const what = (text: string, more: Partial<Why> = {}): Why => ({
  text: text.length > LONGEST_WHY ? text.slice(0, LONGEST_WHY) : text,
  at: more.at,
  since: more.since,
  restartAt: more.restartAt,
});

function ofDeletion({ metadata }: WirePod): Why | undefined {
  if (metadata?.deletionTimestamp === undefined || !metadata.finalizers?.length) return undefined;
  return what(`waits for finalizer ${metadata.finalizers.join(', ')}`, { since: metadata.deletionTimestamp });
}

function ofScheduling(pod: WirePod): Why | undefined {
  const condition = pod.status?.conditions?.find((candidate) => candidate.type === 'PodScheduled');
  if (condition === undefined || condition.status !== 'False') return undefined;
  const text = shortScheduling(condition);
  if (text === '') return undefined;
  return what(text, condition.lastTransitionTime === undefined ? {} : { since: condition.lastTransitionTime });
}

/** `0/3 nodes are available: 3 Insufficient cpu. preemption: ...` says what matters before the preemption. */
function shortScheduling({ reason, message }: WireCondition): string {
  const text = firstSentence((message ?? '').split(/\bpreemption:/)[0] ?? '').replace(
    ' nodes are available:',
    ' nodes:',
  );
  return text === '' ? (reason ?? '') : text;
}

function ofContainers(pod: WirePod): Why | undefined {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  let best: Why | undefined;
  let bestWeight = 0;
  for (const container of statuses) {
    const weight = weightOf(container);
    if (weight <= bestWeight) continue;
    best = ofContainer(container);
    bestWeight = weight;
  }
  return best;
}

/** Which of several containers is told: one that cannot start, then one that crashed, then one that crashed before. */
function weightOf({ state, lastState }: WireContainerStatus): number {
  const ended = state?.terminated;
  if (ended !== undefined) return isClean(ended) ? 0 : 4;
  if (isTelling(state?.waiting?.reason)) return 5;
  if (lastState?.terminated === undefined) return 0;
  return isClean(lastState.terminated) ? 1 : 2;
}

function ofContainer({ state, lastState, name }: WireContainerStatus): Why {
  const ended = state?.terminated ?? lastState?.terminated;
  const waiting = state?.waiting;
  if (ended !== undefined && (waiting?.reason === 'CrashLoopBackOff' || !isTelling(waiting?.reason))) {
    return what(terminationText(ended), { ...atOf(ended), ...restartOf(ended, waiting?.message) });
  }
  const message = firstSentence(waiting?.message ?? '');
  return what(message === '' ? `${waiting?.reason ?? ''} ${name ?? ''}`.trim() : message);
}

/** `OOMKilled, exit 137`, with what the container left in its termination message. */
function terminationText({ reason, exitCode, signal, message }: WireTermination): string {
  const end = signal && !exitCode ? `signal ${signal}` : `exit ${exitCode ?? 0}`;
  const text = reason && reason !== 'Error' ? `${reason}, ${end}` : end;
  const said = firstSentence(message ?? '');
  return said === '' ? text : `${text}: ${said}`;
}

const atOf = ({ finishedAt }: WireTermination): Partial<Why> => (finishedAt === undefined ? {} : { at: finishedAt });

/** The kubelet's message has the length of the wait: `back-off 2m40s restarting failed container=app pod=...`. */
function restartOf({ finishedAt }: WireTermination, message: string | undefined): Partial<Why> {
  const wait = /\bback-off (?:(\d+)m)?(?:(\d+)s)? /.exec(message ?? '');
  if (wait === null || finishedAt === undefined) return {};
  return { restartAt: finishedAt + (Number(wait[1] ?? 0) * 60 + Number(wait[2] ?? 0)) * 1000 };
}

function ofReadiness(pod: WirePod): Why | undefined {
  const conditions = pod.status?.conditions ?? [];
  const ready = conditions.find((condition) => condition.type === 'Ready');
  if (ready === undefined || ready.status === 'True' || pod.status?.phase !== 'Running') return undefined;
  const since = ready.lastTransitionTime === undefined ? {} : { since: ready.lastTransitionTime };
  const unready = (pod.status.containerStatuses ?? []).filter(
    ({ ready: isReady, state }) => !isReady && state?.running !== undefined,
  );
  const starting = unready.filter(({ started }) => started !== true);
  if (starting.length > 0) return what(`${names(starting)} not started by its probe`, since);
  if (unready.length > 0) return what(`${names(unready)} not ready by its probe`, since);
  const closed = (pod.spec?.readinessGates ?? []).find(
    ({ conditionType }) => !conditions.some(({ type, status }) => type === conditionType && status === 'True'),
  );
  if (closed !== undefined) return what(`readiness gate ${closed.conditionType ?? ''} is not true`, since);
  return ready.reason ? what(joined(ready.reason, ready.message), since) : undefined;
}

const names = (containers: readonly WireContainerStatus[]): string =>
  containers.map(({ name }) => name ?? '').join(', ');

/** Reasons of an ordinary start say nothing that the status does not say. */
const isTelling = (reason: string | undefined): boolean =>
  reason !== undefined && reason !== '' && reason !== 'ContainerCreating' && reason !== 'PodInitializing';

const isClean = ({ exitCode, signal }: WireTermination): boolean => (exitCode ?? 0) === 0 && !signal;

const joined = (reason: string, message: string | undefined): string => {
  const sentence = firstSentence(message ?? '');
  return sentence === '' ? reason : `${reason}: ${sentence}`;
};

/** The first line, up to its first full stop that ends a sentence. */
function firstSentence(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  const end = /\.(?:\s|$)/.exec(line);
  return (end === null ? line : line.slice(0, end.index)).trim();
}
