import type { CellPen } from '../../src/terminal/index.ts';
import { textWidth, truncateEnd, truncateMiddle } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Ground, styleOfRole, type Theme } from '../theme.ts';
import { type Line, lineWidth, paintLine, paintLines, shortenLine, span } from '../ui/line.ts';
import type { PlacedColumn, RecorderRow } from './recorder-columns.ts';
import type { RecorderModel, RecorderOrder } from './recorder-model.ts';

/** What the list's cells are painted from. */
export interface RecorderTable {
  readonly rows: readonly RecorderRow[];
  readonly columns: readonly PlacedColumn[];
  readonly top: number;
  readonly selected: number;
  /** Without the keys the selected row has its mark only. */
  readonly isFocused: boolean;
  readonly model: RecorderModel;
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  readonly now: number;
  /** Why the rows are old, between head and rows. */
  readonly banner: readonly Line[];
}

export function paintRecorderTable(pen: CellPen, table: RecorderTable): void {
  pen.clear();
  paintHead(pen, table);
  paintLines(pen, { x: 2, y: 1 }, { lines: table.banner, theme: table.theme });
  const first = 1 + table.banner.length;
  for (let y = first; y < pen.rows; y++) {
    const index = table.top + y - first;
    const row = table.rows[index];
    if (row === undefined) break;
    paintRow(pen, table, { y, index, row });
  }
}

function paintHead(pen: CellPen, { columns, model, theme, glyphs }: RecorderTable): void {
  for (const { column, x, cols } of columns) {
    const isSorted = column.order === model.order;
    const marker = isSorted ? arrowOf(model, glyphs) : '';
    const title = `${column.title}${marker}`;
    const at = column.align === 'right' ? x + Math.max(0, cols - textWidth(title)) : x;
    pen.text(at, 0, title, styleOfRole(theme, isSorted ? 'accent' : 'dim'), cols + 1);
  }
}

/** Names begin with A, all else with the most. */
function arrowOf({ order, isReversed }: RecorderModel, glyphs: Glyphs): string {
  const isAscending = (order === 'name') !== isReversed;
  return isAscending ? glyphs.ascending : glyphs.descending;
}

function paintRow(pen: CellPen, table: RecorderTable, at: { y: number; index: number; row: RecorderRow }): void {
  const { theme, glyphs, model } = table;
  const { y, index, row } = at;
  const isSelected = index === table.selected;
  const ground: Ground = isSelected && table.isFocused ? 'select' : 'screen';
  if (ground === 'select') pen.fill(0, y, pen.cols, 1, styleOfRole(theme, 'text', ground));
  if (isSelected) pen.text(0, y, glyphs.selected, styleOfRole(theme, table.isFocused ? 'accent' : 'dim', ground));
  if (model.marked.has(row.file.path)) pen.text(1, y, glyphs.marked, styleOfRole(theme, 'accent', ground));
  const { fault } = row.file;
  const isBroken = fault?.isPlayable === false;
  for (const [place, { column, x, cols }] of table.columns.entries()) {
    // A file that is no recording has nothing to say in these columns, but why.
    if (isBroken && place > 0) {
      const why = truncateEnd(`${glyphs.danger} ${span(fault.text).text}`, pen.cols - x - 1, glyphs.ellipsis);
      pen.text(x, y, why, styleOfRole(theme, 'danger', ground));
      break;
    }
    const spans = place === 0 ? nameOf(column.cell(row, table), cols, glyphs) : column.cell(row, table);
    const shown = shortenLine(spans, cols, glyphs.ellipsis);
    const start = column.align === 'right' ? x + cols - lineWidth(shown) : x;
    paintLine(pen, { x: start, y, cols }, { spans: shown, theme, ground });
  }
}

/** Names are told apart by their ends, so they are cut in the middle. */
function nameOf(spans: Line, cols: number, glyphs: Glyphs): Line {
  const before = spans.slice(0, -1);
  const name = spans.at(-1);
  if (name === undefined) return spans;
  return [...before, { ...name, text: truncateMiddle(name.text, cols - lineWidth(before), glyphs.ellipsis) }];
}

/** What the column whose head is at `x` sorts by. */
export function orderAt(columns: readonly PlacedColumn[], x: number): RecorderOrder | undefined {
  return columns.find((placed) => x >= placed.x && x < placed.x + placed.cols + 2)?.column.order;
}
