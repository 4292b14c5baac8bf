import type { NoteEvent, SharedInformer } from '../informer/index.ts';
import type { KubeObject } from '../kube/index.ts';
import type { Counter, Gauge, Histogram, MetricsRegistry } from '../metrics/index.ts';

/** In seconds, 10 ns to 10 s, as those of the work queue. */
const SHORT_SECONDS = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10];
/** In seconds: a watch lives up to ten minutes, and longer where it was asked for. */
const LONG_SECONDS = [0.01, 0.1, 1, 10, 60, 300, 600, 1200];
const ITEMS = [1, 10, 100, 1_000, 10_000, 100_000];

type CounterName = Parameters<SharedInformer<KubeObject>['counters']['get']>[0];

/** The totals that the informer counts by itself, under their names for Prometheus. */
const TOTALS: readonly { readonly of: CounterName; readonly name: string; readonly help: string }[] = [
  { of: 'lists', name: 'reflector_lists_total', help: 'Total number of API lists done by the reflectors' },
  { of: 'watches', name: 'reflector_watches_total', help: 'Total number of API watches done by the reflectors' },
  {
    of: 'shortWatches',
    name: 'reflector_short_watches_total',
    help: 'Total number of short API watches done by the reflectors',
  },
  { of: 'malformedLines', name: 'informer_malformed_lines_total', help: 'Lines of a watch that were no event' },
  { of: 'skippedEvents', name: 'informer_skipped_events_total', help: 'Watch events of another kind of object' },
  { of: 'processErrors', name: 'informer_process_errors_total', help: 'Objects that could not be processed' },
  { of: 'handlerErrors', name: 'informer_handler_errors_total', help: 'Notifications at which a handler threw' },
];

/** The metrics of one reflector and informer, under client-go's names where it has any. */
export class InformerMetrics {
  readonly #totals: readonly { readonly of: CounterName; readonly counter: Counter }[];
  readonly #listSeconds: Histogram;
  readonly #itemsPerList: Histogram;
  readonly #watchSeconds: Histogram;
  readonly #itemsPerWatch: Histogram;
  readonly #processingSeconds: Histogram;
  readonly #lastVersion: Gauge;
  readonly #storeVersion: Gauge;
  readonly #queued: Gauge;

  constructor(registry: MetricsRegistry, informer: string) {
    const labels = { name: informer };
    const histogram = (name: string, help: string, bounds: readonly number[]) =>
      registry.histogram(name, help, bounds, labels);
    const gauge = (name: string, help: string) => registry.gauge(name, help, labels);
    this.#totals = TOTALS.map(({ of, name, help }) => ({ of, counter: registry.counter(name, help, labels) }));
    this.#listSeconds = histogram(
      'reflector_list_duration_seconds',
      'How long an API list takes to return and decode for the reflectors',
      LONG_SECONDS,
    );
    this.#itemsPerList = histogram(
      'reflector_items_per_list',
      'How many items an API list returns to the reflectors',
      ITEMS,
    );
    this.#watchSeconds = histogram(
      'reflector_watch_duration_seconds',
      'How long an API watch takes to return and decode for the reflectors',
      LONG_SECONDS,
    );
    this.#itemsPerWatch = histogram(
      'reflector_items_per_watch',
      'How many items an API watch returns to the reflectors',
      ITEMS,
    );
    this.#lastVersion = gauge('reflector_last_resource_version', 'Last resource version seen for the reflectors');
    this.#queued = gauge('informer_queued_items', 'Keys (DeltaFIFO) or deltas (RealFIFO) that wait to be popped');
    this.#processingSeconds = histogram(
      'informer_processing_latency_seconds',
      'How long it takes to bring what was popped into the indexer and to the listeners',
      SHORT_SECONDS,
    );
    this.#storeVersion = gauge('informer_store_resource_version', 'Resource version of the last object written');
  }

  take(note: NoteEvent): void {
    if (note.note === 'list-end') {
      this.#listSeconds.observe(note.tookMs / 1000);
      this.#itemsPerList.observe(note.items);
    } else if (note.note === 'watch-close') {
      this.#watchSeconds.observe(note.tookMs / 1000);
      this.#itemsPerWatch.observe(note.events);
    }
  }

  processed(tookMs: number): void {
    this.#processingSeconds.observe(tookMs / 1000);
  }

  /** Brings what is read and not told up to date. A version that is no number has no place in a gauge. */
  collect(
    informer: Pick<SharedInformer<KubeObject>, 'counters' | 'queueDepth' | 'lastSyncResourceVersion'>,
    storeVersion: string,
  ): void {
    for (const { of, counter } of this.#totals) counter.inc(informer.counters.get(of) - counter.value);
    this.#queued.set(informer.queueDepth);
    this.#lastVersion.set(numberOf(informer.lastSyncResourceVersion()));
    this.#storeVersion.set(numberOf(storeVersion));
  }
}

const numberOf = (version: string): number => (/^\d+$/.test(version) ? Number(version) : 0);
