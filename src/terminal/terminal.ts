import type { Cancel } from '../flow/index.ts';
import type { CellGrid, CellPen, CellRegion } from './cell-region.ts';
import type { ChromeInput, ChromeOutput } from './chrome-stream.ts';
import type { ColorDepth } from './color.ts';
import type { Cursor } from './encoder.ts';
import type { Grid } from './grid.ts';
import type { TerminalInput } from './input-event.ts';
import type { Scroll } from './scroll.ts';

/** What a tap gets. `grid` is the compositor's own: read it in the call, do not keep or change it. */
export interface TapFrame {
  readonly grid: CellGrid;
  /** Rows that changed since this tap's last frame, ascending; all of them in its first and after a resize. */
  readonly changedRows: readonly number[];
  /** What scrolled since then, for `encodeDifference`. */
  readonly scrolls: readonly Scroll[];
  readonly cursor: Cursor | undefined;
  /** The clock's milliseconds. */
  readonly at: number;
}

export interface Tap {
  /** At most so many frames a second; none while nothing changes. */
  readonly fps: number;
  frame(frame: TapFrame): void;
}

export interface LinkStatus {
  /** Frames a second that are tried now. */
  readonly fps: number;
  readonly bytesPerSecond: number;
  readonly totalBytes: number;
  readonly frames: number;
  /** How long the last bytes took to be read by the terminal; undefined where it does not say. */
  readonly fenceMs: number | undefined;
  /** The link has lowered the rate. */
  readonly reduced: boolean;
}

/**
 * The tty: the only one who writes to it and reads from it. Regions and chrome say what is wanted, the terminal shows the
 * newest state when the link can take it.
 */
export interface Terminal {
  readonly cols: number;
  readonly rows: number;
  readonly depth: ColorDepth;
  readonly isRemote: boolean;
  /** By one question (OSC 11); dark when there is no answer within 100 ms. */
  readonly background: Promise<'dark' | 'light'>;
  /** Ink's stdout; to be used with `debug: true`. */
  readonly chrome: ChromeOutput;
  /** Ink's stdin, always silent. */
  readonly chromeInput: ChromeInput;
  /** Chrome painted without Ink, until Ink's first frame replaces it by difference. Painted again after a resize. */
  paintChrome(paint: (pen: CellPen) => void): void;
  /** The cursor of a prompt in the chrome; a focused region's cursor goes before it. */
  setCursor(cursor: Cursor | undefined): void;
  addRegion(id: number, region: CellRegion): Cancel;
  /** A region (or each) wants to paint at the next frame. */
  invalidate(id?: number): void;
  /** Composes and writes now: the echo of a key may overdraw the budget. */
  flush(): void;
  /** The region seen at a cell, and the place within it: the hit test of the mouse. */
  regionAt(x: number, y: number): { id: number; x: number; y: number } | undefined;
  /** What comes before the first listener is kept for it. */
  onInput(listener: (event: TerminalInput) => void): Cancel;
  onResize(listener: (cols: number, rows: number) => void): Cancel;
  /** Called once, before the screen is given back, on every way out but kill -9: end the ptys here. Synchronous. */
  onClose(listener: () => void): Cancel;
  /** Called when a signal will end the process; what it returns is waited for, at most 100 ms. */
  onSignal(listener: (signal: NodeJS.Signals) => void | Promise<void>): Cancel;
  /** Ending it hands out what has changed since the last frame. */
  tap(tap: Tap): Cancel;
  /** Sends a text to the clipboard of the person's terminal (OSC 52); whether it arrives is not known. */
  copy(text: string): { bytes: number; truncated: boolean };
  setTitle(text: string): void;
  /** Writes the whole screen again. */
  repaint(): void;
  /** Gives the screen back and stops the process until SIGCONT. False: nobody could continue it, nothing was done. */
  suspend(): boolean;
  /** Gives the screen to a child process with inherited stdio, and takes it back when `run` has settled. */
  lend<T>(run: () => Promise<T>): Promise<T>;
  status(): LinkStatus;
  /** A copy of the wanted grid, painted now. */
  snapshot(): Grid;
  /** The way out of a bug: restores, prints the error and exits with 70. */
  fail(cause: unknown): never;
  /** Restores the terminal. Idempotent; nothing is shown afterwards. */
  close(): void;
}
