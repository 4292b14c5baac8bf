import { ApiTime } from './api-time.ts';
import { digest } from './demo-names.ts';
import type { NodeState } from './node-state.ts';
import { podAddress } from './node-state.ts';
import { initCount } from './pod-life.ts';
import { CONDITION_TYPES } from './pod-metadata.ts';
import { backOffText, EVICTED, MISSING_CONFIG, NO_ROOM, troubled } from './pod-occurrences.ts';
import { isOver, type PodState } from './pod-state.ts';
import type { ContainerPlan, Revision } from './workload.ts';

export function phaseOf(pod: PodState): string {
  switch (pod.stage) {
    case 'succeeded':
      return 'Succeeded';
    case 'failed':
    case 'evicted':
      return 'Failed';
    case 'starting':
    case 'ready':
    case 'unready':
    case 'crashed':
    case 'backoff':
      return 'Running';
    default:
      return 'Pending';
  }
}

/** The address of a pod, '' before it has one. */
export function addressOf(pod: PodState, nodes: readonly NodeState[]): string {
  if (pod.node < 0 || pod.stage === 'creating' || pod.stage === 'evicted') return '';
  return pod.workload.plan.hostNetwork ? (nodes[pod.node]?.ip ?? '') : podAddress(pod.node, pod.serial);
}

/** The status of a pod as its kubelet writes it. */
export function statusObject(pod: PodState, nodes: readonly NodeState[]): object {
  const phase = phaseOf(pod);
  if (pod.stage === 'evicted')
    return { phase, message: EVICTED, reason: 'Evicted', startTime: new ApiTime(pod.scheduledAt) };
  if (pod.node < 0) return { phase, conditions: [unscheduled(pod, nodes.length)], qosClass: 'Burstable' };
  const ip = addressOf(pod, nodes);
  const { containers, init = [], sidecars = [] } = pod.workload.plan;
  const initStatuses = [
    ...init.map((container, index) => initStatus(pod, container, index)),
    ...sidecars.map((container) => steadyStatus(pod, container)),
  ];
  return {
    phase,
    conditions: conditionsOf(pod),
    hostIP: nodes[pod.node]?.ip ?? '',
    ...(ip === '' ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime: new ApiTime(pod.scheduledAt),
    ...(initStatuses.length > 0 ? { initContainerStatuses: initStatuses } : {}),
    containerStatuses: containers.map((container, index) =>
      index === 0 ? mainStatus(pod, container) : steadyStatus(pod, container),
    ),
    qosClass: 'Burstable',
  };
}

function unscheduled(pod: PodState, nodes: number): object {
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: new ApiTime(pod.createdAt),
  };
  return pod.revision.behaviour === 'no-room'
    ? { ...condition, reason: 'Unschedulable', message: NO_ROOM(nodes) }
    : condition;
}

function conditionsOf(pod: PodState): object[] {
  const isReady = pod.stage === 'ready';
  const isInitialized = pod.initDone >= initCount(pod);
  const unready = `containers with unready status: [${pod.workload.plan.containers[0]?.name}]`;
  return CONDITION_TYPES.map((type) => {
    const isTrue = type === 'PodScheduled' || (type === 'Initialized' ? isInitialized : isReady);
    const since =
      type === 'PodScheduled'
        ? pod.scheduledAt
        : type === 'Initialized'
          ? Math.max(pod.scheduledAt, pod.runningAt)
          : pod.stageAt;
    const condition = {
      type,
      status: isTrue ? 'True' : 'False',
      lastProbeTime: null,
      lastTransitionTime: new ApiTime(since),
    };
    if (isTrue) return condition;
    if (type === 'Initialized')
      return {
        ...condition,
        reason: 'ContainersNotInitialized',
        message: `containers with incomplete status: [${troubled(pod)}]`,
      };
    return isOver(pod)
      ? { ...condition, reason: 'PodCompleted' }
      : { ...condition, reason: 'ContainersNotReady', message: unready };
  });
}

interface StatusBase {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
}

/** What does not differ between the pods of a revision. */
const bases = new WeakMap<Revision, Map<ContainerPlan, StatusBase>>();

function statusBase({ revision }: PodState, container: ContainerPlan): StatusBase {
  const ofRevision = bases.get(revision) ?? new Map<ContainerPlan, StatusBase>();
  bases.set(revision, ofRevision);
  const kept = ofRevision.get(container);
  if (kept !== undefined) return kept;
  const image = `${container.image}:${revision.tag}`;
  const base = { name: container.name, image, imageID: `${container.image}@sha256:${digest(image)}` };
  ofRevision.set(container, base);
  return base;
}

const waiting = (reason: string, message?: string) => ({
  waiting: message === undefined ? { reason } : { reason, message },
});

function terminated(pod: PodState, reason: string, times: { startedAt: number; finishedAt: number }): object {
  const exitCode = { OOMKilled: 137, Error: 1, Completed: 0 }[reason] ?? 1;
  return {
    terminated: {
      exitCode,
      reason,
      startedAt: new ApiTime(times.startedAt),
      finishedAt: new ApiTime(times.finishedAt),
      containerID: containerId(pod, `${times.startedAt}`),
    },
  };
}

const containerId = (pod: PodState, which: string): string => `containerd://${digest(`${pod.serial}/${which}`)}`;

/** The reason with which a workload's container ends. */
const endReason = ({ revision }: PodState): string =>
  revision.behaviour === 'oom-loop' || revision.behaviour === 'steady' ? 'OOMKilled' : 'Error';

/** The end before the last start, as `lastState` has it. */
function lastState(pod: PodState): object {
  if (pod.lastEndAt === 0) return {};
  // While it waits or has ended, the container's last start is that of the run which ended.
  const ranFrom = pod.startedAt <= pod.lastEndAt ? pod.startedAt : pod.lastEndAt - 30_000;
  return terminated(pod, endReason(pod), { startedAt: ranFrom, finishedAt: pod.lastEndAt });
}

/** The first container: the one that crashes, ends or loses its readiness. */
function mainStatus(pod: PodState, container: ContainerPlan): object {
  const base = statusBase(pod, container);
  const isInit = pod.initDone < initCount(pod);
  const restartCount = isInit ? 0 : pod.restarts;
  const status = (state: object, more: object = {}) => ({
    ...base,
    state,
    lastState: isInit ? {} : lastState(pod),
    ready: false,
    restartCount,
    started: false,
    ...more,
  });
  switch (pod.stage) {
    case 'creating':
      return status(waiting(initCount(pod) > 0 ? 'PodInitializing' : 'ContainerCreating'), { imageID: '' });
    case 'config-error':
      return status(waiting('CreateContainerConfigError', MISSING_CONFIG), { imageID: '' });
    case 'pull-error':
      return status(
        waiting(
          'ErrImagePull',
          `rpc error: code = NotFound desc = failed to pull and unpack image "${base.image}": not found`,
        ),
        { imageID: '' },
      );
    case 'pull-backoff':
      return status(waiting('ImagePullBackOff', `Back-off pulling image "${base.image}"`), { imageID: '' });
    case 'init':
    case 'init-crashed':
    case 'init-backoff':
      return status(waiting('PodInitializing'), { imageID: '' });
    case 'crashed':
      return status(terminated(pod, endReason(pod), { startedAt: pod.startedAt, finishedAt: pod.stageAt }));
    case 'backoff':
      return status(waiting('CrashLoopBackOff', backOffText(pod)));
    case 'succeeded':
    case 'failed':
      return status(
        terminated(pod, pod.stage === 'succeeded' ? 'Completed' : 'Error', {
          startedAt: pod.startedAt,
          finishedAt: pod.stageAt,
        }),
      );
    default:
      return status(
        { running: { startedAt: new ApiTime(pod.startedAt) } },
        { ready: pod.stage === 'ready', started: true, containerID: containerId(pod, `${pod.startedAt}`) },
      );
  }
}

/** Every other container: it starts once and stays. */
function steadyStatus(pod: PodState, container: ContainerPlan): object {
  const status = { ...statusBase(pod, container), lastState: {}, restartCount: 0 };
  if (pod.runningAt === 0 || pod.initDone < initCount(pod))
    return { ...status, state: waiting('PodInitializing'), ready: false, started: false };
  if (isOver(pod))
    return {
      ...status,
      state: terminated(pod, 'Completed', { startedAt: pod.runningAt, finishedAt: pod.stageAt }),
      ready: false,
      started: false,
    };
  return {
    ...status,
    state: { running: { startedAt: new ApiTime(pod.runningAt) } },
    ready: true,
    started: true,
    containerID: containerId(pod, container.name),
  };
}

function initStatus(pod: PodState, container: ContainerPlan, index: number): object {
  const status = { ...statusBase(pod, container), lastState: {}, restartCount: 0, ready: false, started: false };
  if (index < pod.initDone)
    return {
      ...status,
      ready: true,
      state: terminated(pod, 'Completed', { startedAt: pod.scheduledAt, finishedAt: pod.scheduledAt + 2_000 }),
    };
  if (index > pod.initDone || pod.stage === 'creating') return { ...status, state: waiting('PodInitializing') };
  const troubled = { ...status, restartCount: pod.restarts, lastState: lastState(pod) };
  if (pod.stage === 'init-backoff') return { ...troubled, state: waiting('CrashLoopBackOff', backOffText(pod)) };
  if (pod.stage === 'init-crashed')
    return { ...troubled, state: terminated(pod, 'Error', { startedAt: pod.startedAt, finishedAt: pod.stageAt }) };
  return { ...troubled, state: { running: { startedAt: new ApiTime(pod.startedAt) } } };
}
