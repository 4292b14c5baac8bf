import type { Random } from '../flow/index.ts';
import { hashName, randomName } from './demo-names.ts';
import type { NodeState } from './node-state.ts';
import type { PodState } from './pod-state.ts';
import type { Revision, Workload, WorkloadPlan } from './workload.ts';

/** Version `number` of a workload's template. */
export function newRevision(
  { namespace, name, kind }: WorkloadPlan,
  number: number,
  behaviour: Revision['behaviour'],
): Revision {
  const text = `${namespace}/${name}/${number}`;
  return { hash: hashName(text, kind === 'Deployment' ? 10 : 9), tag: `v1.${number}.${text.length % 7}`, behaviour };
}

/** What a new pod is made of. */
export interface Birth {
  readonly workload: Workload;
  readonly revision: Revision;
  readonly serial: number;
  /** Which of a StatefulSet's or a DaemonSet's pods it is. */
  readonly ordinal: number;
  readonly job: string;
  readonly at: number;
  readonly resourceVersion: number;
}

/** A pod at the moment of its making. */
export function newPod(birth: Birth, nodes: readonly NodeState[], random: Random): PodState {
  const { workload, revision, at } = birth;
  const name = podName(birth, nodes, random);
  const { namespace } = workload.plan;
  return {
    key: `${namespace}/${name}`,
    namespace,
    name,
    resourceVersion: birth.resourceVersion,
    workload,
    revision,
    serial: birth.serial,
    ordinal: birth.ordinal,
    job: birth.job,
    node: -1,
    createdAt: at,
    scheduledAt: 0,
    stage: 'pending',
    stageAt: at,
    initDone: 0,
    startedAt: 0,
    runningAt: 0,
    restarts: 0,
    lastEndAt: 0,
    deletedAt: 0,
    graceSeconds: 30,
  };
}

function podName({ workload, revision, ordinal, job }: Birth, nodes: readonly NodeState[], random: Random): string {
  const { name, kind } = workload.plan;
  switch (kind) {
    case 'Deployment':
      return `${name}-${revision.hash}-${randomName(random, 5)}`;
    case 'StatefulSet':
      return `${name}-${ordinal}`;
    case 'Static':
      return `${name}-${nodes[0]?.name}`;
    case 'CronJob':
      return `${job}-${randomName(random, 5)}`;
    default:
      return `${name}-${randomName(random, 5)}`;
  }
}
