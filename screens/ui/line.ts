import type { CellPen } from '../../src/terminal/index.ts';
import { clean, sliceCols, textWidth } from '../../src/text/index.ts';
import { type Ground, type Role, styleOfRole, type Theme } from '../theme.ts';

/** A run of text in one role. */
export interface Span {
  readonly text: string;
  readonly role: Role;
}

/** One row of a screen, from left to right. Rows are made by pure functions and shown by Ink or painted into cells. */
export type Line = readonly Span[];

/** A span; text of foreign origin is made safe here, so no row can forget it. */
export const span = (text: string, role: Role = 'text'): Span => ({ text: clean(text), role });

/** One span as a line. */
export const line = (text: string, role: Role = 'text'): Line => [span(text, role)];

export const lineWidth = (spans: Line): number => spans.reduce((sum, { text }) => sum + textWidth(text), 0);

/** The line cut to `cols` columns. */
export function cutLine(spans: Line, cols: number): Line {
  const cut: Span[] = [];
  let room = cols;
  for (const { text, role } of spans) {
    if (room <= 0) break;
    const kept = sliceCols(text, room);
    if (kept !== '') cut.push({ text: kept, role });
    room -= textWidth(kept);
  }
  return cut;
}

/** The line in at most `cols` columns, with an ellipsis where something was cut. */
export function shortenLine(spans: Line, cols: number, ellipsis: string): Line {
  if (lineWidth(spans) <= cols) return spans;
  return [...cutLine(spans, cols - textWidth(ellipsis)), { text: ellipsis, role: 'dim' }];
}

/** The line cut or filled with blanks to exactly `cols` columns. */
export function fitLine(spans: Line, cols: number): Line {
  const cut = cutLine(spans, cols);
  const missing = cols - lineWidth(cut);
  return missing > 0 ? [...cut, { text: ' '.repeat(missing), role: 'text' }] : cut;
}

/** Left and right part with blanks between them; the left one is cut when both do not fit. */
export function spread(left: Line, right: Line, cols: number): Line {
  const rightWidth = lineWidth(right);
  return [...fitLine(left, Math.max(0, cols - rightWidth)), ...cutLine(right, cols)];
}

/** The parts that fit into `cols` columns, with a dot between them; a part that has no room is left out whole. */
export function truthLine(parts: readonly Line[], o: { cols: number; dot: string }): Line {
  const { cols } = o;
  const dot = span(` ${o.dot} `, 'dim');
  let spans: Line = [];
  for (const part of parts) {
    const longer = spans.length === 0 ? part : [...spans, dot, ...part];
    if (lineWidth(longer) <= cols) spans = longer;
    else if (spans.length === 0) spans = cutLine(part, cols);
  }
  return spans;
}

/** Paints a line at (x, y); returns the column after it. */
export function paintLine(
  pen: CellPen,
  at: { x: number; y: number; cols?: number },
  o: { spans: Line; theme: Theme; ground?: Ground },
): number {
  let x = at.x;
  const end = at.cols === undefined ? pen.cols : Math.min(pen.cols, at.x + at.cols);
  for (const { text, role } of o.spans) {
    if (x >= end) break;
    x += pen.text(x, at.y, text, styleOfRole(o.theme, role, o.ground), end - x);
  }
  return x;
}

/** Paints lines below each other from (x, y) on, as many as there are rows. */
export function paintLines(
  pen: CellPen,
  at: { x: number; y: number },
  o: { lines: readonly Line[]; theme: Theme },
): void {
  let { y } = at;
  for (const spans of o.lines) {
    if (y >= pen.rows) return;
    paintLine(pen, { x: at.x, y: y++ }, { spans, theme: o.theme });
  }
}
