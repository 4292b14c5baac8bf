import type { StoredObject } from './object-store.ts';
import type { Revision, Workload } from './workload.ts';

/** Where a pod stands in its life. What its containers say follows from this and the times beside it. */
export type Stage =
  | 'pending'
  | 'creating'
  | 'config-error'
  | 'pull-error'
  | 'pull-backoff'
  | 'init'
  | 'init-crashed'
  | 'init-backoff'
  | 'starting'
  | 'ready'
  | 'unready'
  | 'crashed'
  | 'backoff'
  | 'succeeded'
  | 'failed'
  | 'evicted';

/** A pod in 0.3 KB: a value that is replaced, never changed, so that lists and watches may keep old ones. Times in ms. */
export interface PodState extends StoredObject {
  readonly workload: Workload;
  readonly revision: Revision;
  /** Counts all pods that ever were; uid and address follow from it. */
  readonly serial: number;
  /** Which of its workload's pods it is: a StatefulSet's number, a DaemonSet's node. */
  readonly ordinal: number;
  /** The job of a CronJob's pod, '' for others. */
  readonly job: string;
  /** Index of the node, -1 before it is scheduled. */
  readonly node: number;
  readonly createdAt: number;
  readonly scheduledAt: number;
  readonly stage: Stage;
  readonly stageAt: number;
  /** Init containers that have ended well. */
  readonly initDone: number;
  /** When the container that makes trouble, or the first one, was started last. */
  readonly startedAt: number;
  /** When the pod's other containers were started: they do not restart. */
  readonly runningAt: number;
  readonly restarts: number;
  /** When the container ended before its last start; 0: never. */
  readonly lastEndAt: number;
  /** 0: nobody has deleted it; else when it has to be gone. */
  readonly deletedAt: number;
  readonly graceSeconds: number;
}

export const isOver = ({ stage }: PodState): boolean =>
  stage === 'succeeded' || stage === 'failed' || stage === 'evicted';
