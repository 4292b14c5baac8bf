/** What the pods of a revision do when they are left alone. */
export type Behaviour =
  | 'steady'
  | 'flaky'
  | 'oom-loop'
  | 'error-loop'
  | 'init-loop'
  | 'bad-image'
  | 'missing-config'
  | 'no-room'
  | 'evicted'
  | 'batch';

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob' | 'Static';

export interface ContainerPlan {
  readonly name: string;
  readonly image: string;
  readonly port?: number;
  /** Kubernetes quantities. */
  readonly cpu: string;
  readonly memory: string;
}

/** One controller and what it runs, as the catalogue lists it. */
export interface WorkloadPlan {
  readonly namespace: string;
  readonly name: string;
  readonly kind: WorkloadKind;
  /** Ignored for a DaemonSet, which has one pod a node, and a CronJob, which has what its last jobs left. */
  readonly replicas: number;
  readonly behaviour: Behaviour;
  readonly containers: readonly ContainerPlan[];
  /** Init containers that end. */
  readonly init?: readonly ContainerPlan[];
  /** Init containers that stay: KEP-753. */
  readonly sidecars?: readonly ContainerPlan[];
  readonly ageHours: number;
  readonly hostNetwork?: true;
}

/** One version of a workload's template. */
export interface Revision {
  /** The pod-template-hash, or controller-revision-hash. */
  readonly hash: string;
  readonly tag: string;
  readonly behaviour: Behaviour;
}

/** A workload at work. `revision` is the one that new pods get. */
export interface Workload {
  readonly plan: WorkloadPlan;
  readonly labels: Readonly<Record<string, string>>;
  replicas: number;
  revision: Revision;
  /** The revision that a rollout replaces; undefined when none goes on. */
  replacing: Revision | undefined;
}
