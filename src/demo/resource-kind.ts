import type { DemoWorld } from './demo-world.ts';
import type { EventState } from './event-book.ts';
import type { NamespaceState, NodeState } from './node-state.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { PodJson } from './pod-json.ts';
import type { PodState } from './pod-state.ts';
import { addressOf, phaseOf } from './pod-status-object.ts';
import { labelsOf } from './pod-template.ts';
import { eventObject, namespaceObject, nodeObject } from './small-objects.ts';

/** One resource as the API serves it. */
export interface ResourceKind<S extends StoredObject> {
  readonly plural: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: readonly string[];
  readonly store: ObjectStore<S>;
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
  const { nodeList } = world;
  const podJson = new PodJson(nodeList);
  return {
    pods: {
      plural: 'pods',
      kind: 'Pod',
      isNamespaced: true,
      shortNames: ['po'],
      verbs: ['delete', ...READ],
      store: world.pods,
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
    },
    nodes: {
      plural: 'nodes',
      kind: 'Node',
      isNamespaced: false,
      shortNames: ['no'],
      verbs: READ,
      store: world.nodes,
      render: (node) => JSON.stringify(nodeObject(node)),
      labelsOf: ({ name }) => ({
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'arm64',
      }),
      fields: { 'spec.unschedulable': () => 'false' },
    },
    namespaces: {
      plural: 'namespaces',
      kind: 'Namespace',
      isNamespaced: false,
      shortNames: ['ns'],
      verbs: READ,
      store: world.namespaces,
      render: (namespace) => JSON.stringify(namespaceObject(namespace)),
      labelsOf: ({ name }) => ({ 'kubernetes.io/metadata.name': name }),
      fields: { 'status.phase': () => 'Active' },
    },
    events: {
      plural: 'events',
      kind: 'Event',
      isNamespaced: true,
      shortNames: ['ev'],
      verbs: READ,
      store: world.events.store,
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
    },
  };
}
