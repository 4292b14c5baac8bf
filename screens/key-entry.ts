/** The panes of the program, one tab each. */
export type ScreenId = 'overview' | 'pods' | 'shell';

/** Where a key holds: everywhere, in lists, in text views, while an embedded terminal has the keyboard, or on one screen. */
export type Scope = 'global' | 'list' | 'textView' | 'terminal' | ScreenId;

/** One row of the key table: key bar, help screen, mouse on the key bar and the README are made from these. */
export interface KeyEntry {
  readonly scope: Scope;
  /** Names as the terminal layer gives them: `Enter`, `j`, `Ctrl-L`. */
  readonly keys: readonly string[];
  /** As a person reads it: `↑↓ j k`. */
  readonly shown: string;
  readonly action: string;
  /** The word in the key bar; without one the key is in the help only. */
  readonly bar?: string;
  readonly help: string;
}
