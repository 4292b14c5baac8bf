/** Glyph of a code point, 0 when there is none. */
export type GlyphLookup = (codePoint: number) => number;

/** Reads the best Unicode subtable, format 12 before 4 (OpenType 1.9, 'cmap'). */
export function readCmap(cmap: DataView): GlyphLookup {
  let wide: number | undefined;
  let narrow: number | undefined;
  const count = cmap.getUint16(2);
  for (let index = 0; index < count && 4 + index * 8 + 8 <= cmap.byteLength; index++) {
    const at = 4 + index * 8;
    const platform = cmap.getUint16(at);
    const encoding = cmap.getUint16(at + 2);
    const offset = cmap.getUint32(at + 4);
    const isUnicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    if (!isUnicode || offset + 8 > cmap.byteLength) continue;
    const format = cmap.getUint16(offset);
    if (format === 12) wide = offset;
    else if (format === 4) narrow = offset;
  }
  if (wide !== undefined) return segmentedWide(new DataView(cmap.buffer, cmap.byteOffset + wide));
  if (narrow !== undefined) return segmentedNarrow(new DataView(cmap.buffer, cmap.byteOffset + narrow));
  return () => 0;
}

/** Format 12: sorted groups of first, last, first glyph. */
function segmentedWide(view: DataView): GlyphLookup {
  const count = Math.min(view.getUint32(12), Math.floor((view.byteLength - 16) / 12));
  return (codePoint) => {
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = 16 + middle * 12;
      if (codePoint < view.getUint32(at)) high = middle - 1;
      else if (codePoint > view.getUint32(at + 4)) low = middle + 1;
      else return view.getUint32(at + 8) + codePoint - view.getUint32(at);
    }
    return 0;
  };
}

/** Format 4: segments of the basic plane, with a delta or an index into an array. */
function segmentedNarrow(view: DataView): GlyphLookup {
  const count = view.getUint16(6) >> 1;
  const ends = 14;
  const starts = ends + count * 2 + 2;
  const deltas = starts + count * 2;
  const ranges = deltas + count * 2;
  return (codePoint) => {
    if (codePoint > 0xffff) return 0;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (view.getUint16(ends + middle * 2) < codePoint) low = middle + 1;
      else high = middle;
    }
    const start = view.getUint16(starts + low * 2);
    if (codePoint < start || codePoint > view.getUint16(ends + low * 2)) return 0;
    const delta = view.getUint16(deltas + low * 2);
    const range = view.getUint16(ranges + low * 2);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const at = ranges + low * 2 + range + (codePoint - start) * 2;
    const glyph = at + 2 <= view.byteLength ? view.getUint16(at) : 0;
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  };
}
