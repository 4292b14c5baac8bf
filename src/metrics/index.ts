export { Counter, Gauge, Histogram } from './instruments.ts';
export { type Instrument, type Labels, type MetricFamily, MetricsRegistry } from './metrics-registry.ts';
export { prometheusText } from './prometheus-text.ts';
