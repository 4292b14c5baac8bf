import type { Glyphs } from '../glyphs.ts';
import { type Line, lineWidth, span } from './line.ts';

/** The line that divides panes and carries the title: `─ workqueue ─────`. The focused pane's title is accented. */
export function paneTitle(title: string, o: { cols: number; glyphs: Glyphs; focused: boolean }): Line {
  const head: Line = [span(`${o.glyphs.line} `, 'dim'), span(title, o.focused ? 'title' : 'dim'), span(' ', 'dim')];
  return [...head, span(o.glyphs.line.repeat(Math.max(0, o.cols - lineWidth(head))), 'dim')];
}
