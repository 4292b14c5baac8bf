import { COLUMN_GAP, POD_COLUMNS, type Pod, type PodColumn, placeColumns, podRow } from '../pods/index.ts';
import { clean, padEnd, padStart, textWidth, truncateEnd, truncateMiddle } from '../text/index.ts';

/** Columns of a table: cells to pad to, and where to cut; Infinity: never. */
export interface TextColumn {
  readonly column: PodColumn;
  readonly cols: number;
  readonly limit: number;
}

/** A table on a terminal has the columns that fit; otherwise each is as wide as its longest text. */
export function columnsFor(
  options: { readonly form: string; readonly columns: readonly PodColumn[] | undefined },
  pods: readonly Pod[],
  view: { readonly now: number; readonly cols: number },
): TextColumn[] {
  if (options.columns === undefined && options.form === 'table') {
    return placeColumns(view.cols, view.cols).map((placed) => ({ ...placed, limit: placed.cols }));
  }
  return (options.columns ?? POD_COLUMNS).map((column) => {
    let cols = column.title.length;
    for (const pod of pods) cols = Math.max(cols, textWidth(clean(column.text(pod, view.now))));
    return { column, cols, limit: Number.POSITIVE_INFINITY };
  });
}

export const headLine = (columns: readonly TextColumn[]): string => line(columns, ({ column }) => column.title);

/** One pod as a line of the table; foreign text in it is made safe. */
export const podLine = (pod: Pod, now: number, columns: readonly TextColumn[]): string =>
  line(columns, (column) => cell(column, pod, now));

function cell({ column, limit }: TextColumn, pod: Pod, now: number): string {
  const text = clean(column.text(pod, now));
  if (textWidth(text) <= limit) return text;
  const short = column.shortText === undefined ? text : clean(column.shortText(pod, now));
  return column.cut === 'middle' ? truncateMiddle(short, limit) : truncateEnd(short, limit);
}

function line(columns: readonly TextColumn[], textOf: (column: TextColumn) => string): string {
  const cells = columns.map((column) =>
    (column.column.align === 'right' ? padStart : padEnd)(textOf(column), column.cols),
  );
  return `${cells.join(' '.repeat(COLUMN_GAP)).trimEnd()}\n`;
}

/** The row of a pod as JSON that is harmless on a terminal, too. */
export const rowJson = (pod: Pod, now: number): string => safeJson(podRow(pod, now));

/**
 * JSON whose strings hold no control or direction character: JSON.stringify escapes C0 alone, and a terminal takes C1 for
 * control sequences. It parses to the same values.
 */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const UNSAFE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
