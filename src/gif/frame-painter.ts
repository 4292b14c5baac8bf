import { CellDiff } from './cell-diff.ts';
import { ColorIndex } from './color-index.ts';
import { FrameCanvas, type PaintedFrame, type PaintTools } from './frame-canvas.ts';
import { LocalPainter } from './local-painter.ts';
import type { VisualScreen } from './visual-screen.ts';

/** Paints what changes on a screen, frame by frame: with one table of colours as long as it does, then with many. */
export class FramePainter {
  readonly #tools: PaintTools;
  readonly #diff: CellDiff;
  readonly #colors: ColorIndex;
  readonly #canvas: FrameCanvas;
  #local: LocalPainter | undefined;
  #background: number | undefined;

  constructor(tools: PaintTools, background: number) {
    const { cols, rows } = tools.atlas.geometry;
    this.#tools = tools;
    this.#diff = new CellDiff(cols * rows, tools.pairTable.idOf(background, background));
    this.#colors = new ColorIndex(tools.pairTable, background);
    this.#canvas = new FrameCanvas(tools, this.#colors);
  }

  /** The global table, index 0 being transparent. */
  get globalColors(): readonly number[] {
    return this.#colors.colors;
  }

  /** True when some frames have tables of their own. */
  get isLocal(): boolean {
    return this.#local !== undefined;
  }

  /** True when the screen shows something else than the last painted frame. */
  isVisible(screen: VisualScreen): boolean {
    return screen.background !== this.#background || this.#diff.isVisible(screen);
  }

  /** The next frame; undefined when no pixel changed. */
  paint(screen: VisualScreen): PaintedFrame | undefined {
    const isFirst = this.#background === undefined;
    const isNewGround = screen.background !== this.#background;
    const hasCells = this.#diff.collect(screen);
    if (!hasCells && !isNewGround) return undefined;
    // The first colours to be numbered are those used most: small numbers are short codes.
    if (isFirst) this.#sortColors(screen);
    const frame = this.#paintCells(screen, isNewGround);
    this.#diff.accept(screen);
    this.#background = screen.background;
    const { pairTable } = this.#tools;
    if (pairTable.isFull) pairTable.compact([this.#diff.pairs, ...screen.pairLists()]);
    return frame;
  }

  #paintCells(screen: VisualScreen, isNewGround: boolean): PaintedFrame | undefined {
    const background = isNewGround ? screen.background : undefined;
    if (this.#local === undefined) {
      if (this.#canvas.prepare(screen, this.#diff, background))
        return this.#canvas.paint(screen, this.#diff, background);
      this.#local = new LocalPainter(this.#tools, this.#colors);
    }
    // Around the cells everything is of one colour, so when that changes the whole picture is painted.
    if (isNewGround) this.#diff.collectAll(screen);
    return this.#local.paint(screen, this.#diff, background);
  }

  #sortColors(screen: VisualScreen): void {
    const { atlas, pairTable } = this.#tools;
    const uses = new Map<number, number>();
    for (let at = 0; at < this.#diff.count; at++) {
      const cell = this.#diff.changed[at] as number;
      const glyph = atlas.glyph(screen.glyphs[cell] as number);
      const row = pairTable.rowOf(screen.pairs[cell] as number, glyph.inkSet);
      for (const [index, ink] of glyph.used.entries()) {
        const color = pairTable.colors[row + ink] as number;
        uses.set(color, (uses.get(color) ?? 0) + (glyph.counts[index] as number));
      }
    }
    const sorted = [...uses].sort((one, other) => other[1] - one[1]);
    for (const [color] of sorted) if (this.#colors.add(color) === undefined) return;
  }
}
