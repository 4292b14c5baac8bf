import { describe, expect, test } from 'vitest';
import { MetricsRegistry, prometheusText } from '../../../src/metrics/index.ts';
import { parsePrometheusText } from '../../support/prometheus-text.ts';
import { fc } from '../../support/property.ts';

const textOf = (registry: MetricsRegistry): string => prometheusText(registry.families());

test('counters, gauges and histograms, as Prometheus wants them written', () => {
  const registry = new MetricsRegistry();
  registry.counter('reads_total', 'Reads,\nby "path" C:\\', { path: 'a "b"\n\\c' }).inc(3);
  registry.counter('reads_total', 'ignored', { path: '' }).inc();
  const heat = registry.gauge('heat_celsius', 'Heat');
  heat.inc(2);
  heat.dec(4.5);
  const seconds = registry.histogram('wait_seconds', 'Waits', [1e-5, 0.5, 2], { queue: 'q' });
  for (const value of [0, 1e-5, 0.4, 0.5, 0.6, 7]) seconds.observe(value);
  expect(textOf(registry)).toBe(
    `
# HELP reads_total Reads,\\nby "path" C:\\\\
# TYPE reads_total counter
reads_total{path="a \\"b\\"\\n\\\\c"} 3
reads_total{path=""} 1
# HELP heat_celsius Heat
# TYPE heat_celsius gauge
heat_celsius -2.5
# HELP wait_seconds Waits
# TYPE wait_seconds histogram
wait_seconds_bucket{queue="q",le="1e-05"} 2
wait_seconds_bucket{queue="q",le="0.5"} 4
wait_seconds_bucket{queue="q",le="2"} 5
wait_seconds_bucket{queue="q",le="+Inf"} 6
wait_seconds_sum{queue="q"} 8.50001
wait_seconds_count{queue="q"} 6
`.slice(1),
  );
});

test.each([
  { name: 'small', value: 1.5e-9, text: '1.5e-09' },
  { name: 'very small', value: 1e-300, text: '1e-300' },
  { name: 'the last that is written in full', value: 0.0001, text: '0.0001' },
  { name: 'large', value: 1e21, text: '1e+21' },
  { name: 'a large one in full', value: 12345678901234, text: '12345678901234' },
  { name: 'below zero', value: -0.00002, text: '-2e-05' },
  { name: 'nothing', value: -0, text: '0' },
  { name: 'endless', value: Number.POSITIVE_INFINITY, text: '+Inf' },
  { name: 'endless below', value: Number.NEGATIVE_INFINITY, text: '-Inf' },
  { name: 'no number', value: Number.NaN, text: 'NaN' },
])('a number that is $name reads as Go writes it', ({ value, text }) => {
  const registry = new MetricsRegistry();
  registry.gauge('x', '').set(value);
  expect(textOf(registry).split('\n').at(-2)).toBe(`x ${text}`);
});

describe('a registry', () => {
  test('gives the same instrument for the same name and labels, in whatever order', () => {
    const registry = new MetricsRegistry();
    const first = registry.counter('x_total', '', { a: '1', b: '2' });
    expect(registry.counter('x_total', '', { b: '2', a: '1' })).toBe(first);
    expect(registry.counter('x_total', '', { a: '1', b: '3' })).not.toBe(first);
    expect(registry.families().map(({ series }) => series.length)).toEqual([2]);
  });

  test.each([
    {
      name: 'a name of another type',
      make: (registry: MetricsRegistry) => registry.gauge('taken', ''),
      message: 'taken: expected a counter, as before, received a gauge',
    },
    {
      name: 'a name that is none',
      make: (registry: MetricsRegistry) => registry.gauge('9 lives', ''),
      message: 'name: expected a metric name of Prometheus, received 9 lives',
    },
    {
      name: 'a label that is none',
      make: (registry: MetricsRegistry) => registry.gauge('x', '', { 'a-b': '' }),
      message: 'labels: expected names of Prometheus, received a-b',
    },
    {
      name: 'a label that histograms use themselves',
      make: (registry: MetricsRegistry) => registry.histogram('x', '', [1], { le: '' }),
      message: 'labels: expected names of Prometheus, received le',
    },
    {
      name: 'buckets that do not rise',
      make: (registry: MetricsRegistry) => registry.histogram('x', '', [1, 1]),
      message: 'bounds: expected ascending numbers, received 1, 1',
    },
    {
      name: 'a counter that is to fall',
      make: (registry: MetricsRegistry) => registry.counter('taken', '').inc(-1),
      message: 'amount: expected a number of at least 0, received -1',
    },
  ])('refuses $name', ({ make, message }) => {
    const registry = new MetricsRegistry();
    registry.counter('taken', '');
    expect(() => make(registry)).toThrow(new TypeError(message));
  });
});

test('whatever is observed, a reader of the text gets the same numbers, and buckets that add up', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\n', '\\', '"', '\r', '{', '}', ',', '=', ' ', 'é', '\u2028'),
  });
  const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
  const bounds = fc.uniqueArray(number, { maxLength: 6 }).map((all) => all.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(text, text, bounds, fc.array(number), number, (help, label, limits, values, level) => {
      const registry = new MetricsRegistry();
      const labels = { label };
      const histogram = registry.histogram('seen', help, limits, labels);
      for (const value of values) histogram.observe(value);
      registry.gauge('level', help, labels).set(level);
      const { get, help: helps, samples } = parsePrometheusText(textOf(registry));
      expect(helps.get('seen')).toBe(help);
      expect(get('level', labels)).toBe(level + 0);
      expect(get('seen_count', labels)).toBe(values.length);
      expect(get('seen_sum', labels)).toBe(histogram.sum);
      const buckets = samples.filter(({ name }) => name === 'seen_bucket');
      expect(buckets.map(({ value }) => value)).toEqual(
        [...limits, Number.POSITIVE_INFINITY].map((limit) => values.filter((value) => value <= limit).length),
      );
      expect(buckets.map(({ labels: { le = '' } }) => Number(le.replace('Inf', 'Infinity')))).toEqual([
        ...limits.map((limit) => limit + 0),
        Number.POSITIVE_INFINITY,
      ]);
    }),
  );
});
