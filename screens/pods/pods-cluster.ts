import type { KpiError } from '../../src/flow/index.ts';
import type { PodDetailSession, PodSession } from '../../src/pods/index.ts';

/** What the pods screen needs of the cluster that is looked at. */
export interface PodsCluster {
  readonly context: string;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  /** Undefined until the cluster is open. */
  readonly pods: PodSession | undefined;
  readonly detail: PodDetailSession | undefined;
  readonly isOpening: boolean;
  /** Opens another context; without a name the same one again. */
  open(context?: string): void;
  setNamespaces(namespaces: readonly string[]): void;
  listNamespaces(): Promise<readonly string[]>;
  /** Why the rows are not fresh; undefined while they are. */
  failureOfPods(): KpiError | undefined;
}
