import type { TerminalInput } from '../src/terminal/index.ts';
import type { AppMessage, Overlay } from './app-model.ts';
import type { KeyEntry } from './key-entry.ts';
import { helpRows } from './ui/help.ts';
import { moveIndex } from './ui/list-window.ts';
import { type PaletteItem, paletteRows } from './ui/palette.ts';
import { editPrompt, promptText } from './ui/prompt-model.ts';

/** What an overlay needs of the frame to answer a key. */
export interface OverlayHost {
  readonly entries: readonly KeyEntry[];
  readonly lately: readonly string[];
  readonly page: number;
  dispatch(message: AppMessage): void;
  perform(action: string): void;
  toast(text: string): void;
}

type KeyInput = TerminalInput & { kind: 'key' | 'paste' };

/** Gives a key or a paste to the overlay; overlays take every key. */
export function overlayKey(overlay: Overlay, input: KeyInput, host: OverlayHost): void {
  switch (overlay.kind) {
    case 'dialog':
      return dialogKey(overlay, input, host);
    case 'prompt':
      return promptKey(overlay, input, host);
    case 'palette':
      return paletteKey(overlay, input, host);
    case 'help':
      return helpKey(overlay, input, host);
  }
}

const close = (host: OverlayHost): void => host.dispatch({ type: 'overlay', overlay: undefined });

function dialogKey({ dialog }: Overlay & { kind: 'dialog' }, input: KeyInput, host: OverlayHost): void {
  if (input.kind !== 'key') return;
  const choice = dialog.choices.find(({ keys }) => keys.includes(input.key));
  if (choice === undefined) return;
  close(host);
  choice.run();
}

function promptKey(overlay: Overlay & { kind: 'prompt' }, input: KeyInput, host: OverlayHost): void {
  const { prompt, text } = overlay;
  if (input.kind === 'key' && input.key === 'Enter') {
    if (overlay.isBad) return;
    close(host);
    prompt.onDone(text.text);
    return;
  }
  if (input.kind === 'key' && input.key === 'Escape') {
    close(host);
    prompt.onCancel();
    return;
  }
  const next = editPrompt(text, input);
  if (next === undefined) return;
  const note = next.text === text.text ? undefined : prompt.onChange(next.text);
  const kept =
    next.text === text.text
      ? { note: overlay.note, isBad: overlay.isBad }
      : { note: note?.note, isBad: note?.isBad ?? false };
  host.dispatch({ type: 'overlay', overlay: { ...overlay, text: next, ...kept } });
}

/** Keys that move in a list under a text field: letters belong to the text. */
const FIELD_MOVES: Readonly<Record<string, string>> = {
  Down: 'list.down',
  Up: 'list.up',
  'Ctrl-N': 'list.down',
  'Ctrl-P': 'list.up',
  PageDown: 'list.pageDown',
  PageUp: 'list.pageUp',
  Tab: 'list.down',
  'Shift-Tab': 'list.up',
};

function paletteKey(overlay: Overlay & { kind: 'palette' }, input: KeyInput, host: OverlayHost): void {
  const found = paletteRows(overlay.items, overlay.query.text, host.lately);
  if (input.kind === 'key' && input.key === 'Escape') {
    close(host);
    overlay.onCancel();
    return;
  }
  if (input.kind === 'key' && input.key === 'Enter') {
    choosePaletteItem(found[overlay.selected]?.item, host);
    return;
  }
  const move = input.kind === 'key' ? FIELD_MOVES[input.key] : undefined;
  if (move !== undefined) {
    selectPaletteRow(
      overlay,
      moveIndex(move, { index: overlay.selected, count: found.length, page: host.page }) ?? 0,
      host,
    );
    return;
  }
  const query = editPrompt(overlay.query, input);
  if (query === undefined) return;
  host.dispatch({ type: 'overlay', overlay: { ...overlay, query, selected: 0, start: 0 } });
  paletteRows(overlay.items, query.text, host.lately)[0]?.item.preview?.();
}

/** Selects a row and previews it. */
export function selectPaletteRow(overlay: Overlay & { kind: 'palette' }, selected: number, host: OverlayHost): void {
  host.dispatch({ type: 'overlay', overlay: { ...overlay, selected } });
  paletteRows(overlay.items, overlay.query.text, host.lately)[selected]?.item.preview?.();
}

/** Does what an item says, or says why not. */
export function choosePaletteItem(item: PaletteItem | undefined, host: OverlayHost): void {
  if (item === undefined) return;
  if (item.refusal !== undefined) return host.toast(item.refusal);
  close(host);
  host.dispatch({ type: 'used', label: item.label });
  item.run();
}

const HELP_MOVES: Readonly<Record<string, string>> = {
  ...FIELD_MOVES,
  j: 'list.down',
  k: 'list.up',
  g: 'list.first',
  G: 'list.last',
  Home: 'list.first',
  End: 'list.last',
};

function helpKey(overlay: Overlay & { kind: 'help' }, input: KeyInput, host: OverlayHost): void {
  const key = input.kind === 'key' ? input.key : '';
  if (key === 'Escape' || (!overlay.isSearching && (key === 'q' || key === '?'))) {
    if (overlay.query.text === '' && !overlay.isSearching) return close(host);
    host.dispatch({
      type: 'overlay',
      overlay: { ...overlay, query: promptText(''), isSearching: false, selected: 1, start: 0 },
    });
    return;
  }
  if (key === 'Enter') return pressHelpRow(overlay, host);
  const moves = overlay.isSearching ? FIELD_MOVES : HELP_MOVES;
  const move = moves[key];
  if (move !== undefined) return moveHelp(overlay, move, host);
  if (!overlay.isSearching) {
    if (key === '/') host.dispatch({ type: 'overlay', overlay: { ...overlay, isSearching: true } });
    return;
  }
  const query = editPrompt(overlay.query, input);
  if (query !== undefined) host.dispatch({ type: 'overlay', overlay: { ...overlay, query, selected: 1, start: 0 } });
}

function moveHelp(overlay: Overlay & { kind: 'help' }, move: string, host: OverlayHost): void {
  const found = helpRows(host.entries, overlay.query.text);
  const step = move === 'list.up' || move === 'list.pageUp' || move === 'list.last' ? -1 : 1;
  let selected = moveIndex(move, { index: overlay.selected, count: found.length, page: host.page }) ?? 0;
  // Titles are passed over, in the direction of the move; at the edge in the other one.
  if (found[selected]?.kind === 'title') selected += found[selected + step] === undefined ? -step : step;
  host.dispatch({ type: 'overlay', overlay: { ...overlay, selected } });
}

/** Enter on a key of the help presses it. */
export function pressHelpRow(overlay: Overlay & { kind: 'help' }, host: OverlayHost): void {
  const row = helpRows(host.entries, overlay.query.text)[overlay.selected];
  if (row?.kind !== 'key') return;
  close(host);
  host.perform(row.entry.action);
}
