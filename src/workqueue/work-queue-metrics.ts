import type { Cancel, Clock } from '../flow/index.ts';
import type { Counter, Gauge, Histogram, MetricsRegistry } from '../metrics/index.ts';

const UNFINISHED_WORK_PERIOD_MS = 500;
/** In seconds, 10 ns to 10 s, as client-go's. */
const DURATION_BUCKETS = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10];

/** The metrics of one queue under the names and help texts of client-go. */
export class WorkQueueMetrics {
  readonly #depth: Gauge;
  readonly #adds: Counter;
  readonly #queueDuration: Histogram;
  readonly #workDuration: Histogram;
  readonly #unfinishedWork: Gauge;
  readonly #longestRunning: Gauge;
  readonly #retries: Counter;

  constructor(registry: MetricsRegistry, name: string) {
    const labels = { name };
    this.#depth = registry.gauge('workqueue_depth', 'Current depth of workqueue', labels);
    this.#adds = registry.counter('workqueue_adds_total', 'Total number of adds handled by workqueue', labels);
    this.#queueDuration = registry.histogram(
      'workqueue_queue_duration_seconds',
      'How long in seconds an item stays in workqueue before being requested.',
      DURATION_BUCKETS,
      labels,
    );
    this.#workDuration = registry.histogram(
      'workqueue_work_duration_seconds',
      'How long in seconds processing an item from workqueue takes.',
      DURATION_BUCKETS,
      labels,
    );
    this.#unfinishedWork = registry.gauge(
      'workqueue_unfinished_work_seconds',
      "How many seconds of work has done that is in progress and hasn't been observed by work_duration. Large values " +
        'indicate stuck threads. One can deduce the number of stuck threads by observing the rate at which this increases.',
      labels,
    );
    this.#longestRunning = registry.gauge(
      'workqueue_longest_running_processor_seconds',
      'How many seconds has the longest running processor for workqueue been running.',
      labels,
    );
    this.#retries = registry.counter('workqueue_retries_total', 'Total number of retries handled by workqueue', labels);
  }

  /** Also for a key added while it is processed, so the depth may be more than what is queued. */
  added(): void {
    this.#adds.inc();
    this.#depth.inc();
  }

  got(waitedMs: number): void {
    this.#depth.dec();
    this.#queueDuration.observe(waitedMs / 1000);
  }

  done(tookMs: number): void {
    this.#workDuration.observe(tookMs / 1000);
  }

  retried(): void {
    this.#retries.inc();
  }

  /** Until cancelled. `processing`: what has been processed since when, in ms. */
  keepUnfinishedWork(clock: Clock, processing: Iterable<{ readonly processingSince: number | undefined }>): Cancel {
    return clock.every(UNFINISHED_WORK_PERIOD_MS, () => {
      const now = clock.now();
      let sumMs = 0;
      let longestMs = 0;
      for (const { processingSince: since = now } of processing) {
        sumMs += now - since;
        longestMs = Math.max(longestMs, now - since);
      }
      this.#unfinishedWork.set(sumMs / 1000);
      this.#longestRunning.set(longestMs / 1000);
    });
  }
}
