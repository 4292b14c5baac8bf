import { uidOf } from './demo-names.ts';
import type { Occurrence } from './event-book.ts';
import { backoffMs } from './pod-life.ts';
import type { PodState } from './pod-state.ts';

type Told = Pick<Occurrence, 'type' | 'reason' | 'message'>;

const normal = (reason: string, message: string): Told => ({ type: 'Normal', reason, message });
const warning = (reason: string, message: string): Told => ({ type: 'Warning', reason, message });

/** The uid of a pod follows from its serial number. */
export const podUid = ({ serial }: Pick<PodState, 'serial'>): string => uidOf(`pod/${serial}`);

/** The image of the container that a pod's stage is about. */
const imageOf = ({ workload, revision }: PodState): string => `${workload.plan.containers[0]?.image}:${revision.tag}`;

/** The container that makes trouble: the last init container of an init loop, else the first container. */
export function troubled({ workload, revision }: PodState): string {
  const { containers, init } = workload.plan;
  return (revision.behaviour === 'init-loop' ? init?.at(-1)?.name : undefined) ?? containers[0]?.name ?? '';
}

export const NO_ROOM = (nodes: number): string =>
  `0/${nodes} nodes are available: ${nodes} Insufficient memory. preemption: 0/${nodes} nodes are available: ${nodes} No preemption victims found for incoming pod.`;

export const EVICTED = 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 71204Ki.';
export const MISSING_CONFIG = 'secret "mailer-smtp" not found';

export const backOffText = (pod: PodState): string => {
  const seconds = backoffMs(pod.restarts) / 1000;
  const wait = seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  return `back-off ${wait} restarting failed container=${troubled(pod)} pod=${pod.name}_${pod.namespace}(${podUid(pod)})`;
};

/** What kubelet and scheduler tell when a pod enters a stage, at the pod's `stageAt`. */
export function occurrencesOf(pod: PodState, nodes: readonly { readonly name: string }[]): Occurrence[] {
  const host = nodes[pod.node]?.name ?? '';
  const told = tellStage(pod, host, nodes.length);
  const component = (reason: string) =>
    reason === 'Scheduled' || reason === 'FailedScheduling' ? 'default-scheduler' : 'kubelet';
  return told.map((one) => ({
    ...one,
    namespace: pod.namespace,
    pod: { name: pod.name, uid: podUid(pod) },
    component: component(one.reason),
    host: component(one.reason) === 'kubelet' ? host : '',
    at: pod.stageAt,
  }));
}

function tellStage(pod: PodState, host: string, nodes: number): Told[] {
  const name = troubled(pod);
  switch (pod.stage) {
    case 'pending':
      return pod.revision.behaviour === 'no-room' ? [warning('FailedScheduling', NO_ROOM(nodes))] : [];
    case 'creating':
      return [normal('Scheduled', `Successfully assigned ${pod.key} to ${host}`)];
    case 'config-error':
      return [warning('Failed', `Error: ${MISSING_CONFIG}`)];
    case 'pull-error':
      return [normal('Pulling', `Pulling image "${imageOf(pod)}"`), warning('Failed', 'Error: ErrImagePull')];
    case 'pull-backoff':
      return [
        normal('BackOff', `Back-off pulling image "${imageOf(pod)}"`),
        warning('Failed', 'Error: ImagePullBackOff'),
      ];
    case 'init':
    case 'starting': {
      const image = `Container image "${imageOf(pod)}" already present on machine`;
      return [
        normal('Pulled', image),
        normal('Created', `Created container ${name}`),
        normal('Started', `Started container ${name}`),
      ];
    }
    case 'unready':
      return [warning('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503')];
    case 'backoff':
    case 'init-backoff':
      return [
        warning(
          'BackOff',
          `Back-off restarting failed container ${name} in pod ${pod.name}_${pod.namespace}(${podUid(pod)})`,
        ),
      ];
    case 'evicted':
      return [warning('Evicted', EVICTED)];
    default:
      return [];
  }
}

/** What the kubelet tells when a pod's deletion begins. */
export const killing = (pod: PodState, host: string, at: number): Occurrence => ({
  ...normal('Killing', `Stopping container ${pod.workload.plan.containers[0]?.name ?? ''}`),
  namespace: pod.namespace,
  pod: { name: pod.name, uid: podUid(pod) },
  component: 'kubelet',
  host,
  at,
});
