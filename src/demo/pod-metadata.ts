import { uidOf } from './demo-names.ts';
import type { Revision, Workload, WorkloadKind } from './workload.ts';

/** The conditions that a kubelet keeps. */
export const CONDITION_TYPES = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'] as const;

/** The labels of a pod of a revision. */
export function labelsOf(
  { plan, labels }: Workload,
  revision: Revision,
  pod: { name: string; job: string },
): Readonly<Record<string, string>> {
  switch (plan.kind) {
    case 'CronJob':
      return { ...labels, 'job-name': pod.job, 'batch.kubernetes.io/job-name': pod.job };
    case 'Deployment':
      return { ...labels, 'pod-template-hash': revision.hash };
    case 'StatefulSet':
      return { ...labels, 'controller-revision-hash': revision.hash, 'statefulset.kubernetes.io/pod-name': pod.name };
    default:
      return { ...labels, 'controller-revision-hash': revision.hash };
  }
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: true;
  readonly blockOwnerDeletion: true;
}

const OWNER_KINDS: Readonly<Record<WorkloadKind, string>> = {
  Deployment: 'ReplicaSet',
  CronJob: 'Job',
  Static: 'Node',
  StatefulSet: 'StatefulSet',
  DaemonSet: 'DaemonSet',
};

/** Who owns the pods of a revision: a ReplicaSet, a Job, a node. */
export function ownerOf({ plan }: Workload, revision: Revision, pod: { job: string; node: string }): OwnerReference {
  const names: Partial<Record<WorkloadKind, string>> = {
    Deployment: `${plan.name}-${revision.hash}`,
    CronJob: pod.job,
    Static: pod.node,
  };
  return {
    apiVersion: plan.kind === 'CronJob' ? 'batch/v1' : plan.kind === 'Static' ? 'v1' : 'apps/v1',
    kind: OWNER_KINDS[plan.kind],
    name: names[plan.kind] ?? plan.name,
    uid: uidOf(`owner/${plan.namespace}/${plan.name}/${revision.hash}`),
    controller: true,
    blockOwnerDeletion: true,
  };
}
