import { describe, expect, test } from 'vitest';
import { BoundedQueue, Counters, GrowingRing, RateMeter, RingBuffer, seededRandom } from '../../../src/flow/index.ts';
import { fc } from '../../support/property.ts';

describe('RingBuffer', () => {
  test('keeps the newest items in order and counts each that had to go', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (items, capacity) => {
        const ring = new RingBuffer<number>(capacity);
        for (const item of items) ring.push(item);
        expect([...ring]).toEqual(items.slice(-capacity));
        expect(ring.dropped).toBe(Math.max(0, items.length - capacity));
        expect(ring.at(-1)).toBe(items.at(-1));
        expect(ring.at(ring.length)).toBeUndefined();
      }),
    );
  });

  test('refuses a capacity that is none', () => {
    expect(() => new RingBuffer(0)).toThrow('capacity: expected a positive integer, received 0');
  });
});

test('GrowingRing is first in, first out, whatever its size, and shows each place', () => {
  const steps = fc.array(fc.record({ push: fc.nat(900), shift: fc.nat(900) }), { maxLength: 8 });
  fc.assert(
    fc.property(steps, (all) => {
      const ring = new GrowingRing<number>();
      const model: number[] = [];
      let next = 0;
      for (const { push, shift } of all) {
        for (let at = 0; at < push; at++) {
          ring.push(next);
          model.push(next++);
        }
        for (let at = 0; at < shift; at++) expect(ring.shift()).toBe(model.shift());
        expect(Array.from({ length: ring.length }, (_, at) => ring.at(at))).toEqual(model);
        expect([ring.at(-1), ring.at(model.length)]).toEqual([undefined, undefined]);
      }
    }),
    { numRuns: 20 },
  );
});

describe('BoundedQueue', () => {
  test('is first in, first out, and refuses what has no room', () => {
    const commands = fc.array(fc.option(fc.integer(), { nil: undefined }), { maxLength: 300 });
    fc.assert(
      fc.property(commands, (steps) => {
        const queue = new BoundedQueue<number>(5);
        const model: number[] = [];
        let refused = 0;
        for (const item of steps) {
          if (item === undefined) expect(queue.shift()).toBe(model.shift());
          else if (queue.push(item)) model.push(item);
          else refused++;
          expect([queue.length, queue.isFull]).toEqual([model.length, model.length === 5]);
        }
        expect(queue.refused).toBe(refused);
      }),
    );
  });
});

test('counters count by name', () => {
  const counters = new Counters<'lost' | 'dropped'>();
  counters.add('lost');
  counters.add('dropped', 4);
  counters.add('dropped');
  expect([counters.get('lost'), counters.snapshot()]).toEqual([1, { lost: 1, dropped: 5 }]);
});

describe('RateMeter', () => {
  test('a steady rate is that rate, whatever the window', () => {
    const meter = new RateMeter(5);
    for (let ms = 0; ms < 20_000; ms += 100) meter.add(1_000_000 + ms, 3);
    expect(meter.perSecond(1_020_000)).toBe(30);
    expect(meter.total).toBe(600);
  });

  test('it tells the counts of the newest whole seconds, oldest first, and their mean', () => {
    const meter = new RateMeter(5);
    for (const [second, count] of [
      [0, 9],
      [1, 2],
      [3, 4],
      [4, 7],
    ] as const)
      meter.add(1_000_000 + second * 1_000, count);
    expect(meter.slots(1_004_500)).toEqual([0, 9, 2, 0, 4]);
    expect(meter.slots(1_005_000, 3)).toEqual([0, 4, 7]);
    expect(meter.perSecond(1_005_000, 2)).toBe(5.5);
  });

  test('it falls to nothing when nothing comes', () => {
    const meter = new RateMeter(5);
    meter.add(1_000_000, 50);
    expect(meter.perSecond(1_001_000)).toBe(10);
    expect(meter.perSecond(1_010_000)).toBe(0);
    expect(meter.perSecond(9_000_000)).toBe(0);
  });
});

test('a seed always gives the same numbers, and another seed others', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const many = Array.from({ length: 10_000 }, seededRandom(1));
  expect(many.every((n) => n >= 0 && n < 1)).toBe(true);
  expect(many.reduce((sum, n) => sum + n, 0) / many.length).toBeCloseTo(0.5, 1);
});
