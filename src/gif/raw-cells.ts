import type { IBufferLine } from '@xterm/headless';
import type { ScreenCell, ScreenEmulator } from './screen-emulator.ts';

// Of the emulator's raw numbers.
const CODE_POINT = 0x1fffff;
const HAS_MORE_TEXT = 1 << 21;
const WIDTH_SHIFT = 22;
const HAS_EXTENDED = 1 << 28;

/** The cells of a screen as the emulator keeps them, three numbers each, so that it is cheap to see which rows changed. */
export class RawCells {
  readonly #cols: number;
  readonly #cell: ScreenCell;
  /** Content, foreground and background of each cell as they were last read. */
  readonly #raw: Int32Array;
  /** Rows with text or attributes that these numbers do not tell. */
  readonly #isSpecial: Uint8Array;

  constructor(emulator: ScreenEmulator, size: { readonly cols: number; readonly rows: number }) {
    this.#cols = size.cols;
    this.#cell = emulator.newCell();
    this.#raw = new Int32Array(size.cols * size.rows * 3);
    this.#isSpecial = new Uint8Array(size.rows);
  }

  /** Reads the first `cols` cells of a row; true when something in it may have changed. */
  readRow(y: number, line: IBufferLine, cols: number): boolean {
    const raw = this.#raw;
    let isChanged = this.#isSpecial[y] === 1;
    let isSpecial = 0;
    let at = y * this.#cols * 3;
    for (let x = 0; x < cols; x++, at += 3) {
      const { content, fg, bg } = line.getCell(x, this.#cell) as ScreenCell;
      if (content & HAS_MORE_TEXT || bg & HAS_EXTENDED) isSpecial = 1;
      if (raw[at] === content && raw[at + 1] === fg && raw[at + 2] === bg) continue;
      raw[at] = content;
      raw[at + 1] = fg;
      raw[at + 2] = bg;
      isChanged = true;
    }
    this.#isSpecial[y] = isSpecial;
    return isChanged || isSpecial === 1;
  }

  /** Columns of the character of a cell; 0 when it belongs to the cell before. */
  widthAt(at: number): number {
    return (this.#raw[at * 3] as number) >>> WIDTH_SHIFT;
  }

  /** The code point when it is all that the cell holds (0: nothing was ever written); -1 when there is more. */
  codeAt(at: number): number {
    const content = this.#raw[at * 3] as number;
    return content & HAS_MORE_TEXT ? -1 : content & CODE_POINT;
  }

  /** A blank where there is nothing. */
  textAt(x: number, line: IBufferLine): string {
    return (line.getCell(x, this.#cell) as ScreenCell).getChars() || ' ';
  }

  foregroundAt(at: number): number {
    return this.#raw[at * 3 + 1] as number;
  }

  backgroundAt(at: number): number {
    return this.#raw[at * 3 + 2] as number;
  }
}
