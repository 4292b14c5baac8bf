import { Histogram } from './instruments.ts';
import type { Labels, MetricFamily } from './metrics-registry.ts';

/** The metrics in Prometheus' text format 0.0.4, to be served as `text/plain; version=0.0.4`. */
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
export function prometheusText(families: readonly MetricFamily[]): string {
  return families.map(familyText).join('');
}

function familyText({ name, help, type, series }: MetricFamily): string {
  const samples = series.flatMap(({ labels, instrument }) =>
    instrument instanceof Histogram
      ? histogramSamples(name, labels, instrument)
      : [sample(name, labels, instrument.value)],
  );
  return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n');
}

function histogramSamples(name: string, labels: Labels, histogram: Histogram): string[] {
  const counts = histogram.cumulative;
  const limits = [...histogram.bounds, Number.POSITIVE_INFINITY];
  return [
    ...limits.map((limit, index) =>
      sample(`${name}_bucket`, { ...labels, le: numberText(limit) }, counts[index] as number),
    ),
    sample(`${name}_sum`, labels, histogram.sum),
    sample(`${name}_count`, labels, counts.at(-1) as number),
  ];
}

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}`;
}

/** As Go prints it, so that `le` labels are equal to those of client-go: 1e-05, 0.0001, 1e+21, +Inf, NaN. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e21)) return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  return String(value);
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
