import { uidOf } from './demo-names.ts';
import type { StoredObject } from './object-store.ts';

/** A node; times in ms since the epoch. */
export interface NodeState extends StoredObject {
  readonly uid: string;
  readonly index: number;
  readonly ip: string;
  readonly createdAt: number;
  readonly heartbeatAt: number;
}

export interface NamespaceState extends StoredObject {
  readonly uid: string;
  readonly createdAt: number;
}

/** Pods a node has room for: a kubelet's default is 110. */
const PODS_PER_NODE = 100;
const LEAST_NODES = 4;

/** Enough Pis for `pods` pods. The first is the control plane. */
export function makeNodes(pods: number, createdAt: number, resourceVersion: number): NodeState[] {
  return Array.from({ length: Math.max(LEAST_NODES, Math.ceil(pods / PODS_PER_NODE)) }, (_, index) => {
    const name = `pi-${index + 1}`;
    return {
      key: name,
      namespace: '',
      name,
      resourceVersion,
      uid: uidOf(`node/${name}`),
      index,
      ip: `192.168.${6 + (index >> 8)}.${(21 + index) & 255}`,
      createdAt,
      heartbeatAt: createdAt,
    };
  });
}

export const makeNamespace = (name: string, createdAt: number, resourceVersion: number): NamespaceState => ({
  key: name,
  namespace: '',
  name,
  resourceVersion,
  uid: uidOf(`namespace/${name}`),
  createdAt,
});

/** The address of a pod in its node's part of 10.244.0.0/14, so that up to a thousand nodes have one. */
export const podAddress = (node: number, serial: number): string =>
  `10.${244 + (node >> 8)}.${node & 255}.${2 + (serial % 250)}`;
