import { type Cancel, type Clock, inBackground } from '../flow/index.ts';
import {
  deletionHandlingMetaNamespaceKey,
  type Observe,
  type Registration,
  type ResourceEventHandler,
  type SharedInformer,
  waitForCacheSync,
} from '../informer/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { type MetricFamily, MetricsRegistry } from '../metrics/index.ts';
import { RateLimitingQueue, Workers } from '../workqueue/index.ts';
import type { Faults } from './faults.ts';
import { faultyHandler } from './faulty-handler.ts';
import { type LimiterName, makeLimiter } from './limiters.ts';
import type { ControllerState } from './pipeline-snapshot.ts';

const NAME = 'controller';
const MAX_RETRIES = 5;
/** Keys of each kind in a snapshot. */
const SHOWN_KEYS = 100;

export interface ExampleControllerOptions<T extends KubeObject> {
  readonly clock: Clock;
  readonly informers: readonly SharedInformer<T>[];
  readonly observe: Observe;
  readonly faults: Faults;
  readonly workers: number;
  readonly limiter: LimiterName;
}

interface Added<T extends KubeObject> {
  readonly informer: SharedInformer<T>;
  readonly registration: Registration;
}

/**
 * A controller as client-go's examples have it: the handlers only enqueue keys, the workers read the object by its key.
 * What it makes of the object is nothing, unless a fault makes it fail. It starts with the object: every key that the
 * informers know is enqueued once.
 */
export class ExampleController<T extends KubeObject> {
  readonly #options: ExampleControllerOptions<T>;
  readonly #metrics = new MetricsRegistry();
  readonly #queue: RateLimitingQueue;
  readonly #workers: Workers;
  readonly #stop = new AbortController();
  readonly #added: readonly Added<T>[];
  readonly #ignoreFaults: Cancel;
  readonly #counts = { adds: 0, collapsed: 0, retries: 0, requeued: 0, forgotten: 0, dropped: 0, notFound: 0 };
  #limiter: LimiterName;
  #wanted: number;
  #hasSynced = false;

  constructor(options: ExampleControllerOptions<T>) {
    const { clock, faults, informers, limiter } = options;
    this.#options = options;
    this.#limiter = limiter;
    this.#wanted = options.workers;
    this.#queue = new RateLimitingQueue({
      name: NAME,
      clock,
      limiter: makeLimiter(limiter, clock),
      metrics: this.#metrics,
      observer: this.#queueObserver(),
    });
    this.#workers = new Workers({
      queue: this.#queue,
      clock,
      count: 0,
      maxRetries: MAX_RETRIES,
      reconcile: (key, worker) => this.#reconcile(key, worker),
      observer: this.#workerObserver(),
    });
    this.#ignoreFaults = faults.onChange(() => this.#setCount());
    this.#added = informers.map((informer, index) => {
      const name = index === 0 ? NAME : `${NAME}-${index + 1}`;
      const registration = informer.addEventHandler(faultyHandler(name, this.#handler(), faults), { name });
      return { informer, registration };
    });
    inBackground(this.#startWorkers(), () => {});
  }

  setWorkers(count: number): void {
    this.#wanted = count;
    this.#setCount();
  }

  /** With counts of failures of its own: those of the last limiter are gone. */
  setLimiter(name: LimiterName): void {
    this.#limiter = name;
    this.#queue.setLimiter(makeLimiter(name, this.#options.clock));
  }

  /** Nothing waits and no worker is at work. */
  get isIdle(): boolean {
    const { queued, processing, waiting } = this.#queue.snapshot(0).totals;
    return this.#hasSynced && queued + processing + waiting === 0;
  }

  metrics(): readonly MetricFamily[] {
    return this.#metrics.families();
  }

  state(): Exclude<ControllerState, { kind: 'off' }> {
    const queue = this.#queue.snapshot(SHOWN_KEYS);
    return {
      kind: this.#hasSynced ? 'running' : 'syncing',
      workers: this.#wanted,
      busy: queue.totals.processing,
      isPaused: this.#options.faults.areWorkersPaused,
      maxRetries: MAX_RETRIES,
      limiter: this.#limiter,
      queue,
      oldestSince: queue.queued[0]?.addedAt,
      nextDelays: queue.waiting.map(({ key }) => ({ key, term: this.#queue.explain(key) })),
      ...this.#counts,
    };
  }

  /** Takes its handlers away and sends the workers home. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#ignoreFaults();
    for (const { informer, registration } of this.#added) informer.removeEventHandler(registration);
    this.#queue.shutDown();
    this.#workers.setCount(0);
    await this.#workers.ended();
  }

  async #startWorkers(): Promise<void> {
    const synced = this.#options.informers.map((informer) => () => informer.hasSynced());
    this.#hasSynced = await waitForCacheSync(this.#options.clock, this.#stop.signal, ...synced);
    this.#setCount();
  }

  #setCount(): void {
    const mayRun = this.#hasSynced && !this.#stop.signal.aborted && !this.#options.faults.areWorkersPaused;
    this.#workers.setCount(mayRun ? this.#wanted : 0);
  }

  #handler(): ResourceEventHandler<T> {
    const enqueue = (key: string): void => this.#queue.add(key);
    return {
      onAdd: (object) => enqueue(deletionHandlingMetaNamespaceKey(object)),
      onUpdate: (_, now) => enqueue(deletionHandlingMetaNamespaceKey(now)),
      onDelete: (object) => enqueue(deletionHandlingMetaNamespaceKey(object)),
    };
  }

  #reconcile(key: string, worker: string): void {
    const { informers, faults, observe, clock } = this.#options;
    const found = informers.some(({ indexer }) => indexer.get(key) !== undefined);
    if (!found) this.#counts.notFound++;
    observe({ step: 9, key, worker, found, at: clock.now() });
    if (faults.failsReconcile(key)) throw new Error(`reconcile of ${key} failed (a fault of the teaching mode)`);
  }

  #queueObserver(): ConstructorParameters<typeof RateLimitingQueue>[0]['observer'] {
    const { clock, observe } = this.#options;
    const counts = this.#counts;
    return {
      added: (key, deduplicated) => {
        if (deduplicated) counts.collapsed++;
        else counts.adds++;
        observe({ step: 7, key, queue: NAME, deduplicated, at: clock.now() });
      },
      addedAfter: (key, delay) => {
        counts.retries++;
        observe({ step: 7, key, queue: NAME, ...delay, at: clock.now() });
      },
      got: (key, waitedMs, worker) => observe({ step: 8, key, worker, waitedMs, at: clock.now() }),
    };
  }

  #workerObserver(): ConstructorParameters<typeof Workers>[0]['observer'] {
    const { clock, observe } = this.#options;
    const note = (name: 'requeued' | 'forgotten' | 'dropped', key: string, numRequeues: number): void => {
      this.#counts[name]++;
      // A key that never failed has nothing to be forgotten: that is no news.
      if (name !== 'forgotten' || numRequeues > 0) observe({ note: name, key, numRequeues, at: clock.now() });
    };
    return {
      requeued: (key, failures) => note('requeued', key, failures),
      forgotten: (key, failures) => note('forgotten', key, failures),
      dropped: (key, failures) => note('dropped', key, failures),
    };
  }
}
