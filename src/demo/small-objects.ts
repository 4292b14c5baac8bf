import { timeText } from './api-time.ts';
import { digest } from './demo-names.ts';
import type { EventState } from './event-book.ts';
import type { NamespaceState, NodeState } from './node-state.ts';

/** The JSON objects of nodes, namespaces and events, without kind and apiVersion. */
export function nodeObject(node: NodeState): object {
  const isControlPlane = node.index === 0;
  const role = isControlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {};
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    lastHeartbeatTime: timeText(node.heartbeatAt),
    lastTransitionTime: timeText(node.createdAt),
    reason,
    message,
  });
  const capacity = { cpu: '4', memory: '8245412Ki', pods: '110', 'ephemeral-storage': '120934148Ki' };
  return {
    metadata: {
      name: node.name,
      uid: node.uid,
      resourceVersion: String(node.resourceVersion),
      creationTimestamp: timeText(node.createdAt),
      labels: {
        'kubernetes.io/arch': 'arm64',
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        ...role,
      },
    },
    spec: { podCIDR: `10.${244 + (node.index >> 8)}.${node.index & 255}.0/24` },
    status: {
      capacity,
      allocatable: { ...capacity, memory: '8143012Ki' },
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
        condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
      ],
      addresses: [
        { type: 'InternalIP', address: node.ip },
        { type: 'Hostname', address: node.name },
      ],
      nodeInfo: {
        machineID: digest(node.name).slice(0, 32),
        systemUUID: node.uid,
        bootID: digest(`boot/${node.name}`).slice(0, 32),
        kernelVersion: '6.6.31+rpt-rpi-2712',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        containerRuntimeVersion: 'containerd://1.7.13',
        kubeletVersion: 'v1.27.2',
        kubeProxyVersion: 'v1.27.2',
        operatingSystem: 'linux',
        architecture: 'arm64',
      },
    },
  };
}

export const namespaceObject = (namespace: NamespaceState): object => ({
  metadata: {
    name: namespace.name,
    uid: namespace.uid,
    resourceVersion: String(namespace.resourceVersion),
    creationTimestamp: timeText(namespace.createdAt),
    labels: { 'kubernetes.io/metadata.name': namespace.name },
  },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

export const eventObject = (event: EventState): object => ({
  metadata: {
    name: event.name,
    namespace: event.namespace,
    uid: event.uid,
    resourceVersion: String(event.resourceVersion),
    creationTimestamp: timeText(event.firstAt),
  },
  involvedObject: {
    kind: 'Pod',
    namespace: event.namespace,
    name: event.pod.name,
    uid: event.pod.uid,
    apiVersion: 'v1',
  },
  reason: event.reason,
  message: event.message,
  source: event.host === '' ? { component: event.component } : { component: event.component, host: event.host },
  firstTimestamp: timeText(event.firstAt),
  lastTimestamp: timeText(event.lastAt),
  count: event.count,
  type: event.type,
  eventTime: null,
  reportingComponent: '',
  reportingInstance: '',
});
