import type { Projection } from '../kube/index.ts';
import { podLook, type StatusRole } from './pod-look.ts';
import { POD_SCHEMA, type WirePod } from './pod-schema.ts';
import { podStatus } from './pod-status.ts';
import { podWhy } from './pod-why.ts';

/** Labels of a pod; pods with equal labels may share one object, so it is never changed. */
type Labels = Readonly<Record<string, string>>;

/**
 * A pod as the pod screen needs it, about 0.4 KB; times are ms since the epoch, '' means not known yet. Built by
 * `podFromWire` only, so that all have one hidden class. Strings are untrusted: whoever shows them sanitises them.
 */
export interface Pod {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  readonly labels: Labels;
  readonly createdAt: number;
  /** When a requested deletion is due: the request plus the grace period. */
  readonly deletedAt: number | undefined;
  readonly phase: string;
  /** Containers that are ready, of `total`, sidecars included. */
  readonly ready: number;
  readonly total: number;
  /** The word of kubectl's STATUS column. */
  readonly status: string;
  readonly restarts: number;
  readonly lastRestartAt: number | undefined;
  /** What is behind the status in a few words, '' when there is nothing to say. */
  readonly why: string;
  /** When what `why` tells happened. */
  readonly whyAt: number | undefined;
  /** Since when what `why` tells has lasted. */
  readonly whySince: number | undefined;
  /** When a crashed container is started again, at the latest. */
  readonly restartAt: number | undefined;
  readonly role: StatusRole;
  /** The pod needs a look from `lookFrom` (inclusive) to `lookUntil` (exclusive); Infinity: never, or for ever. */
  readonly lookFrom: number;
  readonly lookUntil: number;
  readonly ip: string;
  readonly node: string;
  readonly qos: string;
  /** `ReplicaSet` and `cart-6c9f7d8b5`; '' for a pod that nobody owns. */
  readonly ownerKind: string;
  readonly ownerName: string;
}

const NO_LABELS: Labels = {};

/** The pod of a wire object; what is missing there is '' or undefined here. Never throws. */
export function podFromWire(wire: WirePod): Pod {
  const { metadata, spec, status } = wire;
  const printed = podStatus(wire);
  const why = podWhy(wire);
  const look = podLook(wire, printed);
  const owners = metadata?.ownerReferences;
  const owner = owners?.find(({ controller }) => controller) ?? owners?.[0];
  return {
    metadata: {
      namespace: metadata?.namespace ?? '',
      name: metadata?.name ?? '',
      uid: metadata?.uid ?? '',
      resourceVersion: metadata?.resourceVersion ?? '',
    },
    labels: metadata?.labels ?? NO_LABELS,
    createdAt: metadata?.creationTimestamp ?? 0,
    deletedAt: metadata?.deletionTimestamp,
    phase: status?.phase ?? '',
    ready: printed.ready,
    total: printed.total,
    status: printed.status,
    restarts: printed.restarts,
    lastRestartAt: printed.lastRestartAt,
    why: why.text,
    whyAt: why.at,
    whySince: why.since,
    restartAt: why.restartAt,
    role: look.role,
    lookFrom: look.from,
    lookUntil: look.until,
    ip: status?.podIP ?? '',
    node: spec?.nodeName ?? '',
    qos: status?.qosClass ?? '',
    ownerKind: owner?.kind ?? '',
    ownerName: owner?.name ?? '',
  };
}

/** How a pod is read off the wire, in protobuf and in JSON. */
export const podProjection: Projection<Pod> = {
  kind: 'Pod',
  apiVersion: 'v1',
  schema: POD_SCHEMA,
  fromWire: podFromWire,
};

/** `namespace/name`, the key that indexer, table and selection share. */
export const podKey = (pod: Pod): string => `${pod.metadata.namespace}/${pod.metadata.name}`;

/** `ReplicaSet cart-6c9f7d8b5`, '' for a pod that nobody owns. */
export const ownerText = ({ ownerKind, ownerName }: Pod): string => `${ownerKind} ${ownerName}`.trim();
