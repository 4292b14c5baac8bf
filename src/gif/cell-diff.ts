import { BLANK } from './glyphs/glyph-atlas.ts';
import type { VisualScreen } from './visual-screen.ts';

/** The cells that were painted last, and which of a screen's cells differ from them. */
export class CellDiff {
  readonly glyphs: Int32Array;
  readonly pairs: Int32Array;
  /** Indexes of the cells that differ, ascending; the first `count` are valid. */
  readonly changed: Int32Array;
  count = 0;

  /** Before anything is painted, all cells are blanks of the `ground` pair. */
  constructor(cells: number, ground: number) {
    this.glyphs = new Int32Array(cells).fill(BLANK);
    this.pairs = new Int32Array(cells).fill(ground);
    this.changed = new Int32Array(cells);
  }

  /** True as soon as one cell differs. */
  isVisible(screen: VisualScreen): boolean {
    return this.#scan(screen, true);
  }

  /** Lists every cell that differs; true when there is one. */
  collect(screen: VisualScreen): boolean {
    return this.#scan(screen, false);
  }

  /** Lists every cell, as if nothing had been painted. */
  collectAll(screen: VisualScreen): void {
    // No glyph has this number.
    this.glyphs.fill(-1);
    screen.dirtyRows.fill(1);
    this.collect(screen);
  }

  /** Takes the screen as painted. */
  accept(screen: VisualScreen): void {
    for (let index = 0; index < this.count; index++) {
      const at = this.changed[index] as number;
      this.glyphs[at] = screen.glyphs[at] as number;
      this.pairs[at] = screen.pairs[at] as number;
    }
    screen.markPainted();
  }

  #scan({ cols, rows, dirtyRows, glyphs, pairs }: VisualScreen, isFirstEnough: boolean): boolean {
    this.count = 0;
    for (let y = 0; y < rows; y++) {
      if (dirtyRows[y] === 0) continue;
      const end = (y + 1) * cols;
      for (let at = y * cols; at < end; at++) {
        if (glyphs[at] === this.glyphs[at] && pairs[at] === this.pairs[at]) continue;
        if (isFirstEnough) return true;
        this.changed[this.count++] = at;
      }
    }
    return this.count > 0;
  }
}
