import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  comparePods,
  needsLook,
  type Pod,
  type PodFilter,
  type PodOrder,
  PodTable,
  parsePodFilter,
  podKey,
} from '../../../src/pods/index.ts';
import { madePod } from '../../support/wire-pod.ts';

const numRuns = Number(process.env.FC_RUNS ?? 300);
const base = madePod();

type Step =
  | {
      kind: 'put';
      name: string;
      restarts: number;
      status: string;
      lookFrom: number;
      lookUntil: number;
      role: Pod['role'];
    }
  | { kind: 'remove'; name: string }
  | { kind: 'order'; order: PodOrder }
  | { kind: 'filter'; text: string }
  | { kind: 'settle'; afterMs: number };

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const time = fc.constantFrom(0, 1_000_500, 1_001_500, 1_003_000, Number.POSITIVE_INFINITY);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      name,
      restarts: fc.nat(3),
      status: fc.constantFrom('Running', 'Pending', 'Error'),
      lookFrom: time,
      lookUntil: time,
      role: fc.constantFrom('ok' as const, 'busy' as const, 'danger' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), name }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      order: fc.record({
        by: fc.constantFrom('look' as const, 'restarts' as const, 'status' as const),
        reverse: fc.boolean(),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('filter' as const),
      text: fc.constantFrom('', 'status:running', 'faults', '!faults', 'restarts:>1', 'age:<3600.5s'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('settle' as const), afterMs: fc.constantFrom(0, 80, 1000) }) },
);

test('after any changes the rows are the matching pods in order, and every key knows its place', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = new PodTable();
      const model = new Map<string, Pod>();
      let order: PodOrder = table.order;
      let filter: PodFilter = table.filter;
      let now = 1_000_000;
      let version = 0;
      for (const one of [...steps, { kind: 'settle', afterMs: 1000 } as const]) {
        if (one.kind === 'put') {
          const { kind: _, name: podName, ...fields } = one;
          const pod: Pod = { ...base, metadata: { ...base.metadata, name: podName }, createdAt: -2_600_000, ...fields };
          model.set(podKey(pod), pod);
          table.put(pod);
        } else if (one.kind === 'remove') {
          model.delete(`shop/${one.name}`);
          table.remove(`shop/${one.name}`);
        } else if (one.kind === 'order') {
          order = one.order;
          table.setOrder(order);
        } else if (one.kind === 'filter') {
          filter = parsePodFilter(one.text) as PodFilter;
          table.setFilter(filter);
        } else {
          now += one.afterMs;
          table.settle(now);
          const wanted = [...model.values()]
            .filter((pod) => filter.matches(pod, now))
            .map((pod) => ({ pod, looks: needsLook(pod, now) }))
            .sort(comparePods(order))
            .map(({ pod }) => pod);
          // A filter by age is tried once a second: between, only what changed is known to be right.
          if (!filter.isTimed || one.afterMs === 1000) {
            expect(Array.from({ length: table.length }, (_, index) => table.at(index))).toEqual(wanted);
          }
          for (let index = 0; index < table.length; index++)
            expect(table.indexOf(table.keyAt(index) as string)).toBe(index);
          expect(table.total).toBe(model.size);
          expect(table.looking).toBe([...model.values()].filter((pod) => needsLook(pod, now)).length);
          expect(Object.values(table.counts).reduce((sum, count) => sum + count, 0)).toBe(model.size);
          expect(table.version).toBeGreaterThanOrEqual(version);
          version = table.version;
        }
      }
    }),
    { numRuns },
  );
});
