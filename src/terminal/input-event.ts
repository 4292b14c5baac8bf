/** What comes from the person: keys, mouse, pasted text, focus. */
export type TerminalInput = KeyInput | MouseInput | PasteInput | FocusInput;

export interface KeyInput {
  readonly kind: 'key';
  /**
   * Canonical name: `a` `A` `/` `Space` `Enter` `Escape` `Tab` `Backspace` `Delete` `Insert` `Up` `Down` `Left` `Right`
   * `Home` `End` `PageUp` `PageDown` `F1`..., modifiers before it in the order `Ctrl-` `Alt-` `Shift-`. With `Ctrl-` the
   * letter is a capital.
   */
  readonly key: string;
  /** What a prompt inserts; '' for none. */
  readonly text: string;
  /** As it came, for embedded terminals. */
  readonly bytes: Uint8Array;
}

export interface MouseInput {
  readonly kind: 'mouse';
  readonly action: 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down';
  readonly button: 'left' | 'middle' | 'right' | 'none';
  /** Column and row, from 0. */
  readonly x: number;
  readonly y: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

export interface PasteInput {
  readonly kind: 'paste';
  /** As it came; `pasteForPrompt` and `pasteForPty` make it safe. */
  readonly text: string;
}

export interface FocusInput {
  readonly kind: 'focus';
  readonly focused: boolean;
}

/** What the terminal itself answers; never reaches a pane. */
export type TerminalReply =
  | { readonly kind: 'reply'; readonly reply: 'status' }
  | { readonly kind: 'reply'; readonly reply: 'background'; readonly color: string }
  | { readonly kind: 'reply'; readonly reply: 'other' };

export type DecodedInput = TerminalInput | TerminalReply;
