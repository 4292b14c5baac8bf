import type { CellPen } from '../src/terminal/index.ts';
import { LEAST_COLS, LEAST_ROWS, tooSmallText } from './chrome-rows.ts';
import type { Glyphs } from './glyphs.ts';
import type { ScreenId } from './key-entry.ts';
import { ROUTES } from './routes.ts';
import type { Theme } from './theme.ts';
import { line, paintLine } from './ui/line.ts';
import { tabBar } from './ui/tab-bar.ts';

/** The first paint, before Ink and React are read from disk: the frame without anything in it. */
export function paintSkeleton(
  pen: CellPen,
  o: { theme: Theme; glyphs: Glyphs; screen: ScreenId; chips: readonly string[] },
): void {
  pen.clear();
  if (pen.cols < LEAST_COLS || pen.rows < LEAST_ROWS) {
    const text = tooSmallText(pen.cols, pen.rows);
    pen.text(Math.max(0, (pen.cols - text.length) >> 1), pen.rows >> 1, text, 0);
    return;
  }
  const tabs = ROUTES.map(({ id, key, title }) => ({
    key,
    title,
    isCurrent: id === o.screen,
    attention: false,
    action: '',
  }));
  const chips = o.chips.map((text, rank) => ({ text, role: 'warn' as const, rank }));
  const { spans } = tabBar({ tabs, chips, cols: pen.cols, glyphs: o.glyphs });
  paintLine(pen, { x: 0, y: 0 }, { spans, theme: o.theme });
  paintLine(pen, { x: 1, y: 1 }, { spans: line('starting', 'dim'), theme: o.theme });
}
