import type { Wire, WireSchema, WireType } from '../kube/index.ts';

const string = (number: number) => ({ number, type: 'string' }) as const;
const int = (number: number) => ({ number, type: 'int' }) as const;
const bool = (number: number) => ({ number, type: 'bool' }) as const;
const time = (number: number) => ({ number, type: 'time' }) as const;
const message = <const S extends WireSchema>(number: number, type: S) => ({ number, type }) as const;
const list = <const T extends WireType>(number: number, type: T) => ({ number, type, repeated: true }) as const;

// Field numbers: generated.proto of k8s.io/apimachinery meta/v1 and k8s.io/api core/v1.
const METADATA = {
  name: string(1),
  namespace: string(3),
  uid: string(5),
  resourceVersion: string(6),
  creationTimestamp: time(8),
  deletionTimestamp: time(9),
  labels: { number: 11, type: 'stringMap' },
  ownerReferences: list(13, { kind: string(1), name: string(3), controller: bool(6) }),
  finalizers: list(14, 'string'),
} as const;

const TERMINATED = {
  exitCode: int(1),
  signal: int(2),
  reason: string(3),
  message: string(4),
  finishedAt: time(6),
} as const;

const CONTAINER_STATUS = {
  name: string(1),
  state: message(2, {
    waiting: message(1, { reason: string(1), message: string(2) }),
    running: message(2, { startedAt: time(1) }),
    terminated: message(3, TERMINATED),
  }),
  lastState: message(3, { terminated: message(3, TERMINATED) }),
  ready: bool(4),
  restartCount: int(5),
  started: bool(9),
} as const;

const SPEC = {
  containers: list(2, { name: string(1) }),
  nodeName: string(10),
  // `Always` makes an init container a sidecar: KEP-753, since 1.28.
  initContainers: list(20, { name: string(1), restartPolicy: string(24) }),
  readinessGates: list(28, { conditionType: string(1) }),
} as const;

const STATUS = {
  phase: string(1),
  conditions: list(2, {
    type: string(1),
    status: string(2),
    lastTransitionTime: time(4),
    reason: string(5),
    message: string(6),
  }),
  message: string(3),
  reason: string(4),
  podIP: string(6),
  containerStatuses: list(8, CONTAINER_STATUS),
  qosClass: string(9),
  initContainerStatuses: list(10, CONTAINER_STATUS),
} as const;

/** The fields of a pod that a row needs, about a tenth of the object. */
export const POD_SCHEMA = {
  metadata: message(1, METADATA),
  spec: message(2, SPEC),
  status: message(3, STATUS),
} as const satisfies WireSchema;

/** A pod off the wire: times in ms since the epoch; what is absent or zero there is undefined. */
export type WirePod = Wire<typeof POD_SCHEMA>;
export type WireContainerStatus = Wire<typeof CONTAINER_STATUS>;
export type WireTermination = Wire<typeof TERMINATED>;
export type WireCondition = NonNullable<NonNullable<WirePod['status']>['conditions']>[number];
