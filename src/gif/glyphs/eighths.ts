import type { Pen } from './pen.ts';

/** `k` eighths from the left, on a whole pixel. */
const across = (width: number, k: number): number => Math.round((width * k) / 8);

/** `k` eighths from the top, where the lower blocks U+2581..2588 end too, so that both tile. */
export const eighthsDown = (height: number, k: number): number => height - Math.round((height * (8 - k)) / 8);

/** Rectangles in eighths of the cell, left, top, right and bottom in four digits each; none vanishes in a small cell. */
export function drawEighths(pen: Pen, rects: string): void {
  const { width, height } = pen;
  for (const rect of rects.split(' ')) {
    const [left, top, right, bottom] = Array.from(rect, Number) as [number, number, number, number];
    const x = across(width, left);
    const y = eighthsDown(height, top);
    pen.rect(x, y, Math.max(x + 1, across(width, right)), Math.max(y + 1, eighthsDown(height, bottom)));
  }
}
