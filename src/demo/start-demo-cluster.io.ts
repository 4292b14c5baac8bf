import { Worker } from 'node:worker_threads';
import { KpiError, messageOf } from '../flow/index.ts';
import { type ClusterAccess, plainAccess } from '../kube/index.ts';
import type { DemoOrder, DemoReply, DemoThreadOptions } from './demo-messages.ts';

export interface DemoOptions {
  readonly seed: number;
  /** Pods when the demo begins, 1..50,000. */
  readonly pods: number;
  /** Further changes of pods a second, as a load for watchers. */
  readonly changesPerSecond?: number;
  /** Adds pods whose names, labels and messages try to harm a terminal. */
  readonly hostile?: boolean;
}

/** A demo cluster that runs in a thread of its own. */
export interface RunningDemo {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For `createApiClient`, as a real cluster's. */
  readonly access: ClusterAccess;
  /** Makes all older resourceVersions and continue tokens 410. */
  compact(): Promise<void>;
  /** Cuts all watches in the middle. */
  dropWatches(): Promise<void>;
  /** Stops listening and cuts all connections, as a server that went down. */
  suspend(): Promise<void>;
  /** Listens again on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** The worker's file stands beside this one as source, and beside all chunks in the release bundle. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './demo-worker.io.ts' : './demo-worker.mjs', import.meta.url);

/** Starts a demo cluster; resolves when it would answer. Throws `DEMO_START` or `DEMO_LISTEN`. */
export async function startDemoCluster(options: DemoOptions): Promise<RunningDemo> {
  const workerData: DemoThreadOptions = {
    seed: options.seed,
    pods: options.pods,
    changesPerSecond: options.changesPerSecond ?? 0,
    hostile: options.hostile ?? false,
  };
  const worker = new Worker(WORKER, { workerData });
  const thread = new DemoThread(worker);
  const port = await thread.ready;
  // The demo lives as long as the program, and never keeps it alive.
  worker.unref();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    access: plainAccess({ server: url, context: 'demo' }),
    compact: () => thread.order('compact'),
    dropWatches: () => thread.order('dropWatches'),
    suspend: () => thread.order('suspend'),
    resume: () => thread.order('resume'),
    stop: async () => {
      await worker.terminate();
    },
  };
}

/** Orders to the worker and its replies to them. */
class DemoThread {
  readonly ready: Promise<number>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: () => void; reject: (cause: unknown) => void }>();
  #lastId = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (reply: DemoReply) => {
        if (reply.kind === 'ready') return resolve(reply.port);
        const waiting = this.#waiting.get(reply.id);
        this.#waiting.delete(reply.id);
        if (reply.kind === 'done') return waiting?.resolve();
        const failure = new KpiError(reply.code, reply.message);
        if (waiting === undefined) reject(failure);
        else waiting.reject(failure);
      });
      worker.on('error', (cause) =>
        this.#fail(new KpiError('DEMO_START', `the demo cluster ended: ${messageOf(cause)}`, { cause }), reject),
      );
      worker.on('exit', () => this.#fail(new KpiError('DEMO_START', 'the demo cluster has stopped'), reject));
    });
  }

  order(order: DemoOrder): Promise<void> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, order });
    });
  }

  #fail(failure: KpiError, reject: (cause: unknown) => void): void {
    reject(failure);
    for (const waiting of this.#waiting.values()) waiting.reject(failure);
    this.#waiting.clear();
  }
}
