import { POD_COLUMNS, type PodColumn, type PodColumnId } from './pod-columns.ts';

/** A column and the cells it gets. */
export interface PlacedColumn {
  readonly column: PodColumn;
  readonly cols: number;
}

/** Blanks between two columns. */
export const COLUMN_GAP = 2;

/**
 * Which columns stand in a row of `cols` cells on a terminal `terminalCols` wide, and how wide each is. When room is
 * short all shrink to their least width, then the least important go. `longest` caps the columns whose longest text is
 * known; nothing else of the data counts, so that columns stand still while rows come and go.
 */
export function placeColumns(
  cols: number,
  terminalCols: number,
  longest: Partial<Record<PodColumnId, number>> = {},
): readonly PlacedColumn[] {
  const shown = POD_COLUMNS.filter(({ fromCols }) => fromCols <= terminalCols);
  const byImportance = shown.toSorted((a, b) => b.importance - a.importance);
  while (byImportance.length > 1 && widthOf(byImportance.map(({ min }) => min)) > cols) byImportance.pop();
  const widths = new Map(byImportance.map((column) => [column.id, column.min]));
  let room = cols - widthOf([...widths.values()]);
  for (const goal of ['ideal', 'max'] as const) {
    for (const column of byImportance) {
      const width = widths.get(column.id) as number;
      const more = Math.max(0, Math.min(room, wanted(column, goal, longest) - width));
      widths.set(column.id, width + more);
      room -= more;
    }
  }
  return shown.flatMap((column) => {
    const width = widths.get(column.id);
    return width === undefined ? [] : [{ column, cols: Math.min(width, cols) }];
  });
}

function wanted(column: PodColumn, goal: 'ideal' | 'max', longest: Partial<Record<PodColumnId, number>>): number {
  return Math.min(column[goal], Math.max(longest[column.id] ?? column[goal], column.title.length));
}

const widthOf = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + COLUMN_GAP * Math.max(0, widths.length - 1);
