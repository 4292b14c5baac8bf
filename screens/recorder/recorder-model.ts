import type { RecordingFile } from '../../src/recorder/index.ts';

/** What the list can be ordered by, in the order of its columns. */
export const ORDERS = ['when', 'name', 'length', 'size'] as const;
export type RecorderOrder = (typeof ORDERS)[number];

/** What the pane shows: the list, a recording in the whole window, the choices of an export, or an export. */
export type RecorderView = 'list' | 'player' | 'form' | 'export';

/** What a person has chosen on the recorder screen. What is in the folder is in the library. */
export interface RecorderModel {
  /** The selected recording: it stays selected wherever it moves. */
  readonly selectedPath: string | undefined;
  /** Its row when last seen: when the file goes, what comes to its place is selected. */
  readonly selectedIndex: number;
  readonly order: RecorderOrder;
  readonly isReversed: boolean;
  readonly filter: string;
  readonly marked: ReadonlySet<string>;
  readonly hasPreview: boolean;
  readonly view: RecorderView;
  /** Which of the two has the keys while the list is looked at. */
  readonly focus: 'list' | 'preview';
  /** Where one comes back to from a form or an export. */
  readonly behind: 'list' | 'player';
}

export type RecorderMessage =
  | { readonly type: 'select'; readonly path: string | undefined; readonly index: number }
  | { readonly type: 'filter'; readonly filter: string }
  | { readonly type: 'sortNext' }
  | { readonly type: 'sortBy'; readonly order: RecorderOrder }
  | { readonly type: 'reverse' }
  | { readonly type: 'mark'; readonly path: string }
  | { readonly type: 'unmarkAll' }
  | { readonly type: 'preview' }
  | { readonly type: 'focus'; readonly focus: 'list' | 'preview' }
  | { readonly type: 'view'; readonly view: RecorderView }
  | { readonly type: 'back' };

export const INITIAL_RECORDER: RecorderModel = {
  selectedPath: undefined,
  selectedIndex: 0,
  order: 'when',
  isReversed: false,
  filter: '',
  marked: new Set(),
  hasPreview: true,
  view: 'list',
  focus: 'list',
  behind: 'list',
};

export function updateRecorder(model: RecorderModel, message: RecorderMessage): RecorderModel {
  switch (message.type) {
    case 'select':
      if (model.selectedPath === message.path && model.selectedIndex === message.index) return model;
      return { ...model, selectedPath: message.path, selectedIndex: message.index };
    case 'filter':
      return { ...model, filter: message.filter };
    case 'sortNext':
      return {
        ...model,
        order: ORDERS[(ORDERS.indexOf(model.order) + 1) % ORDERS.length] ?? 'when',
        isReversed: false,
      };
    case 'sortBy':
      if (model.order === message.order) return { ...model, isReversed: !model.isReversed };
      return { ...model, order: message.order, isReversed: false };
    case 'reverse':
      return { ...model, isReversed: !model.isReversed };
    case 'mark':
      return { ...model, marked: toggled(model.marked, message.path) };
    case 'unmarkAll':
      return { ...model, marked: new Set() };
    case 'preview':
      return { ...model, hasPreview: !model.hasPreview, focus: 'list' };
    case 'focus':
      return model.focus === message.focus ? model : { ...model, focus: message.focus };
    case 'view':
      return { ...model, view: message.view, behind: baseOf(model) };
    case 'back':
      return backOf(model);
  }
}

const baseOf = ({ view, behind }: RecorderModel): 'list' | 'player' =>
  view === 'list' || view === 'player' ? view : behind;

/** From a form or an export to what is behind it, from player and preview to the list, then away with marks and filter. */
function backOf(model: RecorderModel): RecorderModel {
  if (model.view === 'form' || model.view === 'export') return { ...model, view: model.behind };
  if (model.view === 'player') return { ...model, view: 'list' };
  if (model.focus === 'preview') return { ...model, focus: 'list' };
  if (model.marked.size > 0) return { ...model, marked: new Set() };
  return model.filter === '' ? model : { ...model, filter: '' };
}

function toggled(marked: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(marked);
  if (!next.delete(path)) next.add(path);
  return next;
}

/** The files that fit the filter, in the chosen order. Newest, longest and largest come first; names from A on. */
export function shownFiles(files: readonly RecordingFile[], model: RecorderModel): readonly RecordingFile[] {
  const words = model.filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const fits = ({ name, header }: RecordingFile): boolean => {
    const text = `${name} ${header?.title ?? ''} ${header?.command ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const by = COMPARE[model.order];
  const sorted = files.filter(fits).sort((a, b) => by(a, b) || b.modifiedMs - a.modifiedMs);
  return model.isReversed ? sorted.reverse() : sorted;
}

const COMPARE: Readonly<Record<RecorderOrder, (a: RecordingFile, b: RecordingFile) => number>> = {
  when: (a, b) => b.modifiedMs - a.modifiedMs,
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  // What has no length that is known comes last.
  length: (a, b) => (b.seconds ?? -1) - (a.seconds ?? -1),
  size: (a, b) => b.bytes - a.bytes,
};
