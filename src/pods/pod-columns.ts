import { formatAge } from '../text/index.ts';
import type { Pod } from './pod.ts';

export type PodColumnId =
  | 'namespace'
  | 'name'
  | 'ready'
  | 'status'
  | 'restarts'
  | 'why'
  | 'age'
  | 'ip'
  | 'node'
  | 'qos';

/** One column of the pod table, as screen, command line, filter and sort use it. */
export interface PodColumn {
  readonly id: PodColumnId;
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns of cells: never less than `min`, `ideal` before any column gets more, never more than `max`. */
  readonly min: number;
  readonly ideal: number;
  readonly max: number;
  /** Terminal width from which the column is shown, the least important coming last. */
  readonly fromCols: number;
  /** The higher, the longer it stays when room gets short, and the sooner it grows. */
  readonly importance: number;
  /** Names are told apart by their ends, so they are cut in the middle. */
  readonly cut: 'end' | 'middle';
  /** What the cell says, untrusted; `now` in ms since the epoch. */
  readonly text: (pod: Pod, now: number) => string;
  /** A shorter form for a cell in which `text` has no room. */
  readonly shortText?: (pod: Pod, now: number) => string;
  /** Ascending. Ties are broken by namespace and name elsewhere. */
  readonly compare: (a: Pod, b: Pod) => number;
  /** Whether the two would read differently at one time. */
  readonly differs: (a: Pod, b: Pod) => boolean;
}

/** By UTF-16 code units: what the server's own order is for the ASCII names of Kubernetes. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As kubectl: `7 (2m10s ago)`. */
export const restartsText = ({ restarts, lastRestartAt }: Pod, now: number): string =>
  lastRestartAt === undefined ? String(restarts) : `${restarts} (${formatAge((now - lastRestartAt) / 1000)} ago)`;

const shortRestarts = ({ restarts, lastRestartAt }: Pod, now: number): string =>
  lastRestartAt === undefined ? String(restarts) : `${restarts} (${shortAge((now - lastRestartAt) / 1000)})`;

/** The first unit of an age alone: `2m`, `3h`. */
const shortAge = (seconds: number): string => /^<?\w*?[a-z]/.exec(formatAge(seconds))?.[0] ?? '';

/** The reason with its time: `OOMKilled, exit 137, 2m10s ago`, `app not ready by its probe for 5m`. */
export function whyText({ why, whyAt, whySince }: Pod, now: number): string {
  if (whyAt !== undefined) return `${why}, ${formatAge((now - whyAt) / 1000)} ago`;
  return whySince === undefined ? why : `${why} for ${formatAge(Math.max(0, now - whySince) / 1000)}`;
}

export const ageText = ({ createdAt }: Pod, now: number): string =>
  createdAt === 0 ? '' : formatAge((now - createdAt) / 1000);

type Field = 'status' | 'why' | 'ip' | 'node' | 'qos';

const byField = (field: Field): Pick<PodColumn, 'text' | 'compare' | 'differs'> => ({
  text: (pod) => pod[field],
  compare: (a, b) => compareText(a[field], b[field]),
  differs: (a, b) => a[field] !== b[field],
});

const byMetadata = (field: 'namespace' | 'name'): Pick<PodColumn, 'text' | 'compare' | 'differs'> => ({
  text: (pod) => pod.metadata[field],
  compare: (a, b) => compareText(a.metadata[field], b.metadata[field]),
  differs: (a, b) => a.metadata[field] !== b.metadata[field],
});

/** All columns in their order on screen. */
export const POD_COLUMNS: readonly PodColumn[] = [
  {
    id: 'namespace',
    title: 'NAMESPACE',
    align: 'left',
    min: 11,
    ideal: 11,
    max: 20,
    fromCols: 0,
    importance: 6,
    cut: 'middle',
    ...byMetadata('namespace'),
  },
  {
    id: 'name',
    title: 'NAME',
    align: 'left',
    min: 12,
    ideal: 20,
    max: 42,
    fromCols: 0,
    importance: 10,
    cut: 'middle',
    ...byMetadata('name'),
  },
  {
    id: 'ready',
    title: 'READY',
    align: 'right',
    min: 5,
    ideal: 5,
    max: 7,
    fromCols: 0,
    importance: 7,
    cut: 'end',
    text: ({ ready, total }) => `${ready}/${total}`,
    compare: (a, b) => readiness(a) - readiness(b) || a.total - b.total,
    differs: (a, b) => a.ready !== b.ready || a.total !== b.total,
  },
  {
    id: 'status',
    title: 'STATUS',
    align: 'left',
    min: 12,
    ideal: 19,
    max: 24,
    fromCols: 0,
    importance: 9,
    cut: 'end',
    ...byField('status'),
  },
  {
    id: 'restarts',
    title: 'RESTARTS',
    align: 'right',
    min: 8,
    ideal: 8,
    max: 15,
    fromCols: 0,
    importance: 5,
    cut: 'end',
    text: restartsText,
    shortText: shortRestarts,
    compare: (a, b) => a.restarts - b.restarts,
    differs: (a, b) => a.restarts !== b.restarts || a.lastRestartAt !== b.lastRestartAt,
  },
  {
    id: 'why',
    title: 'WHY',
    align: 'left',
    min: 14,
    ideal: 26,
    max: 80,
    fromCols: 110,
    importance: 4,
    cut: 'end',
    text: whyText,
    compare: (a, b) => compareText(a.why, b.why),
    differs: (a, b) => a.why !== b.why || a.whyAt !== b.whyAt || a.whySince !== b.whySince,
  },
  {
    id: 'age',
    title: 'AGE',
    align: 'left',
    min: 5,
    ideal: 5,
    max: 6,
    fromCols: 0,
    importance: 8,
    cut: 'end',
    text: ageText,
    compare: (a, b) => b.createdAt - a.createdAt,
    differs: (a, b) => a.createdAt !== b.createdAt,
  },
  {
    id: 'ip',
    title: 'IP',
    align: 'left',
    min: 11,
    ideal: 12,
    max: 39,
    fromCols: 110,
    importance: 2,
    cut: 'end',
    ...byField('ip'),
  },
  {
    id: 'node',
    title: 'NODE',
    align: 'left',
    min: 5,
    ideal: 8,
    max: 30,
    fromCols: 110,
    importance: 3,
    cut: 'middle',
    ...byField('node'),
  },
  {
    id: 'qos',
    title: 'QOS',
    align: 'left',
    min: 10,
    ideal: 10,
    max: 10,
    fromCols: 160,
    importance: 1,
    cut: 'end',
    ...byField('qos'),
  },
];

const readiness = ({ ready, total }: Pod): number => (total === 0 ? 0 : ready / total);

/** A column by its id, its title or `ns`; undefined when there is none. */
export function podColumn(name: string): PodColumn | undefined {
  const wanted = name.toLowerCase();
  return POD_COLUMNS.find(({ id }) => id === (wanted === 'ns' ? 'namespace' : wanted));
}

/** Bit i: column i of POD_COLUMNS reads differently for the two. */
export function changedColumns(a: Pod, b: Pod): number {
  let bits = 0;
  for (let column = 0; column < POD_COLUMNS.length; column++)
    if (POD_COLUMNS[column]?.differs(a, b)) bits |= 1 << column;
  return bits;
}

/** The bit of a column in `changedColumns`. */
export const columnBit = (id: PodColumnId): number => BITS[id];

const BITS = Object.fromEntries(POD_COLUMNS.map(({ id }, column) => [id, 1 << column])) as Readonly<
  Record<PodColumnId, number>
>;
