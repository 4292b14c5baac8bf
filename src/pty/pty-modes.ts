/** What the program asked to be told about the mouse: nothing, presses, presses and releases, drags, every move. */
export type MouseTracking = 'none' | 'x10' | 'vt200' | 'drag' | 'any';

/** Modes of an embedded terminal that change what is sent to its program. */
export interface PtyModes {
  readonly applicationCursor: boolean;
  readonly applicationKeypad: boolean;
  readonly bracketedPaste: boolean;
  readonly focusEvents: boolean;
  readonly alternateScreen: boolean;
  readonly mouse: MouseTracking;
  readonly mouseEncoding: 'default' | 'sgr';
}

export interface ScreenCursor {
  readonly x: number;
  readonly y: number;
  readonly shape: 'block' | 'underline' | 'bar';
  readonly isVisible: boolean;
}
