import type { DemoWorld } from './demo-world.ts';
import type { Encoding } from './encoding.ts';
import type { EventState } from './event-book.ts';
import type { NamespaceState, NodeState } from './node-state.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { PodJson } from './pod-json.ts';
import { labelsOf } from './pod-metadata.ts';
import { PodProtobuf } from './pod-protobuf.ts';
import type { PodState } from './pod-state.ts';
import { addressOf, phaseOf } from './pod-status-object.ts';
import { PROTOBUF_TYPE, podProtobufEncoding } from './protobuf-encoding.ts';
import { eventObject, namespaceObject, nodeObject } from './small-objects.ts';

/** One resource as the API serves it. */
export interface ResourceKind<S extends StoredObject> {
  readonly plural: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  readonly store: ObjectStore<S>;
  /** Encodings beside JSON, by the media type that asks for them. */
  readonly encodings: Readonly<Record<string, Encoding<S>>>;
  /** The JSON of an object from its metadata on, without kind and apiVersion, as it stands in a list. */
  readonly render: (object: S) => string;
  readonly labelsOf: (object: S) => Readonly<Record<string, string>>;
  /** The fields that a field selector may name, beside metadata.name and metadata.namespace. */
  readonly fields: Readonly<Record<string, (object: S) => string>>;
}

export interface DemoResources {
  readonly pods: ResourceKind<PodState>;
  readonly nodes: ResourceKind<NodeState>;
  readonly namespaces: ResourceKind<NamespaceState>;
  readonly events: ResourceKind<EventState>;
}

const READ = ['get', 'list', 'watch'];

export function demoResources(world: DemoWorld): DemoResources {
  return { pods: podKind(world), nodes: nodeKind(world), namespaces: namespaceKind(world), events: eventKind(world) };
}

function podKind(world: DemoWorld): ResourceKind<PodState> {
  const { nodeList } = world;
  const podJson = new PodJson(nodeList);
  return {
    plural: 'pods',
    kind: 'Pod',
    isNamespaced: true,
    shortNames: ['po'],
    verbs: ['delete', ...READ],
    store: world.pods,
    encodings: { [PROTOBUF_TYPE]: podProtobufEncoding(new PodProtobuf(nodeList)) },
    render: (pod) => podJson.render(pod),
    labelsOf: (pod) => labelsOf(pod.workload, pod.revision, pod),
    fields: {
      'spec.nodeName': ({ node }) => nodeList[node]?.name ?? '',
      'spec.restartPolicy': ({ workload }) => (workload.plan.kind === 'CronJob' ? 'Never' : 'Always'),
      'spec.schedulerName': () => 'default-scheduler',
      'spec.serviceAccountName': ({ workload }) => workload.plan.name,
      'status.phase': phaseOf,
      'status.podIP': (pod) => addressOf(pod, nodeList),
      'status.nominatedNodeName': () => '',
    },
  };
}

const nodeKind = (world: DemoWorld): ResourceKind<NodeState> => ({
  plural: 'nodes',
  kind: 'Node',
  isNamespaced: false,
  shortNames: ['no'],
  verbs: READ,
  store: world.nodes,
  encodings: {},
  render: (node) => JSON.stringify(nodeObject(node)),
  labelsOf: ({ name }) => ({
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'arm64',
  }),
  fields: { 'spec.unschedulable': () => 'false' },
});

const namespaceKind = (world: DemoWorld): ResourceKind<NamespaceState> => ({
  plural: 'namespaces',
  kind: 'Namespace',
  isNamespaced: false,
  shortNames: ['ns'],
  verbs: READ,
  store: world.namespaces,
  encodings: {},
  render: (namespace) => JSON.stringify(namespaceObject(namespace)),
  labelsOf: ({ name }) => ({ 'kubernetes.io/metadata.name': name }),
  fields: { 'status.phase': () => 'Active' },
});

const eventKind = (world: DemoWorld): ResourceKind<EventState> => ({
  plural: 'events',
  kind: 'Event',
  isNamespaced: true,
  shortNames: ['ev'],
  verbs: READ,
  store: world.events.store,
  encodings: {},
  render: (event) => JSON.stringify(eventObject(event)),
  labelsOf: () => ({}),
  fields: {
    'involvedObject.kind': () => 'Pod',
    'involvedObject.namespace': ({ namespace }) => namespace,
    'involvedObject.name': ({ pod }) => pod.name,
    'involvedObject.uid': ({ pod }) => pod.uid,
    reason: ({ reason }) => reason,
    type: ({ type }) => type,
    source: ({ component }) => component,
  },
});
