import { Counter, Gauge, Histogram } from './instruments.ts';

export type Labels = Readonly<Record<string, string>>;
export type Instrument = Counter | Gauge | Histogram;

/** All series of one metric. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly series: readonly { readonly labels: Labels; readonly instrument: Instrument }[];
}

interface OpenFamily extends Omit<MetricFamily, 'series'> {
  readonly series: Map<string, { readonly labels: Labels; readonly instrument: Instrument }>;
}

// https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Metrics by name and labels. Who asks for the same name and labels again gets the same instrument, so several may count
 * together. A name that is taken by another type, or is none for Prometheus, is a TypeError.
 */
export class MetricsRegistry {
  readonly #families = new Map<string, OpenFamily>();

  counter(name: string, help: string, labels: Labels = {}): Counter {
    return this.#instrument({ name, help, type: 'counter' }, labels, () => new Counter()) as Counter;
  }

  gauge(name: string, help: string, labels: Labels = {}): Gauge {
    return this.#instrument({ name, help, type: 'gauge' }, labels, () => new Gauge()) as Gauge;
  }

  /** `bounds`: upper limits of the buckets, ascending, without infinity. */
  histogram(name: string, help: string, bounds: readonly number[], labels: Labels = {}): Histogram {
    return this.#instrument({ name, help, type: 'histogram' }, labels, () => new Histogram(bounds)) as Histogram;
  }

  /** In the order in which they were first asked for. */
  families(): readonly MetricFamily[] {
    return Array.from(this.#families.values(), (family) => ({ ...family, series: [...family.series.values()] }));
  }

  #instrument(wanted: Omit<MetricFamily, 'series'>, labels: Labels, make: () => Instrument): Instrument {
    const family = this.#family(wanted);
    const names = Object.keys(labels).sort();
    const key = JSON.stringify(names.map((name) => [name, labels[name]]));
    const known = family.series.get(key);
    if (known !== undefined) return known.instrument;
    const wrong = names.find((name) => !LABEL_NAME.test(name) || (name === 'le' && wanted.type === 'histogram'));
    if (wrong !== undefined) throw new TypeError(`labels: expected names of Prometheus, received ${wrong}`);
    const instrument = make();
    family.series.set(key, { labels, instrument });
    return instrument;
  }

  #family(wanted: Omit<MetricFamily, 'series'>): OpenFamily {
    const known = this.#families.get(wanted.name);
    if (known !== undefined && known.type !== wanted.type)
      throw new TypeError(`${wanted.name}: expected a ${known.type}, as before, received a ${wanted.type}`);
    if (known !== undefined) return known;
    if (!METRIC_NAME.test(wanted.name))
      throw new TypeError(`name: expected a metric name of Prometheus, received ${wanted.name}`);
    const family: OpenFamily = { ...wanted, series: new Map() };
    this.#families.set(wanted.name, family);
    return family;
  }
}
