import { formatAge, parseRfc3339 } from '../text/index.ts';
import { type JsonRecord, number, record, records, text, texts } from './json-value.ts';
import type { StatusRole } from './pod-look.ts';

/** One container of a pod, in words. */
export interface ContainerDetail {
  readonly name: string;
  readonly kind: 'init' | 'sidecar' | 'container' | 'ephemeral';
  readonly role: StatusRole;
  /** `running 3h`, `waiting CrashLoopBackOff`, `exit 1, 5m ago`. */
  readonly state: string;
  readonly restarts: number;
  readonly image: string;
  /** How it ended before: `OOMKilled, exit 137, 2m10s ago`; '' when it never has. */
  readonly last: string;
  readonly ports: string;
  /** `cpu 50m, memory 64Mi`. */
  readonly requests: string;
  readonly limits: string;
  readonly memoryLimit: string;
  readonly probes: string;
}

/** All containers of a pod's full object, in the order in which they start. `now` in ms since the epoch. */
export function containerDetails(pod: JsonRecord, now: number): ContainerDetail[] {
  const spec = record(pod.spec);
  const status = record(pod.status);
  const of = (list: unknown, statuses: unknown, kind: ContainerDetail['kind']) => {
    const byName = new Map(records(statuses).map((one) => [text(one.name), one]));
    return records(list).map((container) => {
      const isSidecar = kind === 'init' && container.restartPolicy === 'Always';
      return describe(container, byName.get(text(container.name)) ?? {}, { kind: isSidecar ? 'sidecar' : kind, now });
    });
  };
  return [
    ...of(spec.initContainers, status.initContainerStatuses, 'init'),
    ...of(spec.containers, status.containerStatuses, 'container'),
    ...of(spec.ephemeralContainers, status.ephemeralContainerStatuses, 'ephemeral'),
  ];
}

function describe(
  container: JsonRecord,
  status: JsonRecord,
  { kind, now }: { kind: ContainerDetail['kind']; now: number },
): ContainerDetail {
  const resources = record(container.resources);
  return {
    name: text(container.name),
    kind,
    ...stateOf(status, now),
    restarts: number(status.restartCount) ?? 0,
    image: text(container.image),
    last: endText(record(record(status.lastState).terminated), now),
    ports: records(container.ports).map(portText).join(', '),
    requests: amounts(resources.requests),
    limits: amounts(resources.limits),
    memoryLimit: text(record(resources.limits).memory),
    probes: ['startup', 'readiness', 'liveness'].filter((probe) => `${probe}Probe` in container).join(', '),
  };
}

function stateOf(status: JsonRecord, now: number): { state: string; role: StatusRole } {
  const { waiting, running, terminated } = record(status.state);
  if (running !== undefined) {
    const isReady = status.ready === true;
    const age = agoText(record(running).startedAt, now);
    return {
      state: `running${age === '' ? '' : ` ${age}`}${isReady ? '' : ', not ready'}`,
      role: isReady ? 'ok' : 'busy',
    };
  }
  if (terminated !== undefined) {
    const isClean = number(record(terminated).exitCode) === 0;
    return { state: endText(record(terminated), now), role: isClean ? 'idle' : 'danger' };
  }
  const reason = text(record(waiting).reason);
  const isOrdinary = reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing';
  return { state: reason === '' ? 'waiting' : `waiting ${reason}`, role: isOrdinary ? 'busy' : 'warn' };
}

/** `OOMKilled, exit 137, 2m10s ago`; '' for nothing. */
function endText(terminated: JsonRecord, now: number): string {
  const exitCode = number(terminated.exitCode);
  if (exitCode === undefined) return '';
  const reason = text(terminated.reason);
  const age = agoText(terminated.finishedAt, now);
  return [reason === 'Error' ? '' : reason, `exit ${exitCode}`, age === '' ? '' : `${age} ago`]
    .filter((part) => part !== '')
    .join(', ');
}

/** The age of an RFC 3339 time; '' when it is none. */
export function agoText(time: unknown, now: number): string {
  const at = parseRfc3339(text(time));
  return at === undefined ? '' : formatAge(Math.max(0, (now - at) / 1000));
}

const portText = ({ name, containerPort, protocol }: JsonRecord): string => {
  const port = `${text(containerPort)}/${text(protocol).toLowerCase() || 'tcp'}`;
  return text(name) === '' ? port : `${text(name)} ${port}`;
};

const amounts = (value: unknown): string =>
  texts(value)
    .map(([name, amount]) => `${name} ${amount}`)
    .join(', ');
