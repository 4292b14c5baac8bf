import type { CellDiff } from './cell-diff.ts';
import type { ColorIndex } from './color-index.ts';
import type { PaintedFrame, PaintTools } from './frame-canvas.ts';
import { type FrameTable, FrameTables } from './frame-table.ts';
import { type Rect, TRANSPARENT } from './gif-format.ts';
import type { Glyph } from './glyphs/glyph.ts';
import type { GlyphAtlas } from './glyphs/glyph-atlas.ts';
import type { PixelRect } from './lzw.ts';
import type { PairTable } from './pair-table.ts';
import type { VisualScreen } from './visual-screen.ts';

/** Unchanged cells between changed ones, so many in a row, are drawn with them: a short gap codes better than a hole. */
const LONGEST_BRIDGE = 2;

/** A cell's picture as it is to be and as it was, with where the colours of each begin. */
interface Comparison {
  readonly glyph: Glyph;
  readonly row: number;
  readonly before: Glyph;
  readonly rowBefore: number;
  readonly indexes: Uint8Array;
}

/**
 * Paints frames of recordings with more colours than one table holds. It never looks at pixels to count or to choose
 * colours: cells know how often they use each ink, so a frame costs by its cells. What a frame leaves as it was is
 * transparent. Wanted colours are compared, not those of the tables.
 */
export class LocalPainter {
  readonly #atlas: GlyphAtlas;
  readonly #pairTable: PairTable;
  readonly #take: PaintTools['take'];
  readonly #tables: FrameTables;
  readonly #pixels: Uint8Array;
  readonly #same: Uint8Array;
  #left = 0;
  #right = 0;
  #top = 0;
  #bottom = 0;

  constructor(tools: PaintTools, global: ColorIndex) {
    const { width, height } = tools.atlas.geometry;
    this.#atlas = tools.atlas;
    this.#pairTable = tools.pairTable;
    this.#take = tools.take;
    this.#tables = new FrameTables(tools, global);
    this.#pixels = new Uint8Array(width * height);
    this.#same = new Uint8Array(width * height).fill(1);
  }

  /** Paints the cells that differ; undefined when no pixel does. `background` is painted around them when it is given. */
  paint(screen: VisualScreen, diff: CellDiff, background: number | undefined): PaintedFrame | undefined {
    const { width, height } = this.#atlas.geometry;
    this.#left = width;
    this.#top = height;
    this.#right = this.#bottom = -1;
    const table = this.#tables.choose(screen, diff, background);
    if (background !== undefined) this.#paintAll(indexOf(table, background));
    for (let index = 0; index < diff.count; index++)
      this.#paintCell(screen, diff, { cell: diff.changed[index] as number, table });
    this.#bridgeGaps(screen, diff, table);
    if (this.#right < 0) return undefined;
    const rect = {
      x: this.#left,
      y: this.#top,
      width: this.#right - this.#left + 1,
      height: this.#bottom - this.#top + 1,
    };
    return { rect, pixels: this.#cutOut(rect), colors: table.colors };
  }

  #paintAll(index: number): void {
    const { width, height } = this.#atlas.geometry;
    this.#pixels.fill(index);
    this.#same.fill(0);
    this.#left = this.#top = 0;
    this.#right = width - 1;
    this.#bottom = height - 1;
  }

  #paintCell(screen: VisualScreen, diff: CellDiff, { cell, table }: { cell: number; table: FrameTable }): void {
    const glyph = this.#atlas.glyph(screen.glyphs[cell] as number);
    const isNew = (diff.glyphs[cell] as number) < 0;
    const before = isNew ? glyph : this.#atlas.glyph(diff.glyphs[cell] as number);
    const row = this.#pairTable.rowOf(screen.pairs[cell] as number, glyph.inkSet);
    const rowBefore = isNew ? row : this.#pairTable.rowOf(diff.pairs[cell] as number, before.inkSet);
    const { colors } = this.#pairTable;
    const indexes = indexesOf(glyph, colors, row, table);
    const { cellWidth, cellHeight, marginX, marginY } = this.#atlas.geometry;
    const cellRow = Math.floor(cell / screen.cols);
    const left = marginX + (cell - cellRow * screen.cols) * cellWidth;
    const top = marginY + cellRow * cellHeight;
    const isAllNew = isNew || (before === glyph && hasNoEqual(glyph.used, colors, row, rowBefore));
    if (isAllNew) this.#fillCell(glyph, indexes, left, top);
    else this.#compareCell({ glyph, row, before, rowBefore, indexes }, left, top);
  }

  /** Every pixel differs: the usual case where colours move through a picture. */
  #fillCell(glyph: Glyph, indexes: Uint8Array, ...[left, top]: [left: number, top: number]): void {
    const { cellWidth, cellHeight, width } = this.#atlas.geometry;
    const inks = glyph.pixels;
    const pixels = this.#pixels;
    let from = 0;
    for (let y = top; y < top + cellHeight; y++) {
      const start = y * width + left;
      for (let at = start; at < start + cellWidth; at++) pixels[at] = indexes[inks[from++] as number] as number;
      this.#same.fill(0, start, start + cellWidth);
    }
    this.#include(left, top, left + cellWidth - 1, top + cellHeight - 1);
  }

  #compareCell({ glyph, row, before, rowBefore, indexes }: Comparison, left: number, top: number): void {
    const { cellWidth, cellHeight, width } = this.#atlas.geometry;
    const { colors } = this.#pairTable;
    const pixels = this.#pixels;
    const same = this.#same;
    let from = 0;
    for (let y = top; y < top + cellHeight; y++) {
      const start = y * width + left;
      let first = -1;
      let last = 0;
      for (let x = 0; x < cellWidth; x++, from++) {
        const ink = glyph.pixels[from] as number;
        pixels[start + x] = indexes[ink] as number;
        if (colors[rowBefore + (before.pixels[from] as number)] === colors[row + ink]) continue;
        same[start + x] = 0;
        if (first < 0) first = x;
        last = x;
      }
      if (first >= 0) this.#include(left + first, y, left + last, y);
    }
  }

  #include(left: number, top: number, ...[right, bottom]: [right: number, bottom: number]): void {
    if (left < this.#left) this.#left = left;
    if (right > this.#right) this.#right = right;
    if (top < this.#top) this.#top = top;
    if (bottom > this.#bottom) this.#bottom = bottom;
  }

  /** Draws short gaps between changed cells of a row, if all their colours are in the table exactly. */
  #bridgeGaps(screen: VisualScreen, diff: CellDiff, table: FrameTable): void {
    for (let index = 1; index < diff.count; index++) {
      const from = (diff.changed[index - 1] as number) + 1;
      const to = diff.changed[index] as number;
      const isOneRow = Math.floor(from / screen.cols) === Math.floor(to / screen.cols);
      if (!isOneRow || to - from > LONGEST_BRIDGE) continue;
      for (let cell = from; cell < to; cell++) this.#bridge(screen, cell, table);
    }
  }

  #bridge(screen: VisualScreen, cell: number, table: FrameTable): void {
    const { cellWidth, cellHeight, width, marginX, marginY } = this.#atlas.geometry;
    const glyph = this.#atlas.glyph(screen.glyphs[cell] as number);
    const row = this.#pairTable.rowOf(screen.pairs[cell] as number, glyph.inkSet);
    const indexes = indexesOf(glyph, this.#pairTable.colors, row, table);
    if (glyph.used.some((ink) => indexes[ink] === TRANSPARENT)) return;
    const left = marginX + (cell % screen.cols) * cellWidth;
    const top = marginY + Math.floor(cell / screen.cols) * cellHeight;
    for (let y = 0; y < cellHeight; y++) {
      const start = (top + y) * width + left;
      for (let x = 0; x < cellWidth; x++)
        this.#pixels[start + x] = indexes[glyph.pixels[y * cellWidth + x] as number] as number;
    }
  }

  /** Copies the rectangle, and leaves nothing behind for the next frame. */
  #cutOut(rect: Rect): PixelRect {
    const { width } = this.#atlas.geometry;
    const cut = this.#take(rect.width * rect.height);
    const { pixels, same } = cut;
    for (let y = 0; y < rect.height; y++) {
      const start = (rect.y + y) * width + rect.x;
      pixels.set(this.#pixels.subarray(start, start + rect.width), y * rect.width);
      same.set(this.#same.subarray(start, start + rect.width), y * rect.width);
    }
    this.#pixels.fill(TRANSPARENT);
    this.#same.fill(1);
    return cut;
  }
}

/** Index of a colour, 0 when the frame has none for it. */
function indexOf({ counts, places }: FrameTable, color: number): number {
  const index = counts.indexOf(color);
  return index < 0 ? TRANSPARENT : (places[index] as number);
}

/** True when each of the inks has another colour in the two rows. */
function hasNoEqual(inks: Uint8Array, colors: Int32Array, ...[row, other]: [row: number, other: number]): boolean {
  for (let at = 0; at < inks.length; at++) {
    const ink = inks[at] as number;
    if (colors[row + ink] === colors[other + ink]) return false;
  }
  return true;
}

const frameIndexes = new Uint8Array(256);

/** Index by ink number, for the inks that the glyph uses; valid until the next call. */
function indexesOf(glyph: Glyph, colors: Int32Array, ...[row, table]: [row: number, table: FrameTable]): Uint8Array {
  const { used } = glyph;
  for (let at = 0; at < used.length; at++) {
    const ink = used[at] as number;
    frameIndexes[ink] = indexOf(table, colors[row + ink] as number);
  }
  return frameIndexes;
}
