import type { Geometry } from '../geometry.ts';
import type { GlyphStyle } from './glyph-style.ts';

/** The lines of a cell (underline, strike, overline) as the covered part of each pixel; undefined when it has none. */
export function drawDecorations(style: GlyphStyle, geometry: Geometry): Float32Array | undefined {
  if (style.underline === 0 && !style.strike && !style.overline) return undefined;
  const { cellWidth, cellHeight, lineWidth, baseline, fontSize } = geometry;
  const covered = new Float32Array(cellWidth * cellHeight);
  const bar = (top: number) => fillRows(covered, geometry, top);
  const offset = Math.max(1, Math.round(fontSize / 8));
  const low = Math.min(baseline + offset, cellHeight - lineWidth);
  if (style.underline === 1) bar(low);
  if (style.underline === 2) {
    bar(Math.min(low, cellHeight - lineWidth - offset));
    bar(Math.min(low + offset, cellHeight - lineWidth));
  }
  if (style.underline === 3) drawWave(covered, geometry, low);
  if (style.underline >= 4) bar(low);
  if (style.underline === 4) keepColumns(covered, geometry, (x) => Math.floor(x / lineWidth) % 2 === 0);
  if (style.underline === 5) keepColumns(covered, geometry, (x) => x >= cellWidth * 0.2 && x < cellWidth * 0.8);
  if (style.strike) bar(Math.round(baseline - 0.3 * fontSize));
  if (style.overline) bar(0);
  return covered;
}

function fillRows(covered: Float32Array, { cellWidth, cellHeight, lineWidth }: Geometry, top: number): void {
  const from = Math.max(0, Math.min(top, cellHeight - lineWidth));
  covered.fill(1, from * cellWidth, (from + lineWidth) * cellWidth);
}

/** Only the underline is there yet: what lies above it is drawn afterwards. */
function keepColumns(covered: Float32Array, { cellWidth }: Geometry, isKept: (x: number) => boolean): void {
  for (let at = 0; at < covered.length; at++) if (!isKept(at % cellWidth)) covered[at] = 0;
}

/** One wave a cell, so that neighbours join. */
function drawWave(covered: Float32Array, { cellWidth, cellHeight, lineWidth }: Geometry, low: number): void {
  const height = Math.max(1, lineWidth * 1.25);
  const middle = Math.min(low + lineWidth / 2, cellHeight - height - lineWidth / 2);
  for (let x = 0; x < cellWidth; x++) {
    const angle = (2 * Math.PI * (x + 0.5)) / cellWidth;
    const center = middle + height * Math.sin(angle);
    const slope = (height * 2 * Math.PI * Math.cos(angle)) / cellWidth;
    const reach = (lineWidth / 2) * Math.hypot(1, slope);
    for (let y = 0; y < cellHeight; y++) {
      const share = Math.min(y + 1, center + reach) - Math.max(y, center - reach);
      if (share > 0) covered[y * cellWidth + x] = Math.min(1, share);
    }
  }
}
