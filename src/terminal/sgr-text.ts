import type { CellPen, StyleId } from './cell-region.ts';
import { readEscape } from './escape.ts';
import { applySgr } from './sgr.ts';

/** Where a line of text with SGR goes. */
export interface SgrLine {
  readonly x: number;
  readonly y: number;
  /** The style the line begins with. */
  readonly style: StyleId;
  /** What SGR 0, 39 and 49 go back to; default `style`. */
  readonly base?: StyleId;
  /** Columns; default: to the pen's edge. */
  readonly limit?: number;
}

/**
 * Writes one line of text whose colours are SGR: chrome rows, log lines with colours. Any other escape sequence is
 * dropped. Returns the style at the end of the line.
 */
export function paintSgr(pen: CellPen, line: string, at: SgrLine): StyleId {
  const end = at.x + (at.limit ?? pen.cols);
  const base = at.base ?? at.style;
  let style = at.style;
  let x = at.x;
  let from = 0;
  for (let start = line.indexOf('\x1b'); start >= 0; start = line.indexOf('\x1b', from)) {
    if (start > from) x += pen.text(x, at.y, line.slice(from, start), style, end - x);
    const found = readEscape(line, start);
    if (found.kind === 'sgr') style = applySgr(found.params, style, base);
    from = found.end;
  }
  if (from < line.length) pen.text(x, at.y, line.slice(from), style, end - x);
  return style;
}
