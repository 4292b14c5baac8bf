/** One row of a screen. */
export interface ScreenRow {
  readonly y: number;
  readonly text: string;
  /** The column of each UTF-16 unit; undefined: they are the same. */
  readonly columns: readonly number[] | undefined;
  /** A vertical line is in it, with which programs divide a screen into columns. */
  readonly isDivided: boolean;
}

/** Units of a row; `to` is exclusive. */
interface RowPart {
  readonly row: ScreenRow;
  readonly from: number;
  readonly to: number;
}

const DIVIDERS = /[│┃║]/g;

export const isDivider = (code: number): boolean => code === 0x2502 || code === 0x2503 || code === 0x2551;

/** Text that belongs together over the ends of rows. */
export class LogicalLine {
  readonly text: string;
  readonly #parts: readonly RowPart[];

  constructor(parts: readonly RowPart[]) {
    this.#parts = parts;
    this.text = parts.map(({ row, from, to }) => row.text.slice(from, to)).join('');
  }

  /** True when a part of it is in one of these rows, both included. */
  isWithin(fromRow: number, toRow: number): boolean {
    return this.#parts.some(({ row }) => row.y >= fromRow && row.y <= toRow);
  }

  /** The cell of a UTF-16 unit. */
  cellAt(unit: number): { readonly x: number; readonly y: number } {
    let start = unit;
    for (const { row, from, to } of this.#parts) {
      if (start < to - from) return { x: row.columns?.[from + start] ?? from + start, y: row.y };
      start -= to - from;
    }
    throw new RangeError(`unit: expected less than ${this.text.length}, received ${unit}`);
  }
}

/** True for a row that the terminal itself has wrapped the one above into. */
type IsWrapped = (y: number) => boolean;

/** Rows joined where the terminal wrapped, or (that is a guess) the program that draws its rows by itself. */
export const logicalLines = (rows: readonly ScreenRow[], isWrapped: IsWrapped): LogicalLine[] =>
  linesOf(rows, (part, next) => isWrapped(next.row.y) || goesOn(part, next));

/** The lines that were joined by a guess, without it: words end where they end in a row. */
export function apartLines(
  rows: readonly ScreenRow[],
  isWrapped: IsWrapped,
  joined: readonly LogicalLine[],
): LogicalLine[] {
  if (joined.length === rows.length) return [];
  const known = new Set(joined.map(({ text }) => text));
  return linesOf(rows, (_part, next) => isWrapped(next.row.y)).filter(({ text }) => !known.has(text));
}

function linesOf(rows: readonly ScreenRow[], isJoined: (part: RowPart, next: RowPart) => boolean): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let parts: RowPart[] = [];
  for (const row of rows) {
    const part = { row, from: 0, to: row.text.length };
    const last = parts.at(-1);
    if (last !== undefined && !isJoined(last, part)) {
      lines.push(new LogicalLine(parts));
      parts = [];
    } else if (last !== undefined && beginsWide(row)) parts.splice(-1, 1, withoutGap(last));
    parts.push(part);
  }
  if (parts.length > 0) lines.push(new LogicalLine(parts));
  return lines;
}

/** Its first character takes two columns; so it may be here because there was only one left in the row above. */
const beginsWide = ({ text, columns }: ScreenRow): boolean =>
  columns?.[(text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1] === 2;

const withoutGap = ({ row, from, to }: RowPart): RowPart =>
  row.text.endsWith(' ') ? { row, from, to: to - 1 } : { row, from, to };

/**
 * What stands between vertical lines over several rows, of which one is within `from` and `to`: beside a frame, within
 * it, or in one half of a divided terminal.
 */
export function framedLines(rows: readonly ScreenRow[], from = 0, to = Number.POSITIVE_INFINITY): LogicalLine[] {
  if (!rows.some(({ isDivided }) => isDivided)) return [];
  const lines: RowPart[][] = [];
  let above = new Map<string, RowPart[]>();
  for (const row of rows) {
    const here = new Map<string, RowPart[]>();
    for (const part of partsOf(row)) {
      const place = `${columnOf(row, part.from)} ${columnOf(row, part.to)}`;
      const before = above.get(place);
      const joins = before !== undefined && goesOn(before.at(-1) as RowPart, part);
      const line = joins ? before : [];
      line.push(part);
      if (!joins) lines.push(line);
      here.set(place, line);
    }
    above = here;
  }
  // A part of one row is seen in its whole row too.
  return lines
    .filter((parts) => parts.length > 1 && parts.some(({ row }) => row.y >= from && row.y <= to))
    .map((parts) => new LogicalLine(parts));
}

/** What stands between the vertical lines of a row; nothing when it has none. */
function partsOf(row: ScreenRow): RowPart[] {
  if (!row.isDivided) return [];
  const parts: RowPart[] = [];
  let from = 0;
  for (const { index } of row.text.matchAll(DIVIDERS)) {
    if (index > from) parts.push({ row, from, to: index });
    from = index + 1;
  }
  if (from < row.text.length) parts.push({ row, from, to: row.text.length });
  return parts;
}

const columnOf = ({ text, columns }: ScreenRow, unit: number): number =>
  columns === undefined ? unit : unit < text.length ? (columns[unit] as number) : Number.MAX_SAFE_INTEGER;

/**
 * Whether a part that a program drew by itself goes on in the one below: it is full to its last cell, or only a blank at
 * which the text was wrapped is there.
 */
function goesOn({ row, to, from }: RowPart, next: RowPart): boolean {
  const last = row.text[to - 1] ?? ' ';
  // The border of a frame ends what is in it.
  if (last >= '\u2500' && last <= '\u257f') return false;
  const beforeLast = to - 2 >= from ? row.text[to - 2] : ' ';
  return last !== ' ' || (beforeLast !== ' ' && next.row.text[next.from] !== ' ');
}

/** True when the whole row goes on in the next one. */
export const rowGoesOn = (row: ScreenRow, next: ScreenRow): boolean =>
  goesOn({ row, from: 0, to: row.text.length }, { row: next, from: 0, to: next.text.length });
