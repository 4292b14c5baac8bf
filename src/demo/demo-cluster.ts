import {
  afterDeletionBegan,
  afterRemoval,
  beginDeletion,
  jobName,
  onReady,
  rollBack,
  rollOut,
  runJob,
  spawn,
} from './controllers.ts';
import { type DemoTimer, DemoWorld } from './demo-world.ts';
import { HOSTILE_PLANS } from './hostile-plans.ts';
import { newWorkload, type PlannedWorkload, planWorkloads } from './planning.ts';
import { occurrencesOf } from './pod-occurrences.ts';
import { isOver, type PodState } from './pod-state.ts';
import { CRON_PERIOD_MS, settledPod, settledRevision } from './settled-pod.ts';

export interface DemoClusterOptions {
  readonly seed: number;
  /** Pods when the demo begins, 1..50,000. */
  readonly pods: number;
  /** When the demo begins, in ms since the epoch. */
  readonly now: number;
  /** Further changes of pods a second, as a load for watchers: pods lose and regain their readiness. */
  readonly changesPerSecond?: number;
  /** Adds pods whose names, labels and messages try to harm a terminal. */
  readonly hostile?: boolean;
}

const FIRST_JOB_MS = 2_000;
const BETWEEN_JOBS_MS = 29_000;
const FIRST_ROLLOUT_MS = 20_000;
const NODE_HEARTBEAT_MS = 300_000;
const CHURN_MS = 100;
/** What made trouble has done so this often before the demo began. */
const PAST_BACKOFFS = 31;

/**
 * A cluster that lives by itself: pods crash, jobs run, deployments roll out. Pure: `advance(now)` plays everything that
 * falls due, each at its own time, so that one seed gives the same history however often it is called.
 */
export class DemoCluster {
  readonly world: DemoWorld;
  readonly #changesPerSecond: number;
  /** The pods that churn was asked for; those that have gone since are passed over. */
  readonly #churning: readonly string[];
  #revisions = 2;
  /** Changes that are owed, in parts of one. */
  #owed = 0;

  constructor(options: DemoClusterOptions) {
    const { now } = options;
    this.world = new DemoWorld(options);
    this.#changesPerSecond = options.changesPerSecond ?? 0;
    const planned: PlannedWorkload[] = planWorkloads(options.pods, this.world.nodeList.length, this.world.random);
    if (options.hostile) planned.push(...HOSTILE_PLANS.map((plan) => ({ workload: newWorkload(plan, 1), pods: 1 })));
    this.world.seedNamespaces(
      planned.map(({ workload }) => workload.plan.namespace),
      now,
    );
    this.world.seedPods(
      planned.flatMap((one) => this.#settle(one, now)),
      now,
    );
    this.#churning = this.#changesPerSecond > 0 ? this.world.pods.list().map(({ key }) => key) : [];
    this.#begin(planned, now);
  }

  /** When something will happen next, in ms since the epoch. */
  get nextAt(): number {
    return this.world.timers.nextAt;
  }

  /** Plays what falls due up to `now`. */
  advance(now: number): void {
    const { timers } = this.world;
    for (let due = timers.take(now); due !== undefined; due = timers.take(now)) this.#play(due.value, due.at);
  }

  /** Begins to end a pod, or ends it at once where there is nothing to wait for. Returns its state after that. */
  deletePod(pod: PodState, graceSeconds: number, now: number): PodState {
    if (isOver(pod) || pod.node < 0 || graceSeconds === 0) {
      return this.#remove({ ...pod, deletedAt: Math.floor(now / 1000) * 1000, graceSeconds: 0 }, now);
    }
    if (pod.deletedAt > 0 && pod.graceSeconds <= graceSeconds) return pod;
    const ending = beginDeletion(this.world, pod, graceSeconds, now);
    if (pod.deletedAt === 0) afterDeletionBegan(this.world, ending, now);
    return ending;
  }

  /** Forgets all history, as etcd's compaction does: older resourceVersions and continue tokens are 410 from now on. */
  compact(): void {
    const version = this.world.nextVersion();
    const { pods, nodes, namespaces, events } = this.world;
    for (const store of [pods, nodes, namespaces, events.store]) store.compact(version);
  }

  #settle({ workload, pods }: PlannedWorkload, now: number): PodState[] {
    return Array.from({ length: pods }, (_, ordinal) => {
      const isJob = workload.plan.kind === 'CronJob';
      const job = isJob ? jobName(workload, now - (ordinal + 1) * CRON_PERIOD_MS) : '';
      const pod = this.world.conceive(workload, settledRevision(workload, ordinal), { ordinal, job, at: now });
      return settledPod({ ...pod, node: this.world.nodeFor(pod) }, now, this.world.random);
    });
  }

  #begin(planned: readonly PlannedWorkload[], now: number): void {
    const { timers, nodeList, events } = this.world;
    const crons = planned.filter(({ workload }) => workload.plan.kind === 'CronJob');
    for (const [index, { workload }] of crons.entries())
      timers.put(now + FIRST_JOB_MS + index * BETWEEN_JOBS_MS, { kind: 'cron', workload });
    timers.put(now + FIRST_ROLLOUT_MS, { kind: 'rollout' });
    timers.put(now + NODE_HEARTBEAT_MS / nodeList.length, { kind: 'heartbeat', node: 0 });
    if (this.#changesPerSecond > 0) timers.put(now + CHURN_MS, { kind: 'churn' });
    for (const pod of this.world.pods.values()) {
      if (pod.stage === 'ready' || pod.stage === 'succeeded') continue;
      for (const told of occurrencesOf(pod, nodeList)) {
        events.tell({
          ...told,
          at: Math.min(told.at, now),
          firstAt: Math.min(pod.createdAt, now),
          count: told.reason === 'BackOff' ? PAST_BACKOFFS : 1,
        });
      }
    }
  }

  #play(timer: DemoTimer, at: number): void {
    switch (timer.kind) {
      case 'pod':
        return this.#step(timer.pod, timer.to, at);
      case 'spawn':
        return spawn(this.world, timer, at);
      case 'cron':
        return runJob(this.world, timer.workload, at);
      case 'rollout':
        return rollOut(this.world, ++this.#revisions, at);
      case 'rollback':
        return rollBack(this.world, timer.workload, timer, at);
      case 'churn':
        return this.#churn(at);
      default:
        return this.#beat(timer.node, at);
    }
  }

  #step(pod: PodState, to: PodState['stage'] | 'gone', at: number): void {
    if (this.world.pods.get(pod.key) !== pod) return;
    if (to === 'gone') {
      this.#remove(pod, at);
      return;
    }
    const next = this.world.enter(pod, to, at);
    if (to === 'ready') onReady(this.world, next, at);
  }

  #remove(pod: PodState, at: number): PodState {
    const last = this.world.remove(pod);
    // A pod that ends at once has had no time to be succeeded before.
    if (pod.graceSeconds === 0 && !isOver(pod)) afterDeletionBegan(this.world, pod, at);
    afterRemoval(this.world, pod, at);
    return last;
  }

  #churn(at: number): void {
    this.world.timers.put(at + CHURN_MS, { kind: 'churn' });
    this.#owed += (this.#changesPerSecond * CHURN_MS) / 1000;
    for (; this.#owed >= 1; this.#owed--) {
      const key = this.#churning[Math.floor(this.world.random() * this.#churning.length)] ?? '';
      const pod = this.world.pods.get(key);
      if (pod === undefined || pod.deletedAt > 0) continue;
      if (pod.stage === 'ready' || pod.stage === 'unready')
        this.world.enter(pod, pod.stage === 'ready' ? 'unready' : 'ready', at);
    }
  }

  #beat(index: number, at: number): void {
    const { nodes, nodeList, timers } = this.world;
    const node = nodes.get(nodeList[index]?.name ?? '');
    if (node !== undefined) nodes.put({ ...node, heartbeatAt: at, resourceVersion: this.world.nextVersion() });
    timers.put(at + NODE_HEARTBEAT_MS / nodeList.length, { kind: 'heartbeat', node: (index + 1) % nodeList.length });
  }
}
