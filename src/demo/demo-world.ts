import { type Random, seededRandom } from '../flow/index.ts';
import { newPod } from './births.ts';
import { EventBook } from './event-book.ts';
import { makeNamespace, makeNodes, type NamespaceState, type NodeState } from './node-state.ts';
import { ObjectStore } from './object-store.ts';
import { enterStage, nextStep, type PodStep } from './pod-life.ts';
import { occurrencesOf } from './pod-occurrences.ts';
import { isOver, type PodState, type Stage } from './pod-state.ts';
import { TimerHeap } from './timer-heap.ts';
import type { Revision, Workload } from './workload.ts';

/** What will happen, besides what people ask for. */
export type DemoTimer =
  | { readonly kind: 'pod'; readonly pod: PodState; readonly to: PodStep['to'] }
  | { readonly kind: 'spawn'; readonly workload: Workload; readonly revision: Revision; readonly ordinal: number }
  | { readonly kind: 'cron'; readonly workload: Workload }
  | { readonly kind: 'rollout' }
  | { readonly kind: 'rollback'; readonly workload: Workload; readonly bad: Revision; readonly good: Revision }
  | { readonly kind: 'churn' }
  | { readonly kind: 'heartbeat'; readonly node: number };

/** The newest changes of pods that a watch may begin behind. */
const POD_HISTORY = 10_000;
const SMALL_HISTORY = 1_000;
/** The resourceVersion of a cluster that has been up for a while, before the seed adds its part. */
const FIRST_VERSION = 48_000;
/** What was due before the demo began comes within this time. */
const LONGEST_START_MS = 15_000;
const CLUSTER_AGE_MS = 216 * 3_600_000;

/** Everything there is in the demo cluster, and the few ways in which it changes. All times in ms since the epoch. */
export class DemoWorld {
  readonly pods = new ObjectStore<PodState>(POD_HISTORY);
  readonly nodes = new ObjectStore<NodeState>(SMALL_HISTORY);
  readonly namespaces = new ObjectStore<NamespaceState>(SMALL_HISTORY);
  readonly events: EventBook;
  readonly random: Random;
  readonly timers = new TimerHeap<DemoTimer>();
  readonly nodeList: readonly NodeState[];
  /** The keys of each workload's pods. */
  readonly members = new Map<Workload, Set<string>>();
  #version: number;
  #serial = 0;

  constructor(options: { seed: number; pods: number; now: number }) {
    this.random = seededRandom(options.seed);
    this.#version = FIRST_VERSION + Math.floor(this.random() * 1_000);
    this.events = new EventBook(() => this.nextVersion());
    this.nodeList = makeNodes(options.pods, options.now - CLUSTER_AGE_MS, this.#version);
    this.nodes.seed(this.nodeList);
  }

  /** The resourceVersion of the newest change of anything. */
  get version(): number {
    return this.#version;
  }

  nextVersion(): number {
    return ++this.#version;
  }

  seedNamespaces(names: Iterable<string>, now: number): void {
    const all = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease', ...names]);
    this.namespaces.seed([...all].map((name) => makeNamespace(name, now - CLUSTER_AGE_MS, this.#version)));
  }

  /** A pod that is not in the cluster yet. */
  conceive(workload: Workload, revision: Revision, more: { ordinal: number; job?: string; at: number }): PodState {
    const { ordinal, job = '', at } = more;
    const birth = { workload, revision, ordinal, job, at, serial: ++this.#serial, resourceVersion: this.#version };
    return newPod(birth, this.nodeList, this.random);
  }

  /** Puts pods that were always there. */
  seedPods(pods: readonly PodState[], now: number): void {
    this.pods.seed(pods);
    for (const pod of pods) {
      this.#enlist(pod);
      const step = nextStep(pod, this.random);
      // What is long overdue happens soon, but not all of it at once.
      const soon = now + this.random() * LONGEST_START_MS;
      if (step !== undefined)
        this.timers.put(Math.max(soon, pod.stageAt + step.afterMs), { kind: 'pod', pod, to: step.to });
    }
  }

  /** The node of a pod: its own for daemons and static pods, one after the other for all others. */
  nodeFor({ workload, ordinal, serial }: PodState): number {
    if (workload.plan.kind === 'Static') return 0;
    return (workload.plan.kind === 'DaemonSet' ? ordinal : serial) % this.nodeList.length;
  }

  /** Adds a new pod, unless one of its name is there still. */
  add(pod: PodState): void {
    if (this.pods.get(pod.key) !== undefined) return;
    this.#enlist(pod);
    this.#put(pod, pod.createdAt);
    this.#tell(pod);
  }

  /** Moves a pod to a stage of its life. */
  enter(pod: PodState, stage: Stage, at: number): PodState {
    const scheduled = stage === 'creating' && pod.node < 0 ? { ...pod, node: this.nodeFor(pod), scheduledAt: at } : pod;
    const next = this.#put(enterStage(scheduled, stage, at), at);
    this.#tell(next);
    return next;
  }

  /** Puts a changed pod in the place of what it was; returns it with its resourceVersion. */
  replace(pod: PodState, at: number): PodState {
    return this.#put(pod, at);
  }

  /** Takes a pod away for good; returns its last state. */
  remove(pod: PodState): PodState {
    const last = { ...pod, resourceVersion: this.nextVersion() };
    this.pods.remove(last);
    this.members.get(pod.workload)?.delete(pod.key);
    return last;
  }

  /** A workload's pods that are there and neither over nor being deleted. */
  alive(workload: Workload): PodState[] {
    const pods = [...(this.members.get(workload) ?? [])].map((key) => this.pods.get(key));
    return pods.filter((pod) => pod !== undefined && pod.deletedAt === 0 && !isOver(pod)) as PodState[];
  }

  #put(pod: PodState, at: number): PodState {
    const next = { ...pod, resourceVersion: this.nextVersion() };
    this.pods.put(next);
    this.#plan(next, at);
    return next;
  }

  /** A timer is for the very state that it was set for: when the pod has changed otherwise, it does nothing. */
  #plan(pod: PodState, at: number): void {
    const step = nextStep(pod, this.random);
    if (step !== undefined) this.timers.put(at + step.afterMs, { kind: 'pod', pod, to: step.to });
  }

  #enlist(pod: PodState): void {
    const keys = this.members.get(pod.workload) ?? new Set<string>();
    this.members.set(pod.workload, keys.add(pod.key));
  }

  #tell(pod: PodState): void {
    for (const occurrence of occurrencesOf(pod, this.nodeList)) this.events.tell(occurrence);
  }
}
