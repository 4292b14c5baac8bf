/** A rectangle of cells; x and y count from 0 at the top left. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly cols: number;
  readonly rows: number;
}

/** DECSCUSR shapes. */
export type CursorShape = 'block' | 'underline' | 'bar';

/** An interned style (styles.ts): colours and flags in one number; 0 is plain. */
export type StyleId = number;

/** Rows of cells. A wide character has its text in its first cell and '' in the second. A blank is ' '. */
export interface CellGrid {
  readonly cols: number;
  readonly rows: number;
  /** Row by row, `y * cols + x`. One base character and at most three marks a cell. */
  readonly text: string[];
  readonly style: Uint32Array;
}

/** Draws into one rectangle; coordinates are the rectangle's own, everything outside is clipped. */
export interface CellPen {
  readonly cols: number;
  readonly rows: number;
  /** Fills the whole rectangle with blanks. */
  clear(style?: StyleId): void;
  /** Fills a part with blanks of a style. */
  fill(x: number, y: number, cols: number, rows: number, style: StyleId): void;
  /**
   * Writes untrusted text from (x, y) in at most `limit` columns; returns the columns used. What does not fit is cut.
   * Control characters, escapes, bidi and zero-width characters never reach a cell (text/sanitise).
   */
  text(x: number, y: number, value: string, style: StyleId, limit?: number): number;
  /** Writes one cell as it is: for embedded terminals, whose emulator has already parsed the bytes. */
  cell(x: number, y: number, text: string, width: 1 | 2, style: StyleId): void;
  /** Changes the style of cells that are there, keeping their text. */
  restyle(x: number, y: number, cols: number, change: (style: StyleId) => StyleId): void;
}

/** A hot area that paints its own cells: pod table, trace list, logs, embedded terminals. */
export interface CellRegion {
  /** Told by the compositor when the rectangle appears, changes or goes (0x0); the pane's viewport follows. */
  placed(rect: Rect): void;
  /** Draws the whole rectangle, which is blank at first. Allocates nothing per cell; never emits bytes. */
  paint(pen: CellPen): void;
  /**
   * Rows the content moved up from the paint before to this one (negative: down); read right after `paint`. Lets the
   * encoder scroll instead of rewriting. A hint: what does not move (a head) is found out, a wrong one costs no bytes.
   */
  readonly scrolledRows: number;
  readonly cursor: { readonly x: number; readonly y: number; readonly shape: CursorShape } | undefined;
}
