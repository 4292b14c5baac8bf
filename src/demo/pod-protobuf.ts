import type { WireSchema, WireType } from '../kube/index.ts';
import { ApiTime } from './api-time.ts';
import type { NodeState } from './node-state.ts';
import { labelsOf, ownerOf } from './pod-metadata.ts';
import { podUid } from './pod-occurrences.ts';
import { specObject } from './pod-spec-object.ts';
import type { PodState } from './pod-state.ts';
import { statusObject } from './pod-status-object.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import type { Revision } from './workload.ts';

const string = (number: number) => ({ number, type: 'string' }) as const;
const int = (number: number) => ({ number, type: 'int' }) as const;
const bool = (number: number) => ({ number, type: 'bool' }) as const;
const time = (number: number) => ({ number, type: 'time' }) as const;
const one = (number: number, type: WireType) => ({ number, type }) as const;
const many = (number: number, type: WireType) => ({ number, type, repeated: true }) as const;

// Field numbers: generated.proto of k8s.io/apimachinery meta/v1 and k8s.io/api core/v1.
const METADATA: WireSchema = {
  name: string(1),
  generateName: string(2),
  namespace: string(3),
  uid: string(5),
  resourceVersion: string(6),
  creationTimestamp: time(8),
  deletionTimestamp: time(9),
  deletionGracePeriodSeconds: int(10),
  labels: one(11, 'stringMap'),
  annotations: one(12, 'stringMap'),
  ownerReferences: many(13, {
    kind: string(1),
    name: string(3),
    uid: string(4),
    apiVersion: string(5),
    controller: bool(6),
    blockOwnerDeletion: bool(7),
  }),
};

const CONTAINER: WireSchema = {
  name: string(1),
  image: string(2),
  args: many(4, 'string'),
  ports: many(6, { name: string(1), containerPort: int(3), protocol: string(4) }),
  env: many(7, { name: string(1), value: string(2) }),
  resources: one(8, { limits: one(1, 'quantityMap'), requests: one(2, 'quantityMap') }),
  volumeMounts: many(9, { name: string(1), readOnly: bool(2), mountPath: string(3) }),
  terminationMessagePath: string(13),
  imagePullPolicy: string(14),
  terminationMessagePolicy: string(20),
  restartPolicy: string(24),
};

const SPEC: WireSchema = {
  volumes: many(1, { name: string(1) }),
  containers: many(2, CONTAINER),
  restartPolicy: string(3),
  terminationGracePeriodSeconds: int(4),
  dnsPolicy: string(6),
  nodeSelector: one(7, 'stringMap'),
  serviceAccountName: string(8),
  serviceAccount: string(9),
  hostNetwork: bool(11),
  schedulerName: string(19),
  initContainers: many(20, CONTAINER),
  tolerations: many(22, { key: string(1), operator: string(2), effect: string(4), tolerationSeconds: int(5) }),
  priority: int(25),
  enableServiceLinks: bool(30),
  preemptionPolicy: string(31),
};
const NODE_NAME = 10;

const TERMINATED: WireSchema = {
  exitCode: int(1),
  signal: int(2),
  reason: string(3),
  message: string(4),
  startedAt: time(5),
  finishedAt: time(6),
  containerID: string(7),
};
const STATE: WireSchema = {
  waiting: one(1, { reason: string(1), message: string(2) }),
  running: one(2, { startedAt: time(1) }),
  terminated: one(3, TERMINATED),
};
const CONTAINER_STATUS: WireSchema = {
  name: string(1),
  state: one(2, STATE),
  lastState: one(3, STATE),
  ready: bool(4),
  restartCount: int(5),
  image: string(6),
  imageID: string(7),
  containerID: string(8),
  started: bool(9),
};
const STATUS: WireSchema = {
  phase: string(1),
  conditions: many(2, {
    type: string(1),
    status: string(2),
    lastTransitionTime: time(4),
    reason: string(5),
    message: string(6),
  }),
  message: string(3),
  reason: string(4),
  hostIP: string(5),
  podIP: string(6),
  startTime: time(7),
  containerStatuses: many(8, CONTAINER_STATUS),
  qosClass: string(9),
  initContainerStatuses: many(10, CONTAINER_STATUS),
  podIPs: many(12, { ip: string(1) }),
};

/** Specs that are kept; a list goes through the workloads one after the other. */
const KEPT_SPECS = 256;

/**
 * Makes the protobuf of pods: all that clients of lists and watches look at, but of the spec only what has a plain form
 * (no probes, no sources of volumes and variables, no managedFields). The whole pod is in its JSON.
 */
export class PodProtobuf {
  readonly #nodes: readonly NodeState[];
  readonly #specs = new Map<Revision, Uint8Array>();
  readonly #specWriter = new ProtobufWriter();

  constructor(nodes: readonly NodeState[]) {
    this.#nodes = nodes;
  }

  /** Writes the fields of a Pod message. */
  write(writer: ProtobufWriter, pod: PodState): void {
    let before = writer.length;
    writer.message(STATUS, statusObject(pod, this.#nodes));
    writer.head(3, before);
    before = writer.length;
    const node = this.#nodes[pod.node]?.name ?? '';
    if (node !== '') writer.string(NODE_NAME, node);
    writer.bytes(this.#spec(pod));
    writer.head(2, before);
    before = writer.length;
    writer.message(METADATA, this.#metadata(pod, node));
    writer.head(1, before);
  }

  #metadata(pod: PodState, node: string): object {
    const { workload, revision } = pod;
    const deletion =
      pod.deletedAt === 0
        ? {}
        : { deletionTimestamp: new ApiTime(pod.deletedAt), deletionGracePeriodSeconds: pod.graceSeconds };
    return {
      name: pod.name,
      namespace: pod.namespace,
      uid: podUid(pod),
      resourceVersion: pod.resourceVersion,
      creationTimestamp: new ApiTime(pod.createdAt),
      ...deletion,
      labels: labelsOf(workload, revision, pod),
      ownerReferences: [ownerOf(workload, revision, { job: pod.job, node })],
    };
  }

  #spec({ workload, revision }: PodState): Uint8Array {
    const kept = this.#specs.get(revision);
    if (kept !== undefined) return kept;
    if (this.#specs.size >= KEPT_SPECS) this.#specs.delete(this.#specs.keys().next().value as Revision);
    this.#specWriter.message(SPEC, specObject(workload.plan, revision));
    const spec = this.#specWriter.take();
    this.#specs.set(revision, spec);
    return spec;
  }
}
