import { describe, expect, test } from 'vitest';
import { MetricsRegistry, prometheusText } from '../../../src/metrics/index.ts';
import { ItemExponentialFailureRateLimiter, RateLimitingQueue } from '../../../src/workqueue/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { parsePrometheusText } from '../../support/prometheus-text.ts';

function open(name = 'pods') {
  const clock = new ManualClock(0);
  const metrics = new MetricsRegistry();
  const limiter = new ItemExponentialFailureRateLimiter(5, 1000);
  const queue = new RateLimitingQueue({ name, clock, metrics, limiter });
  const value = (metric: string, labels: Record<string, string> = {}): number | undefined =>
    parsePrometheusText(prometheusText(metrics.families())).get(`workqueue_${metric}`, { name, ...labels });
  return { clock, metrics, queue, value };
}

test('have the names, types and buckets of client-go', () => {
  const { metrics } = open();
  const { types, samples } = parsePrometheusText(prometheusText(metrics.families()));
  expect(Object.fromEntries(types)).toEqual({
    workqueue_depth: 'gauge',
    workqueue_adds_total: 'counter',
    workqueue_queue_duration_seconds: 'histogram',
    workqueue_work_duration_seconds: 'histogram',
    workqueue_unfinished_work_seconds: 'gauge',
    workqueue_longest_running_processor_seconds: 'gauge',
    workqueue_retries_total: 'counter',
  });
  const limits = samples.filter(({ name }) => name === 'workqueue_work_duration_seconds_bucket');
  expect(limits.map(({ labels }) => labels.le)).toEqual([
    '1e-08',
    '1e-07',
    '1e-06',
    '1e-05',
    '0.0001',
    '0.001',
    '0.01',
    '0.1',
    '1',
    '10',
    '+Inf',
  ]);
});

describe('the depth', () => {
  test('counts a key added while it is processed, and so can be more than what is queued', async () => {
    const { queue, value } = open();
    queue.add('a');
    queue.add('a');
    expect([value('depth'), value('adds_total')]).toEqual([1, 1]);
    await queue.get();
    expect(value('depth')).toBe(0);
    queue.add('a');
    expect([queue.len(), value('depth'), value('adds_total')]).toEqual([0, 1, 2]);
    queue.done('a');
    expect([queue.len(), value('depth')]).toEqual([1, 1]);
    await queue.get();
    expect([value('depth'), value('adds_total')]).toEqual([0, 2]);
  });

  test('does not count what is ignored after the shut down', () => {
    const { queue, value } = open();
    queue.shutDown();
    queue.add('a');
    expect([value('depth'), value('adds_total')]).toEqual([0, 0]);
  });
});

test('the queue duration runs from the first add to get, the work duration from get to done', async () => {
  const { clock, queue, value } = open();
  queue.add('a');
  clock.advance(20);
  queue.add('a');
  clock.advance(30);
  await queue.get();
  clock.advance(1000);
  queue.add('a');
  clock.advance(500);
  queue.done('a');
  queue.done('a');
  clock.advance(1500);
  await queue.get();
  expect([value('queue_duration_seconds_count'), value('queue_duration_seconds_sum')]).toEqual([2, 2.05]);
  expect(value('queue_duration_seconds_bucket', { le: '0.01' })).toBe(0);
  expect(value('queue_duration_seconds_bucket', { le: '0.1' })).toBe(1);
  expect([value('work_duration_seconds_count'), value('work_duration_seconds_sum')]).toEqual([1, 1.5]);
});

test('unfinished work is looked at every 500 ms until the shut down', async () => {
  const { clock, queue, value } = open();
  const unfinished = () => [value('unfinished_work_seconds'), value('longest_running_processor_seconds')];
  queue.add('a');
  queue.add('b');
  await queue.get();
  clock.advance(200);
  await queue.get();
  expect(unfinished()).toEqual([0, 0]);
  clock.advance(300);
  expect(unfinished()).toEqual([0.8, 0.5]);
  queue.done('a');
  clock.advance(500);
  expect(unfinished()).toEqual([0.8, 0.8]);
  queue.shutDown();
  clock.advance(5000);
  expect([...unfinished(), clock.pending]).toEqual([0.8, 0.8, 0]);
});

test('retries are delayed adds, whatever the delay, but none after the shut down', () => {
  const { queue, value } = open();
  queue.addAfter('a', 10);
  queue.addAfter('a', 10);
  queue.addAfter('b', 0);
  queue.addAfter('c', -1);
  queue.addRateLimited('d');
  queue.add('e');
  expect(value('retries_total')).toBe(5);
  queue.shutDown();
  queue.addAfter('a', 10);
  expect(value('retries_total')).toBe(5);
});

test('a queue without a name has none, and no timer', () => {
  const { clock, metrics } = open('');
  expect([metrics.families(), clock.pending]).toEqual([[], 0]);
});

test('queues are told apart by their names', () => {
  const { clock, metrics, queue } = open('pods');
  const limiter = new ItemExponentialFailureRateLimiter(5, 1000);
  const other = new RateLimitingQueue({ name: 'nodes', clock, metrics, limiter });
  queue.add('a');
  other.add('a');
  other.add('b');
  const text = parsePrometheusText(prometheusText(metrics.families()));
  expect([text.get('workqueue_depth', { name: 'pods' }), text.get('workqueue_depth', { name: 'nodes' })]).toEqual([
    1, 2,
  ]);
});
