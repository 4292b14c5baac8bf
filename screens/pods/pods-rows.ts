import { COLUMN_GAP, type PlacedColumn, type Pod, type PodRows, type StatusRole } from '../../src/pods/index.ts';
import { BOLD, type CellPen, type StyleId, styleOf, styleParts } from '../../src/terminal/index.ts';
import { clean, textWidth, truncateEnd, truncateMiddle } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Ground, type Role, styleOfRole, type Theme } from '../theme.ts';
import { type Line, paintLines } from '../ui/line.ts';

/** What the table's cells are painted from. */
export interface PodTableView {
  readonly rows: PodRows;
  readonly columns: readonly PlacedColumn[];
  readonly top: number;
  readonly selected: number;
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  readonly now: number;
  /** The cluster is away: rows are as it was when it was last heard of. */
  readonly isStale: boolean;
  /** Why the rows are old and what to do, between head and rows. */
  readonly banner: readonly Line[];
}

/** Rows of a status: the glyph before its word. */
const GLYPH_OF: Readonly<Record<StatusRole, (glyphs: Glyphs) => string>> = {
  ok: (glyphs) => glyphs.ok,
  busy: (glyphs) => glyphs.busy,
  warn: (glyphs) => glyphs.warn,
  danger: (glyphs) => glyphs.danger,
  idle: (glyphs) => glyphs.idle,
};

export const statusGlyph = (role: StatusRole, glyphs: Glyphs): string => GLYPH_OF[role](glyphs);

/** One blank column stands at the left, for the mark of the selected row. */
const LEFT = 2;

/** Paints head and rows of the pod table into a region as wide as the screen. */
export function paintPodTable(pen: CellPen, view: PodTableView): void {
  pen.clear();
  paintHead(pen, view);
  paintLines(pen, { x: LEFT, y: 1 }, { lines: view.banner, theme: view.theme });
  const first = 1 + view.banner.length;
  for (let y = first; y < pen.rows; y++) {
    const index = view.top + y - first;
    const pod = view.rows.at(index);
    if (pod === undefined) break;
    paintRow(pen, view, { y, index, pod });
  }
}

function paintHead(pen: CellPen, { columns, rows, theme, glyphs }: PodTableView): void {
  const style = styleOfRole(theme, 'dim');
  let x = LEFT;
  for (const { column, cols } of columns) {
    const isSorted = rows.order.by === column.id;
    const marker = isSorted ? (rows.order.reverse ? glyphs.descending : glyphs.ascending) : '';
    const title = `${column.title}${marker}`;
    const at = column.align === 'right' ? x + Math.max(0, cols - textWidth(title)) : x;
    pen.text(at, 0, title, isSorted ? styleOfRole(theme, 'accent') : style, cols + COLUMN_GAP - 1);
    x += cols + COLUMN_GAP;
  }
}

function paintRow(pen: CellPen, view: PodTableView, row: { y: number; index: number; pod: Pod }): void {
  const { theme, glyphs, rows, now } = view;
  const isSelected = row.index === view.selected;
  const ground: Ground = isSelected ? 'select' : 'screen';
  const plain = styleOfRole(theme, 'text', ground);
  if (isSelected) {
    pen.fill(0, row.y, pen.cols, 1, plain);
    pen.text(0, row.y, glyphs.selected, styleOfRole(theme, 'accent', ground));
  }
  const status = rows.roleOf(row.index);
  let x = LEFT;
  for (const placed of view.columns) {
    const role = roleOfCell(placed, status, view.isStale);
    const base = styleOfRole(theme, role, ground);
    const isLoud = rows.isMarked(row.index, placed.column.id, now) || (isSelected && placed.column.id === 'name');
    paintCell(pen, { x, y: row.y, placed, pod: row.pod, style: isLoud ? bold(base) : base }, { status, glyphs, now });
    x += placed.cols + COLUMN_GAP;
  }
}

/** Status and reason carry the colour; what is done or stale is dim; all else is plain. */
function roleOfCell({ column }: PlacedColumn, status: StatusRole, isStale: boolean): Role {
  if (isStale) return 'dim';
  if (column.id === 'status') return status;
  if (status === 'idle') return 'idle';
  if (
    (column.id === 'ready' || column.id === 'restarts' || column.id === 'why') &&
    (status === 'warn' || status === 'danger')
  )
    return status;
  return 'text';
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly placed: PlacedColumn;
  readonly pod: Pod;
  readonly style: StyleId;
}

function paintCell(
  pen: CellPen,
  { x, y, placed, pod, style }: Cell,
  o: { status: StatusRole; glyphs: Glyphs; now: number },
): void {
  const { column, cols } = placed;
  // Made safe before it is measured: a control character has no width, its picture has one.
  let text = clean(column.text(pod, o.now));
  if (textWidth(text) > cols && column.shortText !== undefined) text = clean(column.shortText(pod, o.now));
  if (column.id === 'status') {
    pen.text(x, y, statusGlyph(o.status, o.glyphs), style);
    pen.text(x + 2, y, truncateEnd(text, cols - 2, o.glyphs.ellipsis), style, cols - 2);
    return;
  }
  const cut =
    column.cut === 'middle'
      ? truncateMiddle(text, cols, o.glyphs.ellipsis)
      : truncateEnd(text, cols, o.glyphs.ellipsis);
  const at = column.align === 'right' ? x + Math.max(0, cols - textWidth(cut)) : x;
  pen.text(at, y, cut, style, cols);
}

function bold(style: StyleId): StyleId {
  const { fg, bg, flags } = styleParts(style);
  return styleOf(fg, bg, flags | BOLD);
}

/** The column whose head is at `x`, for a click. */
export function columnAt(columns: readonly PlacedColumn[], x: number): PlacedColumn | undefined {
  let from = LEFT;
  for (const placed of columns) {
    if (x >= from && x < from + placed.cols + COLUMN_GAP) return placed;
    from += placed.cols + COLUMN_GAP;
  }
  return undefined;
}

/** Columns of cells that the table's columns may fill of a screen. */
export const tableCols = (screenCols: number): number => screenCols - LEFT;
