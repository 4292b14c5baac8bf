import type { ScreenId } from './key-entry.ts';
import type { ThemeName } from './theme.ts';
import type { Dialog } from './ui/dialog.ts';
import type { PaletteItem } from './ui/palette.ts';
import { type PromptText, promptText } from './ui/prompt-model.ts';
import type { Toast } from './ui/toast.ts';

/** A question typed into the last row but one. */
export interface Prompt {
  readonly title: string;
  /** Called at every change; the answer is a note beside the text, bad when it cannot be used. */
  readonly onChange: (text: string) => { readonly note: string; readonly isBad: boolean } | undefined;
  readonly onDone: (text: string) => void;
  readonly onCancel: () => void;
}

/** What stands over the panes and takes all keys. */
export type Overlay =
  | { readonly kind: 'dialog'; readonly dialog: Dialog }
  | {
      readonly kind: 'help';
      readonly query: PromptText;
      readonly isSearching: boolean;
      readonly selected: number;
      readonly start: number;
    }
  | {
      readonly kind: 'palette';
      readonly title: string;
      readonly items: readonly PaletteItem[];
      readonly query: PromptText;
      readonly selected: number;
      readonly start: number;
      readonly onCancel: () => void;
    }
  | {
      readonly kind: 'prompt';
      readonly prompt: Prompt;
      readonly text: PromptText;
      readonly note: string | undefined;
      readonly isBad: boolean;
    };

/** What belongs to the program and not to one pane. */
export interface AppModel {
  readonly screen: ScreenId;
  readonly overlay: Overlay | undefined;
  readonly toast: Toast | undefined;
  readonly theme: ThemeName;
  /** Labels of palette items, the last used first. */
  readonly lately: readonly string[];
}

export type AppMessage =
  | { readonly type: 'screen'; readonly screen: ScreenId }
  | { readonly type: 'overlay'; readonly overlay: Overlay | undefined }
  | { readonly type: 'toast'; readonly toast: Toast | undefined }
  | { readonly type: 'theme'; readonly theme: ThemeName }
  | { readonly type: 'used'; readonly label: string }
  | { readonly type: 'key' }
  | { readonly type: 'tick'; readonly now: number };

/** How many palette items are remembered. */
const REMEMBERED = 5;

export function updateApp(model: AppModel, message: AppMessage): AppModel {
  switch (message.type) {
    case 'screen':
      return { ...model, screen: message.screen, overlay: undefined };
    case 'overlay':
      return { ...model, overlay: message.overlay };
    case 'toast':
      return { ...model, toast: message.toast };
    case 'theme':
      return { ...model, theme: message.theme };
    case 'used':
      return {
        ...model,
        lately: [message.label, ...model.lately.filter((label) => label !== message.label)].slice(0, REMEMBERED),
      };
    case 'key':
      // An error has been read when a key is pressed.
      return model.toast !== undefined && model.toast.until === undefined ? { ...model, toast: undefined } : model;
    case 'tick':
      return model.toast?.until !== undefined && model.toast.until <= message.now
        ? { ...model, toast: undefined }
        : model;
  }
}

export const helpOverlay = (): Overlay => ({
  kind: 'help',
  query: promptText(''),
  isSearching: false,
  selected: 1,
  start: 0,
});

export const paletteOverlay = (
  title: string,
  items: readonly PaletteItem[],
  onCancel: () => void = () => {},
): Overlay => ({
  kind: 'palette',
  title,
  items,
  query: promptText(''),
  selected: 0,
  start: 0,
  onCancel,
});

export function promptOverlay(prompt: Prompt, text: string): Overlay {
  const note = prompt.onChange(text);
  return { kind: 'prompt', prompt, text: promptText(text), note: note?.note, isBad: note?.isBad ?? false };
}
