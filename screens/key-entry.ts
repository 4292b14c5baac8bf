/** The panes of the program, one tab each. */
export type ScreenId = 'overview' | 'pods' | 'recorder' | 'shell';

/**
 * Where a key holds: everywhere, in lists, in text views, while an embedded terminal has the keyboard, or on one screen; of
 * the pods also in the view of their pipeline.
 * Of the recorder also: while one plays, in the player only, in the preview, on a recording, in a form, while an export runs
 * and when it has ended.
 */
export type Scope =
  | 'global'
  | 'list'
  | 'textView'
  | 'terminal'
  | ScreenId
  | 'pipeline'
  | 'playback'
  | 'player'
  | 'preview'
  | 'recording'
  | 'form'
  | 'exporting'
  | 'exported';

/** What is in front of a screen decides which scopes hold. */
export type PaneMode =
  | 'list'
  | 'text'
  | 'terminal'
  | 'pipeline'
  | 'player'
  | 'preview'
  | 'form'
  | 'exporting'
  | 'exported';

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
