import { cleanCodePoint, codePointWidth } from '../text/index.ts';
import type { CellPen, Rect, StyleId } from './cell-region.ts';
import { cellText, glyph, withMark } from './glyph.ts';
import type { Grid } from './grid.ts';
import { PLAIN } from './styles.ts';

/** Draws into one rectangle of a grid; everything outside of it is clipped. */
export class GridPen implements CellPen {
  readonly cols: number;
  readonly rows: number;
  readonly #grid: Grid;
  readonly #left: number;
  readonly #top: number;

  constructor(grid: Grid, rect: Rect) {
    this.#grid = grid;
    this.#left = Math.min(Math.max(0, rect.x), grid.cols);
    this.#top = Math.min(Math.max(0, rect.y), grid.rows);
    this.cols = Math.max(0, Math.min(rect.cols, grid.cols - this.#left));
    this.rows = Math.max(0, Math.min(rect.rows, grid.rows - this.#top));
  }

  clear(style: StyleId = PLAIN): void {
    this.fill(0, 0, this.cols, this.rows, style);
  }

  fill(x: number, y: number, cols: number, rows: number, style: StyleId): void {
    const left = Math.max(0, x);
    const width = Math.min(this.cols, x + cols) - left;
    const end = Math.min(this.rows, y + rows);
    for (let row = Math.max(0, y); row < end; row++) this.#grid.blank(this.#index(left, row), width, style);
  }

  text(x: number, y: number, value: string, style: StyleId, limit: number = this.cols): number {
    if (y < 0 || y >= this.rows) return 0;
    const end = Math.min(this.cols, x + limit);
    const row = this.#index(0, y);
    let at = x;
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit < 0x20 || unit > 0x7e) return this.#anyText(at, row, value.slice(index), style, end, at > x) - x;
      if (at >= end) break;
      if (at >= 0) this.#grid.put(row + at, value[index] as string, 1, style);
      at++;
    }
    return at - x;
  }

  cell(x: number, y: number, text: string, width: 1 | 2, style: StyleId): void {
    if (y < 0 || y >= this.rows || x < 0 || x >= this.cols) return;
    if (width === 2 && x === this.cols - 1) this.#grid.put(this.#index(x, y), ' ', 1, style);
    else {
      const safe = cellText(text, width);
      const index = this.#index(x, y);
      if (safe === ' ' && width === 2) this.#grid.blank(index, 2, style);
      else this.#grid.put(index, safe, width, style);
    }
  }

  restyle(x: number, y: number, cols: number, change: (style: StyleId) => StyleId): void {
    if (y < 0 || y >= this.rows) return;
    const { text, style } = this.#grid;
    const first = this.#index(Math.max(0, x), y);
    const end = this.#index(Math.min(this.cols, x + cols), y);
    for (let index = first; index < end; index++) {
      // Both halves of a wide character keep one style: its first half decides.
      if (text[index] !== '') style[index] = change(style[index] as number);
      else if (index > first) style[index] = style[index - 1] as number;
    }
    if (end > first && text[end] === '') style[end] = style[end - 1] as number;
  }

  /** The general way: any code point, marks joined to the cell before. Returns the column behind the last one. */
  #anyText(from: number, row: number, value: string, style: StyleId, end: number, hasBase: boolean): number {
    let at = from;
    let base = hasBase ? row + from - 1 : -1;
    for (let index = 0; index < value.length; index++) {
      const code = value.codePointAt(index) as number;
      if (code > 0xffff) index++;
      const safe = cleanCodePoint(code);
      if (safe.length > 2) {
        // A tab: blanks.
        for (let blank = 0; blank < safe.length && at < end; blank++) this.#put(row, at++, ' ', 1, style);
        base = -1;
        continue;
      }
      if (safe === '') continue;
      const shown = safe.codePointAt(0) as number;
      const width = codePointWidth(shown);
      if (width === 0) {
        if (base >= row) this.#grid.text[base] = withMark(this.#grid.text[base] as string, glyph(shown));
        continue;
      }
      if (at >= end) break;
      if (at + width > end) {
        this.#put(row, at, ' ', 1, style);
        return end;
      }
      base = at >= 0 ? row + at : -1;
      this.#put(row, at, glyph(shown), width, style);
      at += width;
    }
    return at;
  }

  #put(row: number, x: number, text: string, width: 1 | 2, style: StyleId): void {
    if (x >= 0) this.#grid.put(row + x, text, width, style);
    else if (x === -1 && width === 2) this.#grid.put(row, ' ', 1, style);
  }

  #index(x: number, y: number): number {
    return (this.#top + y) * this.#grid.cols + this.#left + x;
  }
}
