import type { Glyphs } from '../glyphs.ts';

/** Counts a second, oldest first, as bars: the last `cols` of them, the highest as high as a bar can be. */
export function sparkline(slots: readonly number[], cols: number, glyphs: Glyphs): string {
  const shown = slots.slice(-cols);
  const most = Math.max(1, ...shown);
  const { bars } = glyphs;
  return shown
    .map((count) => (count === 0 ? ' ' : bars[Math.min(bars.length - 1, Math.floor((count / most) * bars.length))]))
    .join('')
    .padStart(cols);
}
