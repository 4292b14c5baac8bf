import type { OpenCluster } from '../src/cli/index.ts';
import type { Settings } from '../src/config/index.ts';
import { type Clock, inBackground, KpiError, messageOf, type Random } from '../src/flow/index.ts';
import { describeFailure, failureOf } from '../src/kube/index.ts';
import { PipelineSession } from '../src/pipeline/index.ts';
import { type Pod, PodDetailSession, PodSession, podListerWatchers } from '../src/pods/index.ts';
import type { PipelineCluster } from './pipeline/pipeline-pane.tsx';
import type { PodsCluster } from './pods/pods-cluster.ts';

/** Opens the cluster that the settings name. */
export type OpenClusterBy = (settings: Settings) => Promise<OpenCluster>;

export interface ClusterControlOptions {
  readonly openCluster: OpenClusterBy;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  /** Something that a screen shows has changed: opened, failed, other pods. */
  readonly onChange: () => void;
  /** Pods have changed; at most once a frame. */
  readonly onPods: () => void;
}

/**
 * The cluster that is looked at, and the sessions on it. Opening takes time and may fail; what was open before stays until
 * the next one is there, and the sessions of a closed one are stopped.
 */
export class ClusterControl implements PodsCluster, PipelineCluster {
  readonly #o: ClusterControlOptions;
  #settings: Settings;
  #cluster: OpenCluster | undefined;
  #pods: PodSession | undefined;
  #detail: PodDetailSession | undefined;
  #pipeline: PipelineSession<Pod> | undefined;
  #namespaces: readonly string[] = [];
  #error: KpiError | undefined;
  /** From the start: the first opening comes right after the first frame. */
  #isOpening = true;
  #unsubscribe = () => {};
  /** A later `open` makes the answer to an earlier one void. */
  #attempt = 0;

  constructor(options: ClusterControlOptions) {
    this.#o = options;
    this.#settings = options.settings;
  }

  get pods(): PodSession | undefined {
    return this.#pods;
  }

  get detail(): PodDetailSession | undefined {
    return this.#detail;
  }

  get pipeline(): PipelineSession<Pod> | undefined {
    return this.#pipeline;
  }

  get error(): KpiError | undefined {
    return this.#error;
  }

  get context(): string {
    return this.#cluster?.client.access.context ?? this.#settings.context ?? '';
  }

  /** Who is asked, for the overview. */
  get facts() {
    const client = this.#cluster?.client;
    return {
      context: this.context,
      server: client?.access.server,
      source: client?.access.source,
      requests: client?.counters.get('requests') ?? 0,
      malformed: client?.counters.get('malformedLines') ?? 0,
    };
  }

  get namespaces(): readonly string[] {
    return this.#namespaces;
  }

  /** Opens the cluster of the settings, or another context of the kubeconfig. */
  open(context?: string): void {
    const attempt = ++this.#attempt;
    if (context !== undefined) this.#settings = { ...this.#settings, context, namespaces: [], allNamespaces: true };
    this.#isOpening = true;
    this.#error = undefined;
    this.#o.onChange();
    inBackground(this.#open(attempt), (cause) => {
      if (attempt !== this.#attempt) return;
      this.#isOpening = false;
      this.#error =
        cause instanceof KpiError
          ? cause
          : new KpiError('CLUSTER_OPEN', `the cluster cannot be opened: ${messageOf(cause)}`, { cause });
      this.#o.onChange();
    });
  }

  get isOpening(): boolean {
    return this.#isOpening;
  }

  /** Lists and watches other namespaces; an empty list means all. */
  setNamespaces(namespaces: readonly string[]): void {
    this.#namespaces = namespaces;
    if (this.#cluster !== undefined) this.#startPods(this.#cluster);
    this.#o.onChange();
  }

  /** The namespaces that may be listed; those with pods where listing them is forbidden. */
  async listNamespaces(): Promise<readonly string[]> {
    const known = this.#pods?.namespaces() ?? [];
    if (this.#cluster === undefined) return known;
    try {
      const list = (await this.#cluster.client.get('/api/v1/namespaces')) as {
        items?: { metadata?: { name?: string } }[];
      };
      const names = (list.items ?? []).map(({ metadata }) => metadata?.name ?? '');
      return names.filter((name) => name !== '').sort();
    } catch {
      return known;
    }
  }

  /** The sentence of the failure that keeps the pods from being fresh. */
  failureOfPods(): KpiError | undefined {
    if (this.#error !== undefined) return this.#error;
    if (this.#pods?.failure !== undefined)
      return new KpiError('INFORMER', `the informer has stopped: ${messageOf(this.#pods.failure)}`, {
        cause: this.#pods.failure,
      });
    const sync = this.#pods?.syncState();
    return sync?.kind === 'waiting'
      ? describeFailure(failureOf(sync.failure), this.#cluster?.client.access)
      : undefined;
  }

  async close(): Promise<void> {
    this.#attempt++;
    await this.#closeCluster();
  }

  async #open(attempt: number): Promise<void> {
    const cluster = await this.#o.openCluster(this.#settings);
    if (attempt !== this.#attempt) return cluster.close();
    await this.#closeCluster();
    this.#cluster = cluster;
    this.#namespaces = cluster.namespaces;
    this.#isOpening = false;
    this.#startPods(cluster);
    this.#o.onChange();
  }

  #startPods({ client }: OpenCluster): void {
    this.#stopPods();
    const { clock, random, onChange, onPods } = this.#o;
    // It sees the informers from their first list on; it costs some per cent of what they do.
    this.#pipeline = new PipelineSession<Pod>({ clock });
    this.#pods = new PodSession({
      pipeline: this.#pipeline,
      listerWatchers: podListerWatchers(client, { namespaces: this.#namespaces }),
      clock,
      random,
    });
    this.#detail = new PodDetailSession({ client, clock, onChange });
    this.#unsubscribe = this.#pods.view.subscribe(onPods);
    this.#pods.start();
  }

  #stopPods(): void {
    this.#unsubscribe();
    this.#detail?.stop();
    if (this.#pods !== undefined) inBackground(this.#pods.stop(), () => {});
    if (this.#pipeline !== undefined) inBackground(this.#pipeline.stop(), () => {});
    this.#pods = undefined;
    this.#detail = undefined;
    this.#pipeline = undefined;
  }

  async #closeCluster(): Promise<void> {
    this.#stopPods();
    const cluster = this.#cluster;
    this.#cluster = undefined;
    await cluster?.close();
  }
}
