import type { CellGrid, CellPen, Rect, StyleId } from './cell-region.ts';
import { GridPen } from './pen.ts';
import { PLAIN } from './styles.ts';

/**
 * Rows of cells. Invariant: the second half of a wide character ('') always follows its first half in the same row, and
 * both have the same style; writing over one half blanks the other.
 */
export class Grid implements CellGrid {
  readonly cols: number;
  readonly rows: number;
  readonly text: string[];
  readonly style: Uint32Array;

  constructor(cols: number, rows: number) {
    if (!Number.isInteger(cols) || !Number.isInteger(rows) || cols < 0 || rows < 0) {
      throw new TypeError(`size: expected whole numbers from 0, received ${cols}x${rows}`);
    }
    this.cols = cols;
    this.rows = rows;
    this.text = new Array<string>(cols * rows).fill(' ');
    this.style = new Uint32Array(cols * rows);
  }

  /** A pen for a part of the grid, clipped to it; without `rect` for all of it. */
  pen(rect: Rect = { x: 0, y: 0, cols: this.cols, rows: this.rows }): CellPen {
    return new GridPen(this, rect);
  }

  /** Writes one cell, or two for a wide character. The caller keeps it inside the row. */
  put(index: number, text: string, width: 1 | 2, style: StyleId): void {
    const cells = this.text;
    // '' never stands in column 0, so its neighbours are in the same row.
    if (cells[index] === '') cells[index - 1] = ' ';
    const after = index + width;
    if (cells[after] === '') cells[after] = ' ';
    cells[index] = text;
    this.style[index] = style;
    if (width === 2) {
      cells[index + 1] = '';
      this.style[index + 1] = style;
    }
  }

  /** Blanks `cols` cells of one row from `index` on. */
  blank(index: number, cols: number, style: StyleId): void {
    if (cols <= 0) return;
    const end = index + cols;
    if (this.text[index] === '') this.text[index - 1] = ' ';
    if (this.text[end] === '') this.text[end] = ' ';
    this.text.fill(' ', index, end);
    this.style.fill(style, index, end);
  }

  clear(style: StyleId = PLAIN): void {
    this.text.fill(' ');
    this.style.fill(style);
  }

  /** The characters of a row, trailing blanks kept. */
  rowText(y: number): string {
    return this.text.slice(y * this.cols, (y + 1) * this.cols).join('');
  }

  /** Takes over what both have room for; what `other` does not cover becomes blank. */
  copyFrom(other: CellGrid): void {
    if (other.cols === this.cols && other.rows === this.rows) {
      for (let index = 0; index < this.text.length; index++) this.text[index] = other.text[index] as string;
      this.style.set(other.style);
      return;
    }
    this.clear();
    const cols = Math.min(this.cols, other.cols);
    for (let y = 0; y < Math.min(this.rows, other.rows); y++) {
      for (let x = 0; x < cols; x++) {
        this.text[y * this.cols + x] = other.text[y * other.cols + x] as string;
        this.style[y * this.cols + x] = other.style[y * other.cols + x] as number;
      }
      // A wide character that was cut in the middle.
      if (cols < other.cols && cols > 0 && other.text[y * other.cols + cols] === '')
        this.text[y * this.cols + cols - 1] = ' ';
    }
  }

  /** Moves the rows `top` to `bottom` (both inside) up by `count`, or down when negative; what comes in is blank. */
  scroll(top: number, bottom: number, count: number): void {
    const start = top * this.cols;
    const end = (bottom + 1) * this.cols;
    const shift = Math.min(Math.abs(count) * this.cols, end - start);
    if (count > 0) {
      for (let index = start; index < end - shift; index++) this.#copyCell(index, index + shift);
      this.blank(end - shift, shift, PLAIN);
    } else {
      for (let index = end - 1; index >= start + shift; index--) this.#copyCell(index, index - shift);
      this.blank(start, shift, PLAIN);
    }
  }

  // Array.prototype.copyWithin asks of every element whether it is there, and is ten times slower.
  #copyCell(to: number, from: number): void {
    this.text[to] = this.text[from] as string;
    this.style[to] = this.style[from] as number;
  }
}
