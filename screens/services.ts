import type { Prompt } from './app-model.ts';
import type { Glyphs } from './glyphs.ts';
import type { ScreenId } from './key-entry.ts';
import type { Role, Theme, ThemeName } from './theme.ts';
import type { Dialog } from './ui/dialog.ts';
import type { PaletteItem } from './ui/palette.ts';

/** What the frame does for a pane. */
export interface Services {
  readonly glyphs: Glyphs;
  readonly isReadonly: boolean;
  theme(): Theme;
  setTheme(name: ThemeName): void;
  now(): number;
  size(): { readonly cols: number; readonly rows: number };
  /** A note in the last row but one; `danger` stays until a key is pressed. */
  toast(text: string, role?: Role): void;
  ask(dialog: Dialog): void;
  prompt(prompt: Prompt, text: string): void;
  pick(title: string, items: readonly PaletteItem[], onCancel?: () => void): void;
  /** Replaces the items of a choice with this title, if it is still open. */
  pickMore(title: string, items: readonly PaletteItem[]): void;
  closeOverlay(): void;
  /** Sends text to the clipboard of the terminal (OSC 52); `what` is named in the toast. */
  copy(text: string, what: string): void;
  goto(screen: ScreenId): void;
  /** Does an action as if its key had been pressed. */
  perform(action: string): void;
  /** The cells of a region are to be painted in the next frame. */
  invalidate(region: number): void;
  /** What the frame shows of a pane has changed: truth line, keys, attention. */
  refresh(): void;
}

/** The numbers of the regions, one for each place that paints cells. */
export const REGION = {
  podTable: 1,
  podLower: 2,
  podDetail: 3,
  overview: 4,
  shell: 5,
  recorderList: 6,
  recorderTitle: 7,
  recorderScreen: 8,
  recorderTrack: 9,
  recorderForm: 10,
  recorderFacts: 11,
  pipeline: 12,
  pipelineText: 13,
} as const;
