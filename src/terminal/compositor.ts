import type { CellPen, CellRegion, Rect, StyleId } from './cell-region.ts';
import type { Cursor } from './encoder.ts';
import { FrameParser } from './frame-parser.ts';
import { Grid } from './grid.ts';
import { type Ownership, readOwnership } from './ownership.ts';
import { RegionSlot } from './region-slot.ts';
import type { Scroll } from './scroll.ts';
import { CHROME, OVERLAY, withoutBackground } from './sentinel.ts';
import { PLAIN } from './styles.ts';

const BLANK = ' ';

/**
 * Puts chrome and regions together into the wanted grid. Knows nothing of terminals and bytes: it says which rows have
 * changed (`stampOf`) and what has scrolled, and whoever shows them asks.
 *
 * Invariant: after `paint` the wanted grid is the chrome's cells, and in each cell that the chrome marks as a region's,
 * that region's cell.
 */
export class Compositor {
  #chrome: Grid;
  #parser: FrameParser;
  #wanted: Grid;
  #ownership: Ownership;
  #stamps: Float64Array;
  #stamp = 1;
  #chromeCursor: Cursor | undefined;
  readonly #slots = new Map<number, RegionSlot>();
  readonly #dirtyRows = new Set<number>();
  readonly #onScroll: (scroll: Scroll) => void;

  constructor(size: { cols: number; rows: number }, onScroll: (scroll: Scroll) => void) {
    this.#onScroll = onScroll;
    this.#chrome = new Grid(size.cols, size.rows);
    this.#parser = new FrameParser(this.#chrome);
    this.#wanted = new Grid(size.cols, size.rows);
    this.#ownership = readOwnership(this.#chrome);
    this.#stamps = new Float64Array(size.rows).fill(1);
  }

  /** The grid as painted last. Not to be written to. */
  get wanted(): Grid {
    return this.#wanted;
  }

  /** Grows with every change of a row of the wanted grid. */
  get stamp(): number {
    return this.#stamp;
  }

  /** The stamp of the last change of a row. */
  stampOf(y: number): number {
    return this.#stamps[y] as number;
  }

  /**
   * Everything is blank until the next chrome frame. Regions are told nothing before it: an embedded terminal should see
   * one new size, not the old layout cut off and then the new one.
   */
  resize(cols: number, rows: number): void {
    this.#chrome = new Grid(cols, rows);
    this.#parser = new FrameParser(this.#chrome);
    this.#wanted = new Grid(cols, rows);
    this.#ownership = readOwnership(this.#chrome);
    this.#stamps = new Float64Array(rows).fill(++this.#stamp);
    for (const slot of this.#slots.values()) slot.forget();
    this.#allDirty();
  }

  /** One frame of Ink. */
  chromeFrame(frame: string): void {
    let changed = false;
    this.#parser.parse(frame, (y) => {
      changed = true;
      this.#dirtyRows.add(y);
    });
    if (changed) this.#takeChrome();
  }

  /** Chrome without Ink, painted cell by cell. */
  paintChrome(paint: (pen: CellPen) => void): void {
    this.#chrome.clear();
    // The parser must not think that its rows are still there.
    this.#parser = new FrameParser(this.#chrome);
    paint(this.#chrome.pen());
    this.#takeChrome();
    this.#allDirty();
  }

  /** The cursor of a prompt in the chrome; a region's cursor goes before it. */
  set chromeCursor(cursor: Cursor | undefined) {
    this.#chromeCursor = cursor;
  }

  addRegion(id: number, region: CellRegion): () => void {
    const slot = new RegionSlot(region);
    // The newest stands last, so its cursor wins.
    this.#slots.delete(id);
    this.#slots.set(id, slot);
    this.#place(id, slot);
    return () => {
      if (this.#slots.get(id) !== slot) return;
      this.#slots.delete(id);
      this.#markRows(slot.rect);
    };
  }

  invalidate(id?: number): void {
    if (id === undefined) for (const slot of this.#slots.values()) slot.isDirty = true;
    else {
      const slot = this.#slots.get(id);
      if (slot !== undefined) slot.isDirty = true;
    }
  }

  /** Lets dirty regions paint and brings the wanted grid up to date. */
  paint(): void {
    for (const slot of this.#slots.values()) {
      if (!slot.isDirty || slot.rect.cols === 0) continue;
      const moved = slot.paint();
      this.#markRows(slot.rect);
      if (
        moved !== 0 &&
        slot.rect.x === 0 &&
        slot.rect.cols === this.#wanted.cols &&
        Math.abs(moved) < slot.rect.rows
      ) {
        this.#onScroll({ top: slot.rect.y, bottom: slot.rect.y + slot.rect.rows - 1, count: moved });
      }
    }
    for (const y of this.#dirtyRows) this.#composeRow(y);
    this.#dirtyRows.clear();
  }

  /** Where the cursor stands: in the newest region that has one at a cell not hidden, else in the chrome. */
  cursor(): Cursor | undefined {
    let found = this.#chromeCursor;
    for (const [id, slot] of this.#slots) {
      const cursor = slot.region.cursor;
      if (cursor === undefined) continue;
      const [x, y] = [slot.rect.x + cursor.x, slot.rect.y + cursor.y];
      if (this.regionAt(x, y)?.id === id) found = { x, y, shape: cursor.shape };
    }
    return found;
  }

  /** The region whose cell is seen at (x, y), and the place inside of it. */
  regionAt(x: number, y: number): { id: number; x: number; y: number } | undefined {
    const { cols, rows } = this.#wanted;
    if (!(x >= 0 && y >= 0 && x < cols && y < rows)) return undefined;
    const id = this.#ownership.owner[y * cols + x] as number;
    const slot = this.#slots.get(id);
    return slot === undefined ? undefined : { id, x: x - slot.rect.x, y: y - slot.rect.y };
  }

  /** The chrome has changed: finds the regions' rectangles and tells those that moved. */
  #takeChrome(): void {
    this.#ownership = readOwnership(this.#chrome);
    for (const [id, slot] of this.#slots) this.#place(id, slot);
  }

  #place(id: number, slot: RegionSlot): void {
    const before = slot.rect;
    if (!slot.place(this.#ownership.boxes.get(id), this.#ownership.overlay)) return;
    this.#markRows(before);
    this.#markRows(slot.rect);
  }

  #markRows(rect: Rect): void {
    const end = Math.min(rect.y + rect.rows, this.#wanted.rows);
    for (let y = rect.y; y < end; y++) this.#dirtyRows.add(y);
  }

  #allDirty(): void {
    for (let y = 0; y < this.#wanted.rows; y++) this.#dirtyRows.add(y);
  }

  #composeRow(y: number): void {
    const { cols } = this.#wanted;
    if (y >= this.#wanted.rows) return;
    const { owner } = this.#ownership;
    const start = y * cols;
    let changed = false;
    for (let x = 0; x < cols; ) {
      const from = owner[start + x] as number;
      let end = x + 1;
      while (end < cols && sameSource(owner[start + end] as number, from)) end++;
      if (this.#composeRun(y, x, end, from)) changed = true;
      x = end;
    }
    if (changed) this.#stamps[y] = ++this.#stamp;
  }

  /** Cells `x` to `end` of a row, all of one source. A wide character cut by the run's edge becomes a blank. */
  #composeRun(y: number, x: number, end: number, from: number): boolean {
    const slot = from >= 0 ? (this.#slots.get(from) ?? NOBODY) : undefined;
    const source = slot?.grid ?? this.#chrome;
    const target = y * this.#wanted.cols;
    const origin = slot === undefined ? target : (y - slot.rect.y) * slot.rect.cols - slot.rect.x;
    let changed = false;
    for (let at = x; at < end; at++) {
      let cell = source.text[origin + at] ?? BLANK;
      let look = source.style[origin + at] ?? PLAIN;
      if (at === x && cell === '') cell = BLANK;
      if (at === end - 1 && cutsWide(source, origin + at)) cell = BLANK;
      if (slot === undefined && this.#ownership.owner[target + at] === OVERLAY) look = withoutBackground(look);
      if (this.#set(target + at, cell, look)) changed = true;
    }
    return changed;
  }

  #set(index: number, cell: string, look: StyleId): boolean {
    const { text, style } = this.#wanted;
    if (text[index] === cell && style[index] === look) return false;
    text[index] = cell;
    style[index] = look;
    return true;
  }
}

/** Where a region has its place but nobody paints. */
const NOBODY = { grid: new Grid(0, 0), rect: { x: 0, y: 0, cols: 0, rows: 0 } };

/** Whether the second half of a wide character is behind this cell, which is the last that is seen. */
function cutsWide(source: Grid, index: number): boolean {
  return source.text[index + 1] === '';
}

const sameSource = (a: number, b: number): boolean => a === b || (a < 0 && b < 0 && a >= OVERLAY && b <= CHROME);
