import { describe, expect, test } from 'vitest';
import {
  ageText,
  COLUMN_GAP,
  comparePods,
  type Pod,
  type PodOrder,
  parseOrder,
  placeColumns,
  podColumn,
  podRow,
  restartsText,
} from '../../../src/pods/index.ts';
import { madePod } from '../../support/wire-pod.ts';

const widthOf = (placed: ReturnType<typeof placeColumns>) =>
  placed.reduce((sum, { cols }) => sum + cols, 0) + COLUMN_GAP * (placed.length - 1);
const titles = (cols: number) => placeColumns(cols - 1, cols).map(({ column }) => column.title);

describe('the columns that fit', () => {
  test.each([
    { cols: 200, shown: 'NAMESPACE NAME READY STATUS RESTARTS WHY AGE IP NODE QOS' },
    { cols: 160, shown: 'NAMESPACE NAME READY STATUS RESTARTS WHY AGE IP NODE QOS' },
    { cols: 120, shown: 'NAMESPACE NAME READY STATUS RESTARTS WHY AGE IP NODE' },
    { cols: 80, shown: 'NAMESPACE NAME READY STATUS RESTARTS AGE' },
    { cols: 60, shown: 'NAMESPACE NAME READY STATUS AGE' },
    { cols: 30, shown: 'NAME STATUS' },
    { cols: 10, shown: 'NAME' },
  ])('at $cols columns are $shown', ({ cols, shown }) => {
    expect(titles(cols).join(' ')).toBe(shown);
  });

  test('at 80 columns take the places of the mock', () => {
    const widths = Object.fromEntries(placeColumns(78, 80).map(({ column, cols }) => [column.id, cols]));
    expect(widths).toMatchObject({ namespace: 11, ready: 5, status: 19, restarts: 8, age: 5 });
    expect(widths.name).toBeGreaterThanOrEqual(20);
  });

  test('never are wider than the room, at any width', () => {
    for (let cols = 12; cols <= 300; cols++) expect(widthOf(placeColumns(cols, cols))).toBeLessThanOrEqual(cols);
  });

  test('do not grow beyond the longest text that is known', () => {
    const name = placeColumns(198, 200, { name: 9 }).find(({ column }) => column.id === 'name');
    expect(name?.cols).toBe(12);
  });
});

describe('cells', () => {
  const now = 1_000_000 + 3 * 3600_000;
  const restarted = { ...madePod(), restarts: 7, lastRestartAt: now - 130_000 };

  test('RESTARTS has kubectl’s form and a short one', () => {
    expect([restartsText(restarted, now), podColumn('restarts')?.shortText?.(restarted, now)]).toEqual([
      '7 (2m10s ago)',
      '7 (2m)',
    ]);
  });

  test('AGE is empty when the creation is not known', () => {
    expect([ageText(madePod(), now), ageText({ ...madePod(), createdAt: 0 }, now)]).toEqual(['3h', '']);
  });

  test('a row names what is not known null', () => {
    const pod = madePod({
      spec: { nodeName: undefined },
      status: { phase: 'Pending', podIP: undefined, qosClass: undefined, containerStatuses: undefined },
    });
    expect(podRow(pod, now)).toEqual({
      namespace: 'shop',
      name: 'web-1',
      uid: 'u1',
      resourceVersion: '1',
      ready: '0/1',
      status: 'Pending',
      restarts: 0,
      lastRestartSeconds: null,
      why: null,
      ageSeconds: 10_800,
      ip: null,
      node: null,
      qos: null,
      cpuMilli: null,
      memBytes: null,
      labels: {},
    });
  });
});

describe('order', () => {
  const named = (name: string, more: Partial<Pod> = {}): Pod => ({ ...madePod({ metadata: { name } }), ...more });
  const sorted = (order: PodOrder, pods: Pod[]) =>
    pods
      .map((pod) => ({ pod, looks: pod.role === 'danger' }))
      .sort(comparePods(order))
      .map(({ pod }) => pod.metadata.name);

  test('puts what needs a look first, then namespace and name', () => {
    const pods = [named('c'), named('b', { role: 'danger' }), named('a')];
    expect(sorted({ by: 'look', reverse: false }, pods)).toEqual(['b', 'a', 'c']);
    expect(sorted({ by: 'look', reverse: true }, pods)).toEqual(['a', 'c', 'b']);
  });

  test.each([
    { text: 'restarts', names: ['c', 'a', 'b'] },
    { text: '-restarts', names: ['a', 'b', 'c'] },
    { text: 'NAME', names: ['a', 'b', 'c'] },
    { text: 'age', names: ['b', 'a', 'c'] },
  ])('sorts by $text, ties by name', ({ text, names }) => {
    const pods = [
      named('b', { restarts: 2, createdAt: 9 }),
      named('c', { restarts: 1, createdAt: 5 }),
      named('a', { restarts: 2, createdAt: 7 }),
    ];
    expect(sorted(parseOrder(text) as PodOrder, pods)).toEqual(names);
  });

  test('knows no column that is not there', () => {
    expect(parseOrder('colour')).toBeUndefined();
  });
});
