import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ColorCounts } from '../../../src/gif/color-counts.ts';
import { FrameDelays, LONGEST_DELAY, splitDelay } from '../../../src/gif/frame-delays.ts';
import { FrameWindows } from '../../../src/gif/frame-windows.ts';
import { parseTheme } from '../../../src/gif/index.ts';
import { PairTable } from '../../../src/gif/pair-table.ts';
import { quantise } from '../../../src/gif/quantise.ts';
import { ScreenColors } from '../../../src/gif/screen-colors.ts';

const numRuns = Number(process.env.FC_RUNS ?? 200);
const gaps = fc.array(fc.double({ min: 0.03, max: 40, noNaN: true }), { minLength: 1, maxLength: 200 });

test('the sum of delays is the time of the frame, to a hundredth', () => {
  fc.assert(
    fc.property(gaps, (list) => {
      const delays = new FrameDelays();
      let time = 0;
      let sum = 0;
      for (const gap of list) {
        time += gap;
        sum += delays.until(time);
      }
      expect(Math.abs(sum - time * 100)).toBeLessThanOrEqual(1);
    }),
    { numRuns },
  );
});

test('parts of a delay add up to it, each fits and none is too short to be shown', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 10_000_000 }), (delay) => {
      const parts = splitDelay(delay);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(delay);
      expect(parts.every((part) => part >= 2 && part <= LONGEST_DELAY)).toBe(true);
    }),
    { numRuns },
  );
});

test('frames are never closer than the cap, and none is stamped after what it shows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 100 }),
      fc.integer({ min: 1, max: 50 }),
      (steps, fps) => {
        const windows = new FrameWindows(fps);
        const stamps: number[] = [];
        let time = 0;
        for (const [index, step] of steps.entries()) {
          time += step;
          if (windows.isIdle) windows.open(time);
          const stamp = windows.close(time + (steps[index + 1] ?? Number.POSITIVE_INFINITY));
          if (stamp === undefined) continue;
          expect(stamp).toBeLessThanOrEqual(time);
          stamps.push(stamp);
        }
        for (let at = 2; at < stamps.length; at++)
          expect((stamps[at] as number) - (stamps[at - 1] as number)).toBeGreaterThanOrEqual(1_000_000 / fps - 1e-6);
        if (steps.length > 0) expect(stamps[0]).toBe(0);
      },
    ),
    { numRuns },
  );
});

test('colours are counted, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffffff }), { maxLength: 3000 }), (colors) => {
      const counts = new ColorCounts();
      const wanted = new Map<number, number>();
      for (const color of colors) {
        counts.add(color, 2);
        wanted.set(color, (wanted.get(color) ?? 0) + 2);
      }
      expect(counts.size).toBe(wanted.size);
      for (const [color, count] of wanted) expect(counts.counts[counts.indexOf(color)]).toBe(count);
      expect(counts.indexOf(0x1000000)).toBe(-1);
    }),
    { numRuns: Math.min(numRuns, 50) },
  );
});

test('a colour stands for those that no other chosen one is nearer to; few colours are kept exactly', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 0xffffff }), { minLength: 1, maxLength: 400 }), (colors) => {
      const counts = new ColorCounts();
      for (const color of colors) counts.add(color, 1 + (color % 5));
      const { chosen, placeOf } = quantise(counts, 32);
      expect(chosen.length).toBeLessThanOrEqual(32);
      if (colors.length <= 32)
        for (const [at, color] of colors.entries()) expect(chosen[placeOf[at] as number]).toBe(color);
      // Rounding to whole channels may move a border by less than two.
      for (const [at, color] of colors.entries()) {
        const nearest = Math.min(...chosen.map((one) => distance(one, color)));
        expect(distance(chosen[placeOf[at] as number] as number, color)).toBeLessThanOrEqual(nearest + 2);
      }
    }),
    { numRuns: Math.min(numRuns, 100) },
  );
});

const distance = (one: number, other: number): number =>
  Math.hypot((one >> 16) - (other >> 16), ((one >> 8) & 255) - ((other >> 8) & 255), (one & 255) - (other & 255));

test('pairs keep their numbers until they are compacted, and their colours always', () => {
  const pair = fc.tuple(
    fc.integer({ min: 0, max: 0xffffff }),
    fc.integer({ min: 0, max: 0xffffff }),
    fc.option(fc.integer({ min: 0, max: 0xffffff }), { nil: undefined }),
  );
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 800 }), (pairs) => {
      const table = new PairTable();
      const ids = Int32Array.from(pairs, ([foreground, background, line]) => table.idOf(foreground, background, line));
      const colorsOf = (id: number) => table.pair(id);
      const before = Array.from(ids, colorsOf);
      for (const [at, [foreground, background, line]] of pairs.entries()) {
        expect(table.idOf(foreground, background, line)).toBe(ids[at]);
        expect(before[at]).toEqual({ foreground, background, line: line ?? foreground });
      }
      const kept = ids.slice(0, 10);
      const { generation } = table;
      table.compact([kept]);
      expect(table.generation).toBe(generation + 1);
      expect(table.size).toBeLessThanOrEqual(10);
      expect(Array.from(kept, colorsOf)).toEqual(before.slice(0, 10));
    }),
    { numRuns: Math.min(numRuns, 50) },
  );
});

test.each([
  ['rgb:ff/80/00', 0xff8000],
  ['rgb:ffff/8080/0000', 0xff8000],
  ['rgb:f/8/0', 0xff8800],
  ['#ff8000', 0xff8000],
  ['#f80', 0xff8800],
])('a colour given as %s', (spec, color) => {
  const colors = new ScreenColors(parseTheme('dracula'));
  colors.setIndexed(`1;${spec}`);
  expect(colors.indexed(1)).toBe(color);
  colors.resetIndexed('1');
  expect(colors.indexed(1)).toBe(0xff5555);
});

test('a query or a malformed colour changes nothing; foreground and background follow each other', () => {
  const colors = new ScreenColors(parseTheme('dracula'));
  const { revision } = colors;
  for (const spec of ['?', 'rgb:zz/00/00', '#12', '']) colors.setIndexed(`1;${spec}`);
  colors.setIndexed('999;#ffffff');
  expect([colors.indexed(1), colors.revision]).toEqual([0xff5555, revision]);
  colors.setDynamic(10, '#010203;#040506');
  expect([colors.foreground, colors.background]).toEqual([0x010203, 0x040506]);
  colors.resetForeground();
  colors.resetBackground();
  expect([colors.foreground, colors.background]).toEqual([0xf8f8f2, 0x282a36]);
});
