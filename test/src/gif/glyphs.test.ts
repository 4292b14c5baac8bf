import { expect, test } from 'vitest';
import type { Geometry } from '../../../src/gif/geometry.ts';
import { layOut } from '../../../src/gif/geometry.ts';
import { Coverage } from '../../../src/gif/glyphs/coverage.ts';
import { drawByRule } from '../../../src/gif/glyphs/drawn-by-rule.ts';
import { drawContours } from '../../../src/gif/glyphs/outline.ts';
import { builtInFonts, FontChain } from '../../../src/gif/index.ts';

const metrics = { advance: 0.6, ascender: 1.02, descender: -0.3 };
const geometryAt = (size: number): Geometry => layOut({ cols: 80, rows: 24 }, { size, lineHeight: 1.4 }, metrics);
const sizes = [8, 12, 14, 16, 19, 24, 32, 64];

test('cells, margins and baseline of the usual size are those of the reference', () => {
  const { width, height, cellWidth, cellHeight, baseline } = geometryAt(16);
  expect([width, height, cellWidth, cellHeight, baseline]).toEqual([820, 550, 10, 22, 17]);
});

/** Whether the point lies inside of an outline of straight pieces, by winding. */
function isInside(edges: readonly (readonly number[])[], x: number, y: number): boolean {
  let winding = 0;
  for (const [x0, y0, x1, y1] of edges as readonly [number, number, number, number][]) {
    if (y0 <= y === y1 <= y) continue;
    if (x0 + ((y - y0) / (y1 - y0)) * (x1 - x0) > x) winding += y0 < y1 ? 1 : -1;
  }
  return winding !== 0;
}

test('letters are covered as a rasteriser of 256 samples a pixel says, within 6 % of a pixel, a third of a grey', () => {
  const face = builtInFonts()('text-regular');
  const placement = { scale: 0.012, left: 0.3, baseline: 13 };
  for (const letter of 'ag&') {
    const contours = face.shapeOf(letter)?.layers[0]?.contours ?? [];
    const coverage = new Coverage(9, 17);
    drawContours(coverage, contours, placement);
    const edges: number[][] = [];
    let at = [0, 0] as [number, number];
    const tracer = Object.assign(Object.create(Coverage.prototype), {
      moveTo: (x: number, y: number) => (at = [x, y]),
      lineTo: (x: number, y: number) => {
        edges.push([...at, x, y]);
        at = [x, y];
      },
      quadTo: (cx: number, cy: number, x: number, y: number) => {
        const [fx, fy] = at;
        for (let step = 1; step <= 16; step++) {
          const t = step / 16;
          const next: [number, number] = [
            (1 - t) ** 2 * fx + 2 * t * (1 - t) * cx + t * t * x,
            (1 - t) ** 2 * fy + 2 * t * (1 - t) * cy + t * t * y,
          ];
          edges.push([...at, ...next]);
          at = next;
        }
      },
      close: () => {},
    });
    // The same outline, closed by hand: the tracer only collects its edges.
    for (const contour of contours) {
      const first = edges.length;
      drawContours(tracer, [contour], placement);
      const start = edges[first] as number[];
      edges.push([...at, start[0] as number, start[1] as number]);
    }
    const covered = coverage.finish();
    let worst = 0;
    for (let pixel = 0; pixel < covered.length; pixel++) {
      let inside = 0;
      for (let sample = 0; sample < 256; sample++) {
        const x = (pixel % 9) + ((sample % 16) + 0.5) / 16;
        const y = Math.floor(pixel / 9) + (Math.floor(sample / 16) + 0.5) / 16;
        if (isInside(edges, x, y)) inside++;
      }
      worst = Math.max(worst, Math.abs(inside / 256 - (covered[pixel] as number)));
    }
    expect([letter, worst < 0.06 || worst]).toEqual([letter, true]);
  }
});

const edge = (code: number, geometry: Geometry, side: 'left' | 'right' | 'top' | 'bottom'): number[] => {
  const { cellWidth: w, cellHeight: h } = geometry;
  const image = drawByRule(code, geometry);
  const length = side === 'left' || side === 'right' ? h : w;
  return Array.from({ length }, (_, at) => {
    const place = side === 'left' ? at * w : side === 'right' ? at * w + w - 1 : side === 'top' ? at : (h - 1) * w + at;
    // In the greys that are painted: the last pixel of an arc is a hundredth less than straight.
    return Math.round((image[place] as number) * 5);
  });
};

test.each(sizes)('lines, blocks and arcs join those of their neighbours at %i pixels', (size) => {
  const geometry = geometryAt(size);
  const line = edge(0x2500, geometry, 'left');
  const bar = edge(0x2502, geometry, 'top');
  // What has a light arm in a direction meets the straight line there.
  for (const code of [0x2500, 0x250c, 0x2514, 0x251c, 0x252c, 0x2534, 0x253c, 0x256d, 0x2570])
    expect(edge(code, geometry, 'right')).toEqual(line);
  for (const code of [0x2510, 0x2518, 0x2524, 0x252c, 0x253c, 0x256e, 0x256f])
    expect(edge(code, geometry, 'left')).toEqual(line);
  for (const code of [0x250c, 0x2510, 0x252c, 0x253c, 0x256d, 0x256e])
    expect(edge(code, geometry, 'bottom')).toEqual(bar);
  for (const code of [0x2514, 0x2518, 0x2534, 0x253c, 0x256f, 0x2570]) expect(edge(code, geometry, 'top')).toEqual(bar);
  for (const code of [0x2554, 0x255a, 0x2560, 0x2566, 0x2569, 0x256c])
    expect(edge(code, geometry, 'right')).toEqual(edge(0x2550, geometry, 'left'));
  for (const code of [0x250f, 0x2517, 0x2523, 0x254b])
    expect(edge(code, geometry, 'right')).toEqual(edge(0x2501, geometry, 'left'));
});

test.each(sizes)('halves, quarters and sixths tile the cell at %i pixels', (size) => {
  const geometry = geometryAt(size);
  const full = geometry.cellWidth * geometry.cellHeight;
  const sum = (...codes: number[]) => {
    const images = codes.map((code) => drawByRule(code, geometry));
    return images[0]?.reduce(
      (total, _, at) => total + images.reduce((one, image) => one + (image[at] as number), 0),
      0,
    );
  };
  expect(sum(0x2580, 0x2584)).toBe(full);
  expect(sum(0x258c, 0x2590)).toBe(full);
  expect(sum(0x2596, 0x2597, 0x2598, 0x259d)).toBe(full);
  expect(sum(0x1fb00, 0x1fb01, 0x1fb03, 0x1fb07, 0x1fb0f, 0x1fb1e)).toBe(full);
  expect(sum(0x2588)).toBe(full);
});

test('the whole block of lines and blocks is drawn as the golden says', async () => {
  const geometry = geometryAt(16);
  const rows: string[] = [];
  for (let code = 0x2500; code < 0x25a0; code += 16) {
    const images = Array.from({ length: 16 }, (_, at) => drawByRule(code + at, geometry));
    rows.push(`U+${code.toString(16)}`);
    for (let y = 0; y < geometry.cellHeight; y++) {
      const cells = images.map((image) =>
        Array.from(
          image.subarray(y * geometry.cellWidth, (y + 1) * geometry.cellWidth),
          (share) => ' .:*%#'[Math.round(share * 5)],
        ).join(''),
      );
      rows.push(cells.join('|').trimEnd());
    }
  }
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('../../golden/gif/boxes.txt');
});

test('no range drawn by rule is empty, but for the blank of braille', () => {
  const geometry = geometryAt(16);
  const ranges = [
    [0x2500, 0x259f],
    [0x2801, 0x28ff],
    [0x1fb00, 0x1fb3b],
    [0xe0b0, 0xe0bf],
  ] as const;
  const empty = ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((code) =>
      drawByRule(code, geometry).every((share) => share === 0),
    ),
  );
  expect(empty).toEqual([]);
});

test('a face by path is asked before the built-in ones', () => {
  const face = {
    ...builtInFonts()('symbols'),
    unitsPerEm: 10,
    ascender: 8,
    descender: -2,
    shapeOf: (text: string) => (text === 'a' ? { layers: [], advance: 7 } : undefined),
  };
  const chain = new FontChain(builtInFonts(), [face]);
  expect(chain.main).toBe(face);
  expect(chain.find('a', { bold: false, italic: false })?.shape.advance).toBe(7);
  expect(chain.find('b', { bold: false, italic: false })?.shape.advance).toBe(600);
});
