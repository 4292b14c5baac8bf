import type { Pod } from './pod.ts';
import { compareText, type PodColumnId, podColumn } from './pod-columns.ts';

/** How rows are sorted. `look`: what needs a look first. Ties are broken by namespace and name, always ascending. */
export interface PodOrder {
  readonly by: 'look' | PodColumnId;
  readonly reverse: boolean;
}

/** What is compared: a pod, and whether it needs a look at the time of the comparison. */
export interface RankedPod {
  readonly pod: Pod;
  readonly looks: boolean;
}

export const DEFAULT_ORDER: PodOrder = { by: 'look', reverse: false };

/** A total order: 0 only for two states of one pod that stand at the same place. */
export function comparePods({ by, reverse }: PodOrder): (a: RankedPod, b: RankedPod) => number {
  const sign = reverse ? -1 : 1;
  if (by === 'look') return (a, b) => (a.looks === b.looks ? byName(a.pod, b.pod) : a.looks === reverse ? 1 : -1);
  const compare = podColumn(by)?.compare;
  if (compare === undefined) throw new TypeError(`order: expected a column, received ${by}`);
  return (a, b) => sign * compare(a.pod, b.pod) || byName(a.pod, b.pod);
}

const byName = ({ metadata: a }: Pod, { metadata: b }: Pod): number =>
  compareText(a.namespace, b.namespace) || compareText(a.name, b.name);

/** Reads `restarts`, `-restarts` (reversed), `NODE`; undefined when it names no column. */
export function parseOrder(text: string): PodOrder | undefined {
  const reverse = text.startsWith('-');
  const name = reverse ? text.slice(1) : text;
  if (name.toLowerCase() === 'look') return { by: 'look', reverse };
  const column = podColumn(name);
  return column === undefined ? undefined : { by: column.id, reverse };
}
