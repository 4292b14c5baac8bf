import type { CellDiff } from './cell-diff.ts';
import type { ColorIndex } from './color-index.ts';
import { BACKGROUND, type Rect } from './gif-format.ts';
import type { GlyphAtlas } from './glyphs/glyph-atlas.ts';
import type { PixelRect } from './lzw.ts';
import type { PairTable } from './pair-table.ts';
import type { VisualScreen } from './visual-screen.ts';

/** A rectangle of pixels that a frame of the GIF replaces. `colors`: its own table, when the global one does not do. */
export interface PaintedFrame {
  readonly rect: Rect;
  readonly pixels: PixelRect;
  readonly colors: readonly number[] | undefined;
}

/** What frames are painted with. */
export interface PaintTools {
  readonly atlas: GlyphAtlas;
  readonly pairTable: PairTable;
  /** Room for so many pixels, of any content. */
  readonly take: (length: number) => PixelRect;
}

/** The picture as indexes into the global table. Painting writes only what differs and finds the rectangle around it. */
export class FrameCanvas {
  readonly #atlas: GlyphAtlas;
  readonly #pairTable: PairTable;
  readonly #take: PaintTools['take'];
  readonly #colors: ColorIndex;
  readonly #pixels: Uint8Array;
  /** 0 where the frame being painted differs from the one before. */
  readonly #same: Uint8Array;
  #isFirst = true;
  #left = 0;
  #right = 0;
  #top = 0;
  #bottom = 0;

  constructor(tools: PaintTools, colors: ColorIndex) {
    const { width, height } = tools.atlas.geometry;
    this.#atlas = tools.atlas;
    this.#pairTable = tools.pairTable;
    this.#take = tools.take;
    this.#colors = colors;
    this.#pixels = new Uint8Array(width * height).fill(BACKGROUND);
    this.#same = new Uint8Array(width * height).fill(1);
  }

  /** False when a colour has no room in the global table; nothing is painted then. */
  prepare(screen: VisualScreen, diff: CellDiff, background: number | undefined): boolean {
    if (background !== undefined && this.#colors.add(background) === undefined) return false;
    for (let index = 0; index < diff.count; index++) {
      const at = diff.changed[index] as number;
      const glyph = this.#atlas.glyph(screen.glyphs[at] as number);
      if (this.#colors.indexesFor(glyph, screen.pairs[at] as number) === undefined) return false;
    }
    return true;
  }

  /** Paints the cells of a prepared difference, and `background` around all cells if given; undefined when no pixel changed. */
  paint(screen: VisualScreen, diff: CellDiff, background: number | undefined): PaintedFrame | undefined {
    const { width, height } = this.#atlas.geometry;
    this.#left = width;
    this.#top = height;
    this.#right = this.#bottom = -1;
    for (let index = 0; index < diff.count; index++) this.#paintCell(screen, diff, diff.changed[index] as number);
    if (background !== undefined) this.#paintMargins(this.#colors.add(background) as number);
    if (this.#isFirst) {
      this.#isFirst = false;
      this.#left = this.#top = 0;
      this.#right = width - 1;
      this.#bottom = height - 1;
      this.#same.fill(0);
    }
    if (this.#right < 0) return undefined;
    const rect = {
      x: this.#left,
      y: this.#top,
      width: this.#right - this.#left + 1,
      height: this.#bottom - this.#top + 1,
    };
    return { rect, pixels: this.#cutOut(rect), colors: undefined };
  }

  #paintCell(screen: VisualScreen, diff: CellDiff, cell: number): void {
    const { geometry } = this.#atlas;
    const { cellWidth, cellHeight, width, marginX, marginY } = geometry;
    const glyph = this.#atlas.glyph(screen.glyphs[cell] as number);
    const indexes = this.#colors.indexesFor(glyph, screen.pairs[cell] as number) as Uint8Array;
    const inks = glyph.pixels;
    const pixels = this.#pixels;
    const same = this.#same;
    const row = Math.floor(cell / screen.cols);
    const left = marginX + (cell - row * screen.cols) * cellWidth;
    const top = marginY + row * cellHeight;
    let inkedFrom = 0;
    let inkedTo = inks.length;
    if (this.#hasSameGround(screen.pairs[cell] as number, diff.pairs[cell] as number)) {
      // Above and below both letters nothing changes: nearly half of a cell.
      const before = this.#atlas.glyph(diff.glyphs[cell] as number);
      inkedFrom = Math.min(glyph.inkedFrom, before.inkedFrom);
      inkedTo = Math.max(glyph.inkedTo, before.inkedTo);
    }
    const firstRow = Math.floor(inkedFrom / cellWidth);
    const endRow = Math.ceil(inkedTo / cellWidth);
    let from = firstRow * cellWidth;
    for (let y = top + firstRow; y < top + endRow; y++) {
      const start = y * width + left;
      let first = -1;
      let last = 0;
      for (let x = 0; x < cellWidth; x++) {
        const index = indexes[inks[from++] as number] as number;
        if (pixels[start + x] === index) continue;
        pixels[start + x] = index;
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

  #hasSameGround(pair: number, before: number): boolean {
    return pair === before || this.#pairTable.backgroundOf(pair) === this.#pairTable.backgroundOf(before);
  }

  #paintMargins(index: number): void {
    const { width, height, marginX, marginY } = this.#atlas.geometry;
    this.#fill({ x: 0, y: 0, width, height: marginY }, index);
    this.#fill({ x: 0, y: height - marginY, width, height: marginY }, index);
    this.#fill({ x: 0, y: marginY, width: marginX, height: height - 2 * marginY }, index);
    this.#fill({ x: width - marginX, y: marginY, width: marginX, height: height - 2 * marginY }, index);
  }

  #fill(rect: Rect, index: number): void {
    const { width } = this.#atlas.geometry;
    if (rect.width === 0 || rect.height === 0 || this.#pixels[rect.y * width + rect.x] === index) return;
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      const start = y * width + rect.x;
      this.#pixels.fill(index, start, start + rect.width);
      this.#same.fill(0, start, start + rect.width);
    }
    this.#left = Math.min(this.#left, rect.x);
    this.#top = Math.min(this.#top, rect.y);
    this.#right = Math.max(this.#right, rect.x + rect.width - 1);
    this.#bottom = Math.max(this.#bottom, rect.y + rect.height - 1);
  }

  /** Copies the rectangle, and makes everything in it the same again. */
  #cutOut(rect: Rect): PixelRect {
    const { width } = this.#atlas.geometry;
    const cut = this.#take(rect.width * rect.height);
    const { pixels, same } = cut;
    for (let y = 0; y < rect.height; y++) {
      const start = (rect.y + y) * width + rect.x;
      pixels.set(this.#pixels.subarray(start, start + rect.width), y * rect.width);
      same.set(this.#same.subarray(start, start + rect.width), y * rect.width);
      this.#same.fill(1, start, start + rect.width);
    }
    return cut;
  }
}
