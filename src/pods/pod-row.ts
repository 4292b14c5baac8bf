import type { Pod } from './pod.ts';

/** A pod as `kpi-tui pods -o json` prints it: stable names, null for what is not known, seconds relative to `now`. */
export interface PodRow {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  readonly lastRestartSeconds: number | null;
  readonly why: string | null;
  readonly ageSeconds: number | null;
  readonly ip: string | null;
  readonly node: string | null;
  readonly qos: string | null;
  readonly cpuMilli: number | null;
  readonly memBytes: number | null;
  readonly labels: Readonly<Record<string, string>>;
}

export function podRow(pod: Pod, now: number): PodRow {
  return {
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    resourceVersion: pod.metadata.resourceVersion,
    ready: `${pod.ready}/${pod.total}`,
    status: pod.status,
    restarts: pod.restarts,
    lastRestartSeconds: secondsSince(pod.lastRestartAt, now),
    why: pod.why || null,
    ageSeconds: pod.createdAt === 0 ? null : secondsSince(pod.createdAt, now),
    ip: pod.ip || null,
    node: pod.node || null,
    qos: pod.qos || null,
    // Usage comes from the metrics API, which is not asked yet.
    cpuMilli: null,
    memBytes: null,
    labels: pod.labels,
  };
}

const secondsSince = (at: number | undefined, now: number): number | null =>
  at === undefined ? null : Math.max(0, Math.floor((now - at) / 1000));
