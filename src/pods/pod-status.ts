import type { WireContainerStatus, WirePod, WireTermination } from './pod-schema.ts';

/** What the columns READY, STATUS and RESTARTS say; `lastRestartAt` in ms since the epoch. */
export interface PodStatus {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  readonly lastRestartAt: number | undefined;
}

/** Restarts of some containers together: how many, and when the newest of their last ends was. */
interface Restarts {
  count: number;
  lastAt: number | undefined;
}

/**
 * READY, STATUS and RESTARTS as the API server of 1.27 prints a pod (`kubectl get pods`), and of 1.28 and later where the
 * pod has sidecars, which 1.27 does not know. Times of restarts are those of the containers that are counted.
 */
export function podStatus(pod: WirePod): PodStatus {
  const sidecars = sidecarNames(pod);
  const init = initProgress(pod, sidecars);
  const total = (pod.spec?.containers?.length ?? 0) + sidecars.size;
  const word = pod.status?.reason || pod.status?.phase || '';
  const gated = pod.status?.conditions?.some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated');
  const before = gated ? 'SchedulingGated' : word;
  // A pod whose sidecars restart while the others run is past its initialisation; without sidecars 1.27 asks nobody.
  const pastInit = init.stoppedBy === undefined || (sidecars.size > 0 && hasCondition(pod, 'Initialized'));
  if (!pastInit) {
    const status = whenDeleted(pod, init.stoppedBy ?? before);
    return { ready: init.ready, total, status, restarts: init.all.count, lastRestartAt: init.all.lastAt };
  }
  const main = mainProgress(pod, init.stoppedBy ?? before, init.kept);
  return { ...main, ready: main.ready + init.ready, total, status: whenDeleted(pod, main.status) };
}

/** Names of the init containers that keep running beside the others. */
function sidecarNames(pod: WirePod): ReadonlySet<string> {
  const names = new Set<string>();
  for (const container of pod.spec?.initContainers ?? []) {
    if (container.restartPolicy === 'Always') names.add(container.name ?? '');
  }
  return names;
}

interface InitProgress {
  /** Ready sidecars that come before the one that holds the others up. */
  readonly ready: number;
  /** The STATUS word of the init container that the pod waits for; undefined when all are through. */
  readonly stoppedBy: string | undefined;
  /** Of the init containers up to the one that the pod waits for. */
  readonly all: Restarts;
  /** What still counts when initialisation is over: restarts of sidecars, and the time of the last restart. */
  readonly kept: Restarts;
}

function initProgress(pod: WirePod, sidecars: ReadonlySet<string>): InitProgress {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const all: Restarts = { count: 0, lastAt: undefined };
  const ofSidecars: Restarts = { count: 0, lastAt: undefined };
  let ready = 0;
  let stoppedBy: string | undefined;
  for (const [place, container] of statuses.entries()) {
    const isSidecar = sidecars.has(container.name ?? '');
    addRestarts(all, container);
    if (isSidecar) addRestarts(ofSidecars, container);
    if (container.state?.terminated !== undefined && (container.state.terminated.exitCode ?? 0) === 0) continue;
    if (isSidecar && container.started === true) {
      if (container.ready) ready++;
      continue;
    }
    stoppedBy = initWord(container, place, pod.spec?.initContainers?.length ?? 0);
    break;
  }
  // 1.27 forgets how often init containers restarted once they are through, but not when.
  const kept = sidecars.size > 0 ? ofSidecars : { count: 0, lastAt: all.lastAt };
  return { ready, stoppedBy, all, kept };
}

function initWord(container: WireContainerStatus, place: number, of: number): string {
  const { terminated, waiting } = container.state ?? {};
  if (terminated !== undefined) return `Init:${terminationWord(terminated)}`;
  const reason = waiting?.reason ?? '';
  return reason === '' || reason === 'PodInitializing' ? `Init:${place}/${of}` : `Init:${reason}`;
}

function mainProgress(pod: WirePod, before: string, kept: Restarts): Omit<PodStatus, 'total'> {
  const restarts: Restarts = { ...kept };
  let ready = 0;
  let status = before;
  // From the last to the first: the first container that has something to say has the last word.
  for (const container of (pod.status?.containerStatuses ?? []).toReversed()) {
    addRestarts(restarts, container);
    const { waiting, terminated, running } = container.state ?? {};
    if (waiting?.reason) status = waiting.reason;
    else if (terminated !== undefined) status = terminationWord(terminated);
    else if (container.ready && running !== undefined) ready++;
  }
  if (status === 'Completed' && ready > 0) status = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  return { ready, status, restarts: restarts.count, lastRestartAt: restarts.lastAt };
}

function addRestarts(sum: Restarts, container: WireContainerStatus): void {
  sum.count += container.restartCount ?? 0;
  const at = container.lastState?.terminated?.finishedAt;
  if (at !== undefined && at > (sum.lastAt ?? 0)) sum.lastAt = at;
}

/** `OOMKilled`, or `Signal:9`, or `ExitCode:2`. */
function terminationWord(terminated: WireTermination): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode ?? 0}`;
}

function whenDeleted(pod: WirePod, status: string): string {
  if (pod.metadata?.deletionTimestamp === undefined) return status;
  return pod.status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
}

const hasCondition = (pod: WirePod, type: string): boolean =>
  pod.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
