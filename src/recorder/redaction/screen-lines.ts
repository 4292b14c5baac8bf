import type { PtyScreen } from '../../pty/index.ts';
import { type CharacterNumbers, numberOf } from './character-numbers.ts';
import {
  apartLines,
  framedLines,
  isDivider,
  type LogicalLine,
  logicalLines,
  rowGoesOn,
  type ScreenRow,
} from './logical-lines.ts';

/** Rows of the screen that belong together, as one text. It is read while the screen does not change. */
export interface ScreenLine {
  readonly text: string;
  readonly hasCursor: boolean;
  /** Position in the stream of the character that drew a UTF-16 unit; -1: a blank. */
  positionAt(unit: number): number;
}

/** No secret on one line is longer. */
const LONGEST_REACH = 24;
/** Rows around that are looked at for what stands between vertical lines. */
const FRAMED_REACH = 3;
const BLANK = 0x20;
/** Below this nothing is wide and nothing is a mark. */
const FIRST_MARK = 0x300;
/** Lines and frames begin here. */
const FIRST_LINE = 0x2500;

/** Reads the numbered cells of a shadow screen as lines: rows joined where the terminal, or a program, has wrapped. */
export class ScreenLines {
  readonly #screen: PtyScreen;
  readonly #numbers: CharacterNumbers;
  /** The UTF-16 units of a row, and the bytes that they are: decoding those is the fastest way to a string. */
  #units = new Uint16Array(0);
  #bytes = Buffer.alloc(0);

  constructor(screen: PtyScreen, numbers: CharacterNumbers) {
    this.#screen = screen;
    this.#numbers = numbers;
  }

  /** The lines that have a row within `from` and `to`, both included; joined with at most `reach` rows around. */
  read(from: number, to: number, reach = LONGEST_REACH): ScreenLine[] {
    const rows: ScreenRow[] = [];
    for (let y = from; y <= to; y++) rows.push(this.#row(y));
    for (let y = from - 1; y >= Math.max(0, from - reach); y--) {
      const above = this.#row(y);
      if (!this.#belongs(above, rows[0] as ScreenRow, from - y)) break;
      rows.unshift(above);
    }
    for (let y = to + 1; y <= Math.min(this.#screen.rows - 1, to + reach); y++) {
      const below = this.#row(y);
      if (!this.#belongs(rows.at(-1) as ScreenRow, below, y - to)) break;
      rows.push(below);
    }
    const isWrapped = (y: number): boolean => this.#isWrapped(y);
    const lines = logicalLines(rows, isWrapped);
    lines.push(...apartLines(rows, isWrapped, lines));
    lines.push(...framedLines(rows, from, to));
    return lines.filter((line) => line.isWithin(from, to)).map((line) => this.#screenLine(line));
  }

  /** All rows as lines, as they follow each other. */
  all(): ScreenLine[] {
    const rows = Array.from({ length: this.#screen.rows }, (_, y) => this.#row(y));
    return logicalLines(rows, (y) => this.#isWrapped(y)).map((line) => this.#screenLine(line));
  }

  #belongs(row: ScreenRow, next: ScreenRow, distance: number): boolean {
    if (this.#isWrapped(next.y) || rowGoesOn(row, next)) return true;
    return distance <= FRAMED_REACH && row.isDivided && next.isDivided;
  }

  #isWrapped(y: number): boolean {
    return this.#screen.lineAt(y)?.isWrapped === true;
  }

  #screenLine(line: LogicalLine): ScreenLine {
    const { y } = this.#screen.cursor;
    return { text: line.text, hasCursor: line.isWithin(y, y), positionAt: (unit) => this.#position(line.cellAt(unit)) };
  }

  #position({ x, y }: { readonly x: number; readonly y: number }): number {
    const line = this.#screen.lineAt(y);
    // A character with marks is first in the cell's text.
    const code = line?.isCombined(x) ? line.getString(x).codePointAt(0) : line?.getCodePoint(x);
    const number = numberOf(code ?? 0);
    return number === undefined ? -1 : this.#numbers.positionOf(number);
  }

  #row(y: number): ScreenRow {
    const line = this.#screen.lineAt(y);
    const { cols } = this.#screen;
    if (line === undefined) return { y, text: ' '.repeat(cols), columns: undefined, isDivided: false };
    if (this.#units.length < cols) {
      this.#units = new Uint16Array(cols);
      this.#bytes = Buffer.from(this.#units.buffer);
    }
    const units = this.#units;
    let isDivided = false;
    for (let x = 0; x < cols; x++) {
      const code = line.getCodePoint(x);
      const number = numberOf(code);
      const shown = number === undefined ? code || BLANK : this.#numbers.codeOf(number);
      // A wide character comes before the empty cell that it takes, and a mark is what its cell's code point is.
      const isMixed = shown >= FIRST_MARK && (number === undefined || shown > 0xffff || this.#numbers.isWide(number));
      if (isMixed) return this.#mixedRow(y);
      if (shown >= FIRST_LINE && isDivider(shown)) isDivided = true;
      units[x] = shown;
    }
    return { y, text: this.#bytes.toString('utf16le', 0, cols * 2), columns: undefined, isDivided };
  }

  /** A row with characters of two columns, with marks, or of two UTF-16 units. */
  #mixedRow(y: number): ScreenRow {
    let text = '';
    let isDivided = false;
    const columns: number[] = [];
    this.#screen.readRow(y, (x, cell) => {
      const number = numberOf(cell.text.codePointAt(0) ?? 0);
      const shown = number === undefined ? cell.text : String.fromCodePoint(this.#numbers.codeOf(number));
      for (let unit = 0; unit < shown.length; unit++) columns.push(x);
      text += shown;
      isDivided ||= isDivider(shown.charCodeAt(0));
    });
    return { y, text, columns, isDivided };
  }
}
