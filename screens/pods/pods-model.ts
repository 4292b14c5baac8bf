import { DEFAULT_ORDER, EVERY_POD, POD_COLUMNS, type PodFilter, type PodOrder } from '../../src/pods/index.ts';

/** What a person has chosen on the pods screen. What the cluster says is in the session. */
export interface PodsModel {
  /** The selected pod: it stays selected wherever it moves. */
  readonly selectedKey: string | undefined;
  /** Its row when last seen: when the pod goes, what comes to its place is selected. */
  readonly selectedIndex: number;
  readonly order: PodOrder;
  readonly filter: PodFilter;
  readonly faultsOnly: boolean;
  readonly hasLowerPane: boolean;
  /** The pod whose detail covers the list. */
  readonly openKey: string | undefined;
  readonly isPaused: boolean;
}

export type PodsMessage =
  | { readonly type: 'select'; readonly key: string | undefined; readonly index: number }
  | { readonly type: 'filter'; readonly filter: PodFilter }
  | { readonly type: 'faults' }
  | { readonly type: 'sortNext' }
  | { readonly type: 'sortBy'; readonly order: PodOrder }
  | { readonly type: 'reverse' }
  | { readonly type: 'lower' }
  | { readonly type: 'open'; readonly key: string }
  | { readonly type: 'close' }
  | { readonly type: 'pause' };

export const INITIAL_PODS: PodsModel = {
  selectedKey: undefined,
  selectedIndex: 0,
  order: DEFAULT_ORDER,
  filter: EVERY_POD,
  faultsOnly: false,
  hasLowerPane: true,
  openKey: undefined,
  isPaused: false,
};

export function updatePods(model: PodsModel, message: PodsMessage): PodsModel {
  switch (message.type) {
    case 'select':
      if (model.selectedKey === message.key && model.selectedIndex === message.index) return model;
      return { ...model, selectedKey: message.key, selectedIndex: message.index };
    case 'filter':
      return { ...model, filter: message.filter };
    case 'faults':
      return { ...model, faultsOnly: !model.faultsOnly };
    case 'sortNext':
      return { ...model, order: nextOrder(model.order) };
    case 'sortBy':
      return { ...model, order: message.order };
    case 'reverse':
      return { ...model, order: { ...model.order, reverse: !model.order.reverse } };
    case 'lower':
      return { ...model, hasLowerPane: !model.hasLowerPane };
    case 'open':
      return { ...model, openKey: message.key };
    case 'close':
      return { ...model, openKey: undefined };
    case 'pause':
      return { ...model, isPaused: !model.isPaused };
  }
}

/** What needs a look first, then each column in its order on screen, then round again. */
function nextOrder({ by }: PodOrder): PodOrder {
  const cycle = ['look', ...POD_COLUMNS.map(({ id }) => id)] as const;
  const next = cycle[(cycle.indexOf(by) + 1) % cycle.length] ?? 'look';
  return { by: next, reverse: false };
}
