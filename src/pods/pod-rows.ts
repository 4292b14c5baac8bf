import type { Pod } from './pod.ts';
import type { PodColumnId } from './pod-columns.ts';
import type { StatusRole } from './pod-look.ts';
import type { PodOrder } from './pod-order.ts';
import type { PodTable } from './pod-table.ts';

/** Rows as a screen reads them: those of a `PodTable`, which move, or a frozen copy, which does not. */
export interface PodRows {
  readonly length: number;
  readonly order: PodOrder;
  at(index: number): Pod | undefined;
  keyAt(index: number): string | undefined;
  /** -1 when the key is not shown. */
  indexOf(key: string): number;
  roleOf(index: number): StatusRole;
  isMarked(index: number, column: PodColumnId, now: number): boolean;
}

/** The rows as they stand now, for a view that is paused: one array of references, whatever happens to the table. */
export function freezeRows(table: PodTable): PodRows {
  const { length, order } = table;
  const rows = Array.from({ length }, (_, index) => ({
    pod: table.at(index) as Pod,
    key: table.keyAt(index) as string,
    role: table.roleOf(index),
  }));
  const places = new Map(rows.map(({ key }, index) => [key, index]));
  return {
    length,
    order,
    at: (index) => rows[index]?.pod,
    keyAt: (index) => rows[index]?.key,
    indexOf: (key) => places.get(key) ?? -1,
    roleOf: (index) => rows[index]?.role ?? 'idle',
    isMarked: () => false,
  };
}
