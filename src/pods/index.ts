export { type Pod, podFromWire, podKey, podProjection } from './pod.ts';
export {
  ageText,
  POD_COLUMNS,
  type PodColumn,
  type PodColumnId,
  podColumn,
  restartsText,
  whyText,
} from './pod-columns.ts';
export { type DetailLine, type DetailSection, type PodDocuments, podDetail, podSummary } from './pod-detail.ts';
export { PodDetailSession, type PodDetailState } from './pod-detail-session.ts';
export { EVERY_POD, type PodFilter, type PodFilterError, parsePodFilter } from './pod-filter.ts';
export { COLUMN_GAP, type PlacedColumn, placeColumns } from './pod-layout.ts';
export { needsLook, roleAt, type StatusRole } from './pod-look.ts';
export { comparePods, DEFAULT_ORDER, type PodOrder, parseOrder } from './pod-order.ts';
export { type PodRow, podRow } from './pod-row.ts';
export { freezeRows, type PodRows } from './pod-rows.ts';
export type { WirePod } from './pod-schema.ts';
export { type PodChange, PodSession, type PodSessionOptions, type PodSnapshot } from './pod-session.ts';
export { type PodScope, podListerWatchers } from './pod-source.ts';
export { PodTable } from './pod-table.ts';
