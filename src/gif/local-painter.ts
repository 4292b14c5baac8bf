import type { CellDiff } from './cell-diff.ts';
import { ColorCounts } from './color-counts.ts';
import { type ColorIndex, MOST_COLORS } from './color-index.ts';
import type { PaintedFrame } from './frame-canvas.ts';
import { type Rect, TRANSPARENT } from './gif-format.ts';
import type { Glyph } from './glyphs/glyph.ts';
import type { GlyphAtlas } from './glyphs/glyph-atlas.ts';
import type { PairTable } from './pair-table.ts';
import { quantise } from './quantise.ts';
import type { VisualScreen } from './visual-screen.ts';

/** Unchanged cells between changed ones, so many in a row, are drawn with them: a short gap codes better than a hole. */
const LONGEST_BRIDGE = 2;

/** For one frame: the index of a colour, 0 when it has none, and the frame's own table if it has one. */
interface FrameTable {
  readonly indexOf: (color: number) => number;
  readonly colors: readonly number[] | undefined;
}

/**
 * Paints frames of recordings with more colours than one table holds. It never looks at pixels to count or to choose
 * colours: cells know how often they use each ink, so a frame costs by its cells. What a frame leaves as it was is
 * transparent. Wanted colours are compared, not those of the tables.
 */
export class LocalPainter {
  readonly #atlas: GlyphAtlas;
  readonly #pairTable: PairTable;
  readonly #global: ColorIndex;
  readonly #counts = new ColorCounts();
  readonly #pixels: Uint8Array;
  readonly #same: Uint8Array;
  #left = 0;
  #right = 0;
  #top = 0;
  #bottom = 0;

  constructor(atlas: GlyphAtlas, pairTable: PairTable, global: ColorIndex) {
    const { width, height } = atlas.geometry;
    this.#atlas = atlas;
    this.#pairTable = pairTable;
    this.#global = global;
    this.#pixels = new Uint8Array(width * height);
    this.#same = new Uint8Array(width * height).fill(1);
  }

  /** Paints the cells that differ; undefined when no pixel does. `background` is painted around them when it is given. */
  paint(screen: VisualScreen, diff: CellDiff, background: number | undefined): PaintedFrame | undefined {
    const { width, height } = this.#atlas.geometry;
    this.#left = width;
    this.#top = height;
    this.#right = this.#bottom = -1;
    const table = this.#chooseTable(screen, diff, background);
    if (background !== undefined) this.#paintAll(table.indexOf(background));
    for (let index = 0; index < diff.count; index++) this.#paintCell(screen, diff, { cell: diff.changed[index] as number, table });
    this.#bridgeGaps(screen, diff, table);
    if (this.#right < 0) return undefined;
    const rect = { x: this.#left, y: this.#top, width: this.#right - this.#left + 1, height: this.#bottom - this.#top + 1 };
    return { rect, pixels: this.#cutOut(rect), colors: table.colors };
  }

  #chooseTable(screen: VisualScreen, diff: CellDiff, background: number | undefined): FrameTable {
    const counts = this.#counts;
    counts.clear();
    if (background !== undefined) counts.add(background, this.#atlas.geometry.cellWidth);
    for (let index = 0; index < diff.count; index++) {
      const cell = diff.changed[index] as number;
      const glyph = this.#atlas.glyph(screen.glyphs[cell] as number);
      const colors = this.#pairTable.colorsOf(screen.pairs[cell] as number, glyph.inkSet);
      for (let at = 0; at < glyph.used.length; at++) {
        counts.add(colors[glyph.used[at] as number] as number, glyph.counts[at] as number);
      }
    }
    const global = this.#global;
    const wanted = counts.colors.subarray(0, counts.size);
    if (wanted.every((color) => global.indexOf(color) !== undefined)) {
      return { indexOf: (color) => global.indexOf(color) ?? TRANSPARENT, colors: undefined };
    }
    if (counts.size <= MOST_COLORS) return { indexOf: (color) => counts.indexOf(color) + 1, colors: [0, ...wanted] };
    const { chosen, placeOf } = quantise(counts, MOST_COLORS);
    const indexOf = (color: number): number => {
      const index = counts.indexOf(color);
      return index < 0 ? TRANSPARENT : (placeOf[index] as number) + 1;
    };
    return { indexOf, colors: [0, ...chosen] };
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
    const { cellWidth, cellHeight, width } = this.#atlas.geometry;
    const glyph = this.#atlas.glyph(screen.glyphs[cell] as number);
    const colors = this.#pairTable.colorsOf(screen.pairs[cell] as number, glyph.inkSet);
    const before = (diff.glyphs[cell] as number) < 0 ? undefined : this.#atlas.glyph(diff.glyphs[cell] as number);
    const colorsBefore = before === undefined ? NO_COLORS : this.#pairTable.colorsOf(diff.pairs[cell] as number, before.inkSet);
    const inksBefore = before?.pixels ?? glyph.pixels;
    const indexes = indexesOf(glyph, colors, table);
    const { left, top } = this.#placeOf(screen, cell);
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
        if (colorsBefore[inksBefore[from] as number] === colors[ink]) continue;
        same[start + x] = 0;
        if (first < 0) first = x;
        last = x;
      }
      if (first < 0) continue;
      if (left + first < this.#left) this.#left = left + first;
      if (left + last > this.#right) this.#right = left + last;
      if (y < this.#top) this.#top = y;
      if (y > this.#bottom) this.#bottom = y;
    }
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
    const { cellWidth, cellHeight, width } = this.#atlas.geometry;
    const glyph = this.#atlas.glyph(screen.glyphs[cell] as number);
    const colors = this.#pairTable.colorsOf(screen.pairs[cell] as number, glyph.inkSet);
    const indexes = indexesOf(glyph, colors, table);
    if (glyph.used.some((ink) => indexes[ink] === TRANSPARENT)) return;
    const { left, top } = this.#placeOf(screen, cell);
    for (let y = 0; y < cellHeight; y++) {
      const start = (top + y) * width + left;
      for (let x = 0; x < cellWidth; x++) this.#pixels[start + x] = indexes[glyph.pixels[y * cellWidth + x] as number] as number;
    }
  }

  #placeOf(screen: VisualScreen, cell: number): { left: number; top: number } {
    const { cellWidth, cellHeight, marginX, marginY } = this.#atlas.geometry;
    const row = Math.floor(cell / screen.cols);
    return { left: marginX + (cell - row * screen.cols) * cellWidth, top: marginY + row * cellHeight };
  }

  /** Copies the rectangle, and leaves nothing behind for the next frame. */
  #cutOut(rect: Rect): PaintedFrame['pixels'] {
    const { width } = this.#atlas.geometry;
    const pixels = new Uint8Array(rect.width * rect.height);
    const same = new Uint8Array(rect.width * rect.height);
    for (let y = 0; y < rect.height; y++) {
      const start = (rect.y + y) * width + rect.x;
      pixels.set(this.#pixels.subarray(start, start + rect.width), y * rect.width);
      same.set(this.#same.subarray(start, start + rect.width), y * rect.width);
    }
    this.#pixels.fill(TRANSPARENT);
    this.#same.fill(1);
    return { pixels, same };
  }
}

/** No colour is equal to what is not there. */
const NO_COLORS = new Int32Array(0);
const frameIndexes = new Uint8Array(256);

/** Index by ink number, for the inks that the glyph uses; valid until the next call. */
function indexesOf(glyph: Glyph, colors: Int32Array, table: FrameTable): Uint8Array {
  for (const ink of glyph.used) frameIndexes[ink] = table.indexOf(colors[ink] as number);
  return frameIndexes;
}
