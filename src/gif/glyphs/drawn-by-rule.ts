import type { Geometry } from '../geometry.ts';
import { drawBlockElement, drawBraille, drawSextant, shadeOf } from './block-elements.ts';
import { drawBoxLines, lightBand } from './box-lines.ts';
import { Coverage } from './coverage.ts';
import { drawPowerline } from './powerline.ts';

/** True for the ranges that are drawn by rule and not from a font, so that neighbours join without a gap. */
export function isDrawnByRule(code: number): boolean {
  return (
    (code >= 0x2500 && code <= 0x259f) ||
    (code >= 0x2800 && code <= 0x28ff) ||
    (code >= 0x1fb00 && code <= 0x1fb3b) ||
    (code >= 0xe0b0 && code <= 0xe0bf)
  );
}

/** The covered part of each pixel of a cell, 0..1, for a code point that `isDrawnByRule`. */
export function drawByRule(code: number, geometry: Geometry): Float32Array {
  const { cellWidth, cellHeight, lineWidth } = geometry;
  const shade = shadeOf(code);
  if (shade !== undefined) return new Float32Array(cellWidth * cellHeight).fill(shade);
  const coverage = new Coverage(cellWidth, cellHeight);
  if (code >= 0x256d && code <= 0x2570) return drawArc(coverage, code, lineWidth);
  if (code < 0x2580) drawBoxLines(coverage, code, lineWidth);
  else if (code < 0x25a0) drawBlockElement(coverage, code);
  else if (code < 0x2900) drawBraille(coverage, code);
  else if (code < 0x10000) drawPowerline(coverage, code, lineWidth);
  else drawSextant(coverage, code);
  return coverage.finish();
}

/** U+256D..2570: a quarter circle from distances, and straight rests that meet the lines of the neighbours. */
function drawArc(coverage: Coverage, code: number, lineWidth: number): Float32Array {
  const { width, height } = coverage;
  const isRight = code === 0x256d || code === 0x2570;
  const isDown = code === 0x256d || code === 0x256e;
  const across = lightBand(width, lineWidth);
  const along = lightBand(height, lineWidth);
  const radius = Math.min(width, height) / 2;
  const centerX = (across.start + across.end) / 2 + (isRight ? radius : -radius);
  const centerY = (along.start + along.end) / 2 + (isDown ? radius : -radius);
  if (isRight) coverage.rect(Math.ceil(centerX), along.start, width, along.end);
  else coverage.rect(0, along.start, Math.floor(centerX), along.end);
  if (isDown) coverage.rect(across.start, Math.ceil(centerY), across.end, height);
  else coverage.rect(across.start, 0, across.end, Math.floor(centerY));
  const covered = coverage.finish();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = isRight ? centerX - x - 0.5 : x + 0.5 - centerX;
      const dy = isDown ? centerY - y - 0.5 : y + 0.5 - centerY;
      if (dx < -0.5 || dy < -0.5) continue;
      const distance = Math.abs(Math.hypot(Math.max(0, dx), Math.max(0, dy)) - radius);
      const share = Math.min(1, Math.max(0, lineWidth / 2 + 0.5 - distance));
      covered[y * width + x] = Math.max(covered[y * width + x] as number, share);
    }
  }
  return covered;
}
