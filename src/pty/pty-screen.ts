import type { Terminal } from '@xterm/headless';
import type { Clock } from '../flow/index.ts';
import { emptyCell, readCell, type ScreenCell } from './cell.ts';
import {
  coreOf,
  createEmulator,
  type EmulatorCell,
  type EmulatorLine,
  isAtGround,
  lineAt,
  setWidths,
  takeScrollback,
} from './emulator.ts';
import { type LossWatcher, watchLosses } from './loss-watch.ts';
import type { MouseTracking, PtyModes, ScreenCursor } from './pty-modes.ts';
import { snapshotOf } from './pty-screen-snapshot.ts';
import { ScreenFeed } from './screen-feed.ts';
import { screenReset } from './screen-reset.ts';
import { clampWinsize, type Winsize } from './winsize.ts';

export interface PtyScreenOptions extends Winsize {
  readonly clock: Clock;
  /** Rows kept above the screen; 0 for recordings, which then behave as a real terminal's screen does. */
  readonly scrollback?: number;
  /**
   * Gets the emulator's answers to queries (what is this terminal, where is the cursor). Only a live session has one:
   * the answers of a recording are thrown away.
   */
  readonly answer?: (data: string) => void;
}

/** Enough to scroll back through a build's output, about 8 MB at 120 columns. */
const SCROLLBACK_ROWS = 5000;

/**
 * The screen of an embedded terminal: bytes in, cells out. Nothing it is fed reaches the real terminal as it is. A
 * write is parsed later, in slices; `parsed` says when. Rows count from 0 at the top of what is shown.
 */
export class PtyScreen {
  readonly #terminal: Terminal;
  readonly #feed: ScreenFeed;
  readonly #cell = emptyCell();
  readonly #changeListeners = new Set<() => void>();
  readonly #bellListeners = new Set<() => void>();
  #title = '';
  #dirtyFrom = 0;
  #dirtyTo: number;
  #isDisposed = false;

  constructor(options: PtyScreenOptions) {
    const { cols, rows } = clampWinsize(options.cols, options.rows);
    this.#terminal = createEmulator({ cols, rows, scrollback: options.scrollback ?? SCROLLBACK_ROWS });
    this.#feed = new ScreenFeed(this.#terminal, options.clock);
    this.#dirtyTo = rows - 1;
    if (options.answer !== undefined) this.#terminal.onData(options.answer);
    this.#terminal.onTitleChange((title) => {
      this.#title = title;
    });
    this.#terminal.onBell(() => {
      for (const listener of this.#bellListeners) listener();
    });
    coreOf(this.#terminal)._inputHandler.onRequestRefreshRows((range) => this.#touch(range?.start, range?.end));
    this.#terminal.onScroll(() => this.#touch());
    this.#terminal.onWriteParsed(() => this.#changed());
  }

  get cols(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** What the program called its window. Untrusted text. */
  get title(): string {
    return this.#title;
  }

  /** Bytes (or characters) that were written and are not parsed yet. */
  get pending(): number {
    return this.#feed.pending;
  }

  /** False in the middle of an escape sequence: a snapshot taken now would tear it. */
  get isAtGround(): boolean {
    return isAtGround(this.#terminal);
  }

  get cursor(): ScreenCursor {
    const buffer = this.#terminal.buffer.active;
    const { isCursorHidden, decPrivateModes } = coreOf(this.#terminal).coreService;
    const y = buffer.cursorY + (buffer.baseY - buffer.viewportY);
    return {
      // Behind the last column a wrap is due; the cursor is shown on that column.
      x: Math.min(buffer.cursorX, this.cols - 1),
      y,
      shape: decPrivateModes.cursorStyle ?? 'block',
      isVisible: !isCursorHidden && y < this.rows,
    };
  }

  get modes(): PtyModes {
    const { coreService, coreMouseService } = coreOf(this.#terminal);
    const modes = coreService.decPrivateModes;
    return {
      applicationCursor: modes.applicationCursorKeys,
      applicationKeypad: modes.applicationKeypad,
      bracketedPaste: modes.bracketedPasteMode,
      focusEvents: modes.sendFocus,
      alternateScreen: this.#terminal.buffer.active.type === 'alternate',
      mouse: coreMouseService.activeProtocol.toLowerCase() as MouseTracking,
      mouseEncoding: coreMouseService.activeEncoding === 'DEFAULT' ? 'default' : 'sgr',
    };
  }

  /** Takes bytes or text in the order of the stream; `parsed` is called when the emulator has dealt with it. */
  write(data: Uint8Array | string, parsed?: () => void): void {
    if (!this.#isDisposed) this.#feed.write(data, parsed);
  }

  /** Resolves when everything written so far is parsed. */
  whenParsed(): Promise<void> {
    return new Promise((resolve) => this.#feed.write('', resolve));
  }

  /** Takes effect at once: what was written before and is not parsed yet is laid out in the new size. */
  resize(cols: number, rows: number): void {
    const size = clampWinsize(cols, rows);
    if (size.cols === this.cols && size.rows === this.rows) return;
    // The emulator holds at least two columns; a row of one is cut when it is read.
    this.#terminal.resize(size.cols, size.rows);
    this.#touch();
    this.#changed();
  }

  /** Visits the cells of a row from left to right; the cell is the same object each time. */
  readRow(y: number, visit: (x: number, cell: ScreenCell) => void): void {
    const buffer = this.#terminal.buffer.active;
    const line = buffer.getLine(buffer.viewportY + y);
    const reused = buffer.getNullCell();
    for (let x = 0; x < this.cols; x++) {
      const cell = line?.getCell(x, reused);
      if (cell !== undefined) visit(x, readCell(cell as EmulatorCell, this.#cell));
    }
  }

  forEachCell(visit: (x: number, y: number, cell: ScreenCell) => void): void {
    for (let y = 0; y < this.rows; y++) this.readRow(y, (x, cell) => visit(x, y, cell));
  }

  /** Visits the text of every cell that is kept, of the screen and of the one behind a full-screen program. */
  forEachKeptText(visit: (text: string) => void): void {
    const { normal, alternate } = this.#terminal.buffer;
    for (const buffer of [normal, alternate]) {
      const reused = buffer.getNullCell();
      for (let y = 0; y < buffer.length; y++) {
        const line = buffer.getLine(y);
        for (let x = 0; x < this.cols; x++) visit(line?.getCell(x, reused)?.getChars() ?? '');
      }
    }
  }

  /** The text of a row without trailing blanks. */
  rowText(y: number): string {
    const buffer = this.#terminal.buffer.active;
    return buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '';
  }

  /** True when a row continues the one above: the text was wrapped there. */
  isWrapped(y: number): boolean {
    const buffer = this.#terminal.buffer.active;
    return buffer.getLine(buffer.viewportY + y)?.isWrapped ?? false;
  }

  /**
   * Takes the rows that have left the screen at its top, oldest first and with their trailing blanks; `isWrapped` as for
   * rows of the screen. What scrolls off a full-screen program's own screen is not among them.
   */
  takeScrolledOff(): { readonly text: string; readonly isWrapped: boolean }[] {
    return takeScrollback(this.#terminal);
  }

  /** Rows that can be scrolled back, and how many of them are scrolled now. */
  get scroll(): { readonly rows: number; readonly offset: number } {
    const buffer = this.#terminal.buffer.active;
    return { rows: buffer.baseY, offset: buffer.baseY - buffer.viewportY };
  }

  /** Scrolls the view: negative is back in time. New output keeps the view where it is until it is at the end. */
  scrollBy(rows: number): void {
    this.#terminal.scrollLines(rows);
    this.#touch();
  }

  scrollToEnd(): void {
    this.#terminal.scrollToBottom();
    this.#touch();
  }

  /** The rows that may look different since the last call, both included; undefined: none. */
  takeDirty(): { readonly from: number; readonly to: number } | undefined {
    if (this.#dirtyFrom > this.#dirtyTo) return undefined;
    const dirty = { from: Math.max(0, this.#dirtyFrom), to: Math.min(this.rows - 1, this.#dirtyTo) };
    this.#dirtyFrom = Number.POSITIVE_INFINITY;
    this.#dirtyTo = -1;
    return dirty;
  }

  /** For text in which code points stand for others: their columns. To be called before anything is written. */
  setWidths(widthOf: (code: number) => 0 | 1 | 2): void {
    setWidths(this.#terminal, widthOf);
  }

  /** Tells a watcher, while text is parsed, what is about to be lost. There is one for the life of the screen. */
  watchLosses(watcher: LossWatcher): void {
    watchLosses(this.#terminal, watcher);
  }

  /** The object of a row, by which a watcher knows it. */
  lineAt(y: number): EmulatorLine | undefined {
    return lineAt(this.#terminal, y);
  }

  /** Called after each slice of parsing that may have changed something. Returns what stops it. */
  onChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  onBell(listener: () => void): () => void {
    this.#bellListeners.add(listener);
    return () => this.#bellListeners.delete(listener);
  }

  /**
   * Bytes that draw this screen on a fresh terminal and leave it in the same state; with `reset` on one in any state.
   * Take it when `isAtGround`.
   */
  snapshot(options: { readonly reset?: boolean } = {}): string {
    return (options.reset ? screenReset(this.cols) : '') + snapshotOf(this.#terminal, this.#title);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#changeListeners.clear();
    this.#bellListeners.clear();
    this.#terminal.dispose();
  }

  #touch(from = 0, to: number = this.rows - 1): void {
    this.#dirtyFrom = Math.min(this.#dirtyFrom, from);
    this.#dirtyTo = Math.max(this.#dirtyTo, to);
  }

  #changed(): void {
    for (const listener of this.#changeListeners) listener();
  }
}
