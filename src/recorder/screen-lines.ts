import type { PtyScreen } from '../pty/index.ts';
import { type CharacterNumbers, numberOf } from './character-numbers.ts';
import { goesOn } from './line-joining.ts';

/** Rows of the screen that belong together, as one text. It is read while the screen does not change. */
export interface ScreenLine {
  readonly text: string;
  readonly hasCursor: boolean;
  /** Position in the stream of the character that drew a UTF-16 unit; -1: a blank, or a wide character. */
  positionAt(unit: number): number;
}

interface Row {
  readonly y: number;
  readonly text: string;
  /** The column of each UTF-16 unit; undefined: they are the same. */
  readonly columns: readonly number[] | undefined;
}

const BLANK = 0x20;
/** Below this nothing is wide and nothing is a mark. */
const FIRST_MARK = 0x300;

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
  read(from: number, to: number, reach = Number.POSITIVE_INFINITY): ScreenLine[] {
    const first = Math.max(0, from - reach);
    const last = Math.min(this.#screen.rows - 1, to + reach);
    let rows = [this.#row(from)];
    for (let y = from - 1; y >= first; y--) {
      const above = this.#row(y);
      if (!this.#isJoined(above, rows[0] as Row)) break;
      rows.unshift(above);
    }
    const lines: ScreenLine[] = [];
    for (let y = from + 1; y <= last; y++) {
      const next = this.#row(y);
      if (this.#isJoined(rows.at(-1) as Row, next)) {
        rows.push(next);
        continue;
      }
      lines.push(this.#line(rows));
      rows = [];
      if (y > to) break;
      rows.push(next);
    }
    if (rows.length > 0) lines.push(this.#line(rows));
    return lines;
  }

  #isJoined(row: Row, next: Row): boolean {
    if (this.#screen.lineAt(next.y)?.isWrapped === true) return true;
    return goesOn(row.text.at(-1) ?? ' ', row.text.at(-2) ?? ' ', next.text.at(0) ?? ' ');
  }

  #line(rows: readonly Row[]): ScreenLine {
    const { y: cursorRow } = this.#screen.cursor;
    return {
      text: rows.length === 1 ? (rows[0] as Row).text : rows.map(({ text }) => text).join(''),
      hasCursor: rows.some(({ y }) => y === cursorRow),
      positionAt: (unit) => {
        let start = 0;
        for (const row of rows) {
          if (unit < start + row.text.length) return this.#position(row, unit - start);
          start += row.text.length;
        }
        return -1;
      },
    };
  }

  #position({ y, columns }: Row, unit: number): number {
    const line = this.#screen.lineAt(y);
    const x = columns?.[unit] ?? unit;
    // A character with marks is first in the cell's text.
    const code = line?.isCombined(x) ? line.getString(x).codePointAt(0) : line?.getCodePoint(x);
    const number = numberOf(code ?? 0);
    return number === undefined ? -1 : this.#numbers.positionOf(number);
  }

  #row(y: number): Row {
    const line = this.#screen.lineAt(y);
    const { cols } = this.#screen;
    if (line === undefined) return { y, text: ' '.repeat(cols), columns: undefined };
    if (this.#units.length < cols) {
      this.#units = new Uint16Array(cols);
      this.#bytes = Buffer.from(this.#units.buffer);
    }
    const units = this.#units;
    for (let x = 0; x < cols; x++) {
      const code = line.getCodePoint(x);
      const number = numberOf(code);
      const shown = number === undefined ? code || BLANK : this.#numbers.codeOf(number);
      // A wide character comes before the empty cell that it takes, and a mark is what its cell's code point is.
      if (shown > 0xffff || (number === undefined && shown >= FIRST_MARK)) return this.#mixedRow(y);
      units[x] = shown;
    }
    return { y, text: this.#bytes.toString('utf16le', 0, cols * 2), columns: undefined };
  }

  /** A row with characters of two columns, with marks, or of two UTF-16 units. */
  #mixedRow(y: number): Row {
    let text = '';
    const columns: number[] = [];
    this.#screen.readRow(y, (x, cell) => {
      const number = numberOf(cell.text.codePointAt(0) ?? 0);
      const shown = number === undefined ? cell.text : String.fromCodePoint(this.#numbers.codeOf(number));
      for (let unit = 0; unit < shown.length; unit++) columns.push(x);
      text += shown;
    });
    return { y, text, columns };
  }
}
