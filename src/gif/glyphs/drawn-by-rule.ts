import type { Geometry } from '../geometry.ts';
import { drawBlockElement, drawBraille, drawSextant, ellipse } from './block-elements.ts';
import { drawBoxLines, lightBand } from './box-lines.ts';
import { Coverage } from './coverage.ts';
import { drawGrey, drawLegacyBlock, shadeOf } from './legacy-blocks.ts';
import { drawOctant, isOctant } from './octants.ts';
import type { Pen } from './pen.ts';
import { drawPowerline } from './powerline.ts';
import { drawHatching, drawSlantedLines } from './slanted-lines.ts';
import { drawTriangles, drawWedge } from './wedges.ts';

/** A gap in "Symbols for Legacy Computing". */
const UNASSIGNED = 0x1fb93;

/** True for the ranges that are drawn by rule and not from a font, so that neighbours join without a gap. */
export function isDrawnByRule(code: number): boolean {
  return (
    (code >= 0x2500 && code <= 0x259f) ||
    (code >= 0x2800 && code <= 0x28ff) ||
    (code >= 0xe0b0 && code <= 0xe0bf) ||
    (code >= 0x1fb00 && code <= 0x1fbaf && code !== UNASSIGNED) ||
    isOctant(code)
  );
}

/** The covered part of each pixel of a cell, 0..1, for a code point that `isDrawnByRule`. */
export function drawByRule(code: number, geometry: Geometry): Float32Array {
  const { cellWidth, cellHeight, lineWidth } = geometry;
  const solid = new Coverage(cellWidth, cellHeight);
  drawOutlines(solid, code, lineWidth);
  const covered = solid.finish();
  const share = shadeOf(code);
  if (share === undefined) return covered;
  const grey = new Coverage(cellWidth, cellHeight);
  drawGrey(grey, code);
  return grey.finish().map((part, at) => (covered[at] as number) + part * share);
}

/** The same as outlines, except what is grey: see `shadeOf`. */
export function drawOutlines(pen: Pen, code: number, lineWidth: number): void {
  if (code >= 0x256d && code <= 0x2570) drawArc(pen, code, lineWidth);
  else if (code < 0x2580) drawBoxLines(pen, code, lineWidth);
  else if (code < 0x25a0) drawBlockElement(pen, code);
  else if (code < 0x2900) drawBraille(pen, code);
  else if (code < 0x10000) drawPowerline(pen, code, lineWidth);
  else drawLegacy(pen, code, lineWidth);
}

/** "Symbols for Legacy Computing", and its supplement's octants. */
function drawLegacy(pen: Pen, code: number, lineWidth: number): boolean {
  return (
    drawSextant(pen, code) ||
    drawWedge(pen, code) ||
    (shadeOf(code) === undefined && drawTriangles(pen, code)) ||
    drawLegacyBlock(pen, code) ||
    drawHatching(pen, code) ||
    drawSlantedLines(pen, code, lineWidth) ||
    drawOctant(pen, code)
  );
}

/** U+256D..2570: a quarter of a ring, and straight rests that meet the lines of the neighbours. */
function drawArc(pen: Pen, code: number, lineWidth: number): void {
  const { width, height } = pen;
  const right = code === 0x256d || code === 0x2570 ? 1 : -1;
  const down = code === 0x256d || code === 0x256e ? 1 : -1;
  const across = lightBand(width, lineWidth);
  const along = lightBand(height, lineWidth);
  const middleX = (across.start + across.end) / 2;
  const middleY = (along.start + along.end) / 2;
  // As round as fits: at each edge of the cell the arc has become a straight line.
  const radius = Math.min(middleX, width - middleX, middleY, height - middleY);
  const x = middleX + right * radius;
  const y = middleY + down * radius;
  if (right > 0) pen.rect(x, along.start, width, along.end);
  else pen.rect(0, along.start, x, along.end);
  if (down > 0) pen.rect(across.start, y, across.end, height);
  else pen.rect(across.start, 0, across.end, y);
  // From the vertical rest to the horizontal one, and back on the inner side; the winding is that of the rests.
  const ring = (r: number) => ellipse({ x, y, rx: -right * r, ry: -down * r, from: 0, to: Math.PI / 2 });
  const outline = [...ring(radius + lineWidth / 2), ...ring(radius - lineWidth / 2).reverse()];
  pen.polygon(right * down > 0 ? outline.reverse() : outline);
}
