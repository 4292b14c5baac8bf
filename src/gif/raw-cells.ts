import type { IBufferLine } from '@xterm/headless';
import type { ScreenCell, ScreenEmulator } from './screen-emulator.ts';

// Of the emulator's raw numbers.
const CODE_POINT = 0x1fffff;
const HAS_MORE_TEXT = 1 << 21;
const WIDTH_SHIFT = 22;
const HAS_EXTENDED = 1 << 28;
/** Of a cell. */
const NUMBERS = 3;

/** The cells of a screen as the emulator keeps them, three numbers each, so that it is cheap to see which rows changed. */
export class RawCells {
  readonly #cols: number;
  readonly #cell: ScreenCell;
  /** Content, foreground and background of each cell as they were last read: what the emulator keeps of a row, row by row. */
  readonly #raw: Uint32Array;
  readonly #bytes: Uint8Array;
  /** Rows with text or attributes that these numbers do not tell. */
  readonly #isSpecial: Uint8Array;

  constructor(emulator: ScreenEmulator, size: { readonly cols: number; readonly rows: number }) {
    this.#cols = size.cols;
    this.#cell = emulator.newCell();
    this.#raw = new Uint32Array(size.cols * size.rows * NUMBERS);
    this.#bytes = new Uint8Array(this.#raw.buffer);
    this.#isSpecial = new Uint8Array(size.rows);
  }

  /** Reads the first `cols` cells of a row; true when something in it may have changed. */
  readRow(y: number, line: IBufferLine, cols: number): boolean {
    const data = dataOf(line);
    const start = y * this.#cols * NUMBERS;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, cols * NUMBERS * 4);
    const isSame = Buffer.compare(bytes, this.#bytes.subarray(start * 4, start * 4 + bytes.length)) === 0;
    if (isSame) return this.#isSpecial[y] === 1;
    this.#raw.set(data.subarray(0, cols * NUMBERS), start);
    this.#isSpecial[y] = Number(hasSpecial(data, cols));
    return true;
  }

  /** Columns of the character of a cell; 0 when it belongs to the cell before. */
  widthAt(at: number): number {
    return (this.#raw[at * NUMBERS] as number) >>> WIDTH_SHIFT;
  }

  /** The code point when it is all that the cell holds (0: nothing was ever written); -1 when there is more. */
  codeAt(at: number): number {
    const content = this.#raw[at * NUMBERS] as number;
    return content & HAS_MORE_TEXT ? -1 : content & CODE_POINT;
  }

  /** A blank where there is nothing. */
  textAt(x: number, line: IBufferLine): string {
    return (line.getCell(x, this.#cell) as ScreenCell).getChars() || ' ';
  }

  /** The attributes as signed numbers of 32 bits. */
  foregroundAt(at: number): number {
    return (this.#raw[at * NUMBERS + 1] as number) | 0;
  }

  backgroundAt(at: number): number {
    return (this.#raw[at * NUMBERS + 2] as number) | 0;
  }
}

/** What is behind the public line: one comparison of a row is as fast as a hundred calls for its cells. */
const dataOf = (line: IBufferLine): Uint32Array =>
  (line as unknown as { readonly _line: { readonly _data: Uint32Array } })._line._data;

function hasSpecial(data: Uint32Array, cols: number): boolean {
  for (let at = 0; at < cols * NUMBERS; at += NUMBERS)
    if ((data[at] as number) & HAS_MORE_TEXT || (data[at + 2] as number) & HAS_EXTENDED) return true;
  return false;
}
