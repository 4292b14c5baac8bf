import type { FontBytes } from './font-bytes.ts';

/** The number of the font DICT that a glyph belongs to. */
export type FdSelect = (glyph: number) => number;

/** Reads formats 0, 3 and 4 (Adobe TN 5176, section 19; OpenType 1.9, 'CFF2'). Throws RangeError for others. */
export function readFdSelect(table: FontBytes, at: number, glyphs: number): FdSelect {
  const format = table.view(at, 1).getUint8(0);
  if (format === 0) {
    const list = table.view(at + 1, glyphs);
    return (glyph) => list.getUint8(glyph);
  }
  if (format === 3) {
    const count = table.view(at + 1, 2).getUint16(0);
    const ranges = table.view(at + 3, count * 3);
    return rangeSelect(count, { first: (n) => ranges.getUint16(n * 3), value: (n) => ranges.getUint8(n * 3 + 2) });
  }
  if (format === 4) {
    const count = table.view(at + 1, 4).getUint32(0);
    const ranges = table.view(at + 5, count * 6);
    return rangeSelect(count, { first: (n) => ranges.getUint32(n * 6), value: (n) => ranges.getUint16(n * 6 + 4) });
  }
  throw new RangeError(`FDSelect has format ${format}`);
}

/** The value of the last range that begins at the glyph or before it. */
function rangeSelect(
  count: number,
  range: { readonly first: (index: number) => number; readonly value: (index: number) => number },
): FdSelect {
  return (glyph) => {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (range.first(middle) <= glyph) low = middle;
      else high = middle - 1;
    }
    return range.value(low);
  };
}
