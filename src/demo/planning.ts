import type { Random } from '../flow/index.ts';
import { newRevision } from './births.ts';
import type { Workload, WorkloadPlan } from './workload.ts';
import { CATALOGUE, TEAM_PLANS } from './workload-catalogue.ts';

/** A workload and how many pods it has when the demo begins. */
export interface PlannedWorkload {
  readonly workload: Workload;
  readonly pods: number;
}

/** How many replicas a team's workloads have. */
const LEAST_REPLICAS = 4;
const MOST_REPLICAS = 24;
/** One team in so many has workloads that make trouble: in a large cluster it is rare. */
const TEAMS_PER_TROUBLE = 20;

/** The workloads of a cluster of exactly `pods` pods on `nodes` nodes: the catalogue as far as it fits, then teams. */
export function planWorkloads(pods: number, nodes: number, random: Random): PlannedWorkload[] {
  const planned: PlannedWorkload[] = [];
  let room = pods;
  const take = (plan: WorkloadPlan) => {
    const count = Math.min(room, plan.kind === 'DaemonSet' ? nodes : plan.replicas);
    if (count > 0) planned.push({ workload: newWorkload(plan, count), pods: count });
    room -= count;
  };
  for (const plan of CATALOGUE) take(plan);
  for (let team = 1; room > 0; team++) {
    const namespace = `team-${String(team).padStart(2, '0')}`;
    for (const plan of TEAM_PLANS) {
      const replicas = LEAST_REPLICAS + Math.floor(random() * (MOST_REPLICAS - LEAST_REPLICAS + 1));
      if (plan.behaviour === 'steady') take({ ...plan, namespace, replicas });
      else if (team % TEAMS_PER_TROUBLE === 1) take({ ...plan, namespace, replicas: 1 });
    }
  }
  return planned;
}

/** A workload as it is when the demo begins, with `pods` pods. */
export function newWorkload(plan: WorkloadPlan, pods: number): Workload {
  const workload: Workload = {
    plan,
    labels: { app: plan.name, 'app.kubernetes.io/name': plan.name, 'app.kubernetes.io/part-of': plan.namespace },
    replicas: pods,
    revision: newRevision(plan, 1, plan.behaviour),
    replacing: undefined,
  };
  // Beside the pod that makes the trouble stand those that it was to replace, or that have replaced it.
  if (plan.behaviour === 'bad-image') {
    workload.replacing = newRevision(plan, 1, 'steady');
    workload.revision = newRevision(plan, 2, 'bad-image');
    workload.replicas = Math.max(1, pods - 1);
  }
  if (plan.behaviour === 'evicted') {
    workload.revision = newRevision(plan, 1, 'steady');
    workload.replicas = Math.max(1, pods - 1);
  }
  return workload;
}
