import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LzwEncoder } from '../../../src/gif/lzw.ts';

const numRuns = Number(process.env.FC_RUNS ?? 200);

/** GIF89a appendix F, read back the plain way: a string for every code. */
function decode(data: Uint8Array): number[] {
  const codeSize = data[0] as number;
  const bytes: number[] = [];
  let at = 1;
  for (let size = data[at] as number; size > 0; size = data[at] as number) {
    bytes.push(...data.subarray(at + 1, at + 1 + size));
    at += size + 1;
  }
  expect(at).toBe(data.length - 1);
  const clear = 1 << codeSize;
  const out: number[] = [];
  let table: number[][] = [];
  let width = codeSize + 1;
  let last: number[] | undefined;
  for (let bit = 0; bit + width <= bytes.length * 8; ) {
    let code = 0;
    for (let n = 0; n < width; n++, bit++) code |= (((bytes[bit >> 3] as number) >> (bit & 7)) & 1) << n;
    if (code === clear) {
      table = Array.from({ length: clear + 2 }, (_, value) => [value]);
      width = codeSize + 1;
      last = undefined;
      continue;
    }
    if (code === clear + 1) return out;
    const known =
      table[code] ?? (code === table.length && last !== undefined ? [...last, last[0] as number] : undefined);
    if (known === undefined) throw new Error(`code ${code} of ${table.length}`);
    for (const pixel of known) out.push(pixel);
    if (last !== undefined && table.length < 4096) table.push([...last, known[0] as number]);
    if (table.length === 1 << width && width < 12) width++;
    last = known;
  }
  throw new Error('no end code');
}

/** Runs of equal pixels, some of them unchanged: what frames of terminals look like. */
const rectangles = fc
  .array(
    fc.record({
      pixel: fc.integer({ min: 1, max: 255 }),
      same: fc.boolean(),
      length: fc.integer({ min: 1, max: 400 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((runs) => ({
    pixels: Uint8Array.from(runs.flatMap(({ pixel, length }) => Array<number>(length).fill(pixel))),
    same: Uint8Array.from(runs.flatMap(({ same, length }) => Array<number>(length).fill(same ? 1 : 0))),
  }));

test('a decoder reads every changed pixel as it is, and an unchanged one as it is or as transparent', () => {
  const encoder = new LzwEncoder();
  fc.assert(
    fc.property(rectangles, ({ pixels, same }) => {
      const wanted = pixels.slice();
      const seen = decode(encoder.encode({ pixels: pixels.slice(), same }));
      expect(seen.length).toBe(wanted.length);
      for (const [at, pixel] of seen.entries())
        if (pixel !== wanted[at] && !(same[at] === 1 && pixel === 0)) throw new Error(`pixel ${at}`);
    }),
    { numRuns },
  );
});

test('noise that fills the table of codes many times is read back', () => {
  const encoder = new LzwEncoder();
  for (const colors of [2, 3, 16, 255]) {
    let state = 12_345;
    const pixels = Uint8Array.from({ length: 60_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return 1 + ((state >>> 16) % colors);
    });
    expect(decode(encoder.encode({ pixels: pixels.slice(), same: new Uint8Array(pixels.length) }))).toEqual([
      ...pixels,
    ]);
  }
});

test.each([1, 2, 3, 4, 5, 30, 257, 1024, 4095, 4096, 70_000])('one colour, %i times, is read back', (length) => {
  const pixels = new Uint8Array(length).fill(7);
  expect(decode(new LzwEncoder().encode({ pixels, same: new Uint8Array(length) }))).toEqual([
    ...new Uint8Array(length).fill(7),
  ]);
});

test('short codes are used where only small indexes occur', () => {
  const encoder = new LzwEncoder();
  const sizeFor = (index: number) =>
    encoder.encode({ pixels: Uint8Array.of(index, 1, index), same: new Uint8Array(3) })[0];
  expect([1, 3, 4, 7, 8, 100, 128, 255].map(sizeFor)).toEqual([2, 2, 3, 3, 4, 7, 8, 8]);
});

test.each([
  ['29 of two colours stay', 29, 2, 0],
  ['30 of two colours become transparent', 30, 2, 30],
  ['120 of one colour stay', 120, 1, 0],
  ['121 of one colour become transparent', 121, 1, 121],
])('of unchanged pixels between changed ones %s', (_, gap, colors, transparent) => {
  const pixels = Uint8Array.from({ length: gap + 10 }, (__, at) => 1 + (at % colors));
  const same = new Uint8Array(gap + 10).fill(1, 5, gap + 5);
  const seen = decode(new LzwEncoder().encode({ pixels, same }));
  expect(seen.filter((pixel) => pixel === 0).length).toBe(transparent);
});
