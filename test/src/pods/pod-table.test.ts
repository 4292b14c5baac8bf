import { beforeEach, describe, expect, test } from 'vitest';
import { type Pod, type PodFilter, PodTable, parsePodFilter } from '../../../src/pods/index.ts';
import { madePod } from '../../support/wire-pod.ts';

const NOW = 5_000_000;
const named = (name: string, more: Partial<Pod> = {}): Pod => ({ ...madePod({ metadata: { name } }), ...more });
const names = (table: PodTable): string =>
  Array.from({ length: table.length }, (_, index) => table.at(index)?.metadata.name).join(' ');
const filter = (text: string) => parsePodFilter(text) as PodFilter;

let table: PodTable;
beforeEach(() => {
  table = new PodTable();
  for (const name of ['c', 'a', 'b']) table.put(named(name));
  table.settle(NOW);
});

describe('PodTable', () => {
  test('shows nothing of a change before the next settle', () => {
    table.put(named('d'));
    expect(names(table)).toBe('a b c');
    expect(table.settle(NOW)).toBe(true);
    expect(names(table)).toBe('a b c d');
    expect(table.settle(NOW)).toBe(false);
  });

  test('knows the place of a key while rows come and go before it', () => {
    table.put(named('aa'));
    table.remove('shop/a');
    table.put(named('0'));
    table.settle(NOW);
    expect([names(table), table.indexOf('shop/c'), table.indexOf('shop/a'), table.keyAt(0)]).toEqual([
      '0 aa b c',
      3,
      -1,
      'shop/0',
    ]);
  });

  test('takes the newest of several states of a key', () => {
    table.put(named('d', { status: 'Pending' }));
    table.remove('shop/d');
    table.put(named('a', { status: 'Error' }));
    table.remove('shop/a');
    table.put(named('a', { status: 'Running' }));
    table.settle(NOW);
    expect([names(table), table.get('shop/a')?.status]).toEqual(['a b c', 'Running']);
  });

  test('moves a row whose sort key changed, and leaves others', () => {
    table.setOrder({ by: 'restarts', reverse: true });
    table.settle(NOW);
    table.put(named('b', { restarts: 3 }));
    table.settle(NOW);
    expect(names(table)).toBe('b a c');
  });

  test('filters what is there and what comes', () => {
    table.setFilter(filter('status:pending'));
    table.settle(NOW);
    expect([table.length, table.total]).toEqual([0, 3]);
    table.put(named('b', { status: 'Pending' }));
    table.settle(NOW);
    expect([names(table), table.indexOf('shop/a')]).toEqual(['b', -1]);
    table.put(named('b', { status: 'Running' }));
    table.settle(NOW);
    expect(table.length).toBe(0);
  });

  test('lifts a pod to the top when only time has made it need a look, and counts it', () => {
    table.put(named('c', { role: 'busy', lookFrom: NOW + 1000, lookUntil: NOW + 3000 }));
    table.settle(NOW);
    expect([names(table), table.looking, table.counts.warn]).toEqual(['a b c', 0, 0]);
    table.settle(NOW + 1000);
    expect([names(table), table.looking, table.counts.warn]).toEqual(['c a b', 1, 1]);
    table.settle(NOW + 3000);
    expect([names(table), table.looking, table.counts.busy]).toEqual(['a b c', 0, 1]);
  });

  test('shows a pod by the filter `faults` from the time on that it needs a look', () => {
    table.setFilter(filter('faults'));
    table.put(named('c', { role: 'busy', lookFrom: NOW + 1000 }));
    table.settle(NOW);
    expect(names(table)).toBe('');
    table.settle(NOW + 1000);
    expect(names(table)).toBe('c');
  });

  test('tries a filter by age again each second', () => {
    table.setFilter(filter('age:<1h'));
    table.put(named('d', { createdAt: NOW - 3_599_000 }));
    table.settle(NOW);
    expect(table.indexOf('shop/d')).toBeGreaterThanOrEqual(0);
    table.settle(NOW + 1000);
    expect(table.indexOf('shop/d')).toBe(-1);
  });

  test('marks the cells that read differently, for one second', () => {
    table.put(named('b', { restarts: 1 }));
    table.settle(NOW);
    const marks = (now: number) => [
      table.isMarked(1, 'restarts', now),
      table.isMarked(1, 'status', now),
      table.isMarked(0, 'restarts', now),
    ];
    expect(marks(NOW + 999)).toEqual([true, false, false]);
    expect(marks(NOW + 1000)).toEqual([false, false, false]);
    expect(table.marksUntil).toBe(NOW + 1000);
  });

  test('marks nothing when only the resourceVersion changed', () => {
    const pod = named('b');
    table.put({ ...pod, metadata: { ...pod.metadata, resourceVersion: '2' } });
    table.settle(NOW);
    expect(table.isMarked(1, 'status', NOW)).toBe(false);
    expect(table.get('shop/b')?.metadata.resourceVersion).toBe('2');
  });

  test('names the worst pods, failed ones first, whatever the filter', () => {
    table.setFilter(filter('zzz'));
    table.put(named('d', { role: 'warn', lookFrom: 0 }));
    table.put(named('e', { role: 'danger', lookFrom: 0 }));
    table.put(named('f', { role: 'danger', lookFrom: 0 }));
    table.settle(NOW);
    expect(table.worst(2).map(({ metadata }) => metadata.name)).toEqual(['e', 'f']);
    expect(table.worst(9).map(({ metadata }) => metadata.name)).toEqual(['e', 'f', 'd']);
  });
});
