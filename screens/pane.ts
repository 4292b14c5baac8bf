import type { ComponentType } from 'react';
import type { TerminalInput } from '../src/terminal/index.ts';
import type { PaneMode, ScreenId } from './key-entry.ts';
import type { Line } from './ui/line.ts';
import type { PaletteItem } from './ui/palette.ts';

/**
 * One entry of routes.ts as the frame sees it. A pane owns its model and its regions; it names what its keys do and why a
 * key cannot be used now. It draws nothing but its body.
 */
export interface Pane {
  readonly id: ScreenId;
  /** Which keys hold: a list's, a text view's, those of a terminal that has the keyboard, ... */
  readonly mode: PaneMode;
  /** The parts of row 2: scope, what is seen, what is wrong, age, what was lost. The last ones go when room is short. */
  truth(now: number): readonly Line[];
  /** Its tab is marked: the screen wants to be looked at. */
  readonly attention: boolean;
  /** The view stands still while the data goes on arriving. */
  readonly isPaused: boolean;
  /** Does what a key means; false when the action is not the pane's. */
  perform(action: string): boolean;
  /** Why an action is impossible now; undefined when it is possible. */
  refusal(action: string): string | undefined;
  /** Input that comes before the keymap: a terminal with the keyboard takes it whole. True: taken. */
  takes?(input: TerminalInput): boolean;
  /** A click or wheel in one of the pane's regions; x and y within the region. */
  pointer?(event: PointerEvent): void;
  /** One step back; false when there is none. */
  back(): boolean;
  paletteItems(): readonly PaletteItem[];
  /** Told when the pane comes to the front or leaves it. */
  setVisible(isVisible: boolean): void;
  /** Changes when the body has to be laid out anew; '' where it never does. */
  readonly layout: string;
  /** The body between truth line and key bar. */
  readonly Body: ComponentType<BodySize>;
}

export interface PointerEvent {
  readonly action: 'press' | 'double' | 'wheel-up' | 'wheel-down';
  readonly region: number;
  readonly x: number;
  readonly y: number;
}

export interface BodySize {
  readonly cols: number;
  readonly rows: number;
}
