import type { IBufferLine } from '@xterm/headless';
import { AttributeResolver } from './cell-attributes.ts';
import { isEmoji, isJoinedTo, isRegionalIndicator } from './fonts/emoji-text.ts';
import { BLANK, type GlyphAtlas } from './glyphs/glyph-atlas.ts';
import { STYLE_BITS, showsLines } from './glyphs/glyph-style.ts';
import type { PairTable } from './pair-table.ts';
import type { CursorShape, ScreenCell, ScreenEmulator } from './screen-emulator.ts';

// Of the emulator's raw numbers.
const CODE_POINT = 0x1fffff;
const HAS_MORE_TEXT = 1 << 21;
const WIDTH_SHIFT = 22;
const HAS_EXTENDED = 1 << 28;

/** A ZWJ family is four people; nothing longer is joined. */
const MOST_JOINED = 10;

/**
 * What is seen of an emulator's screen: a glyph and a pair of colours a cell. `update` reads the screen; rows that may
 * have changed since `markPainted` are flagged. Cells outside the emulator's screen are blank.
 */
export class VisualScreen {
  readonly cols: number;
  readonly rows: number;
  readonly glyphs: Int32Array;
  readonly pairs: Int32Array;
  /** 1 where a row may differ from what was painted. */
  readonly dirtyRows: Uint8Array;
  readonly #emulator: ScreenEmulator;
  readonly #atlas: GlyphAtlas;
  readonly #pairTable: PairTable;
  readonly #attributes: AttributeResolver;
  readonly #showCursor: boolean;
  readonly #cell: ScreenCell;
  /** Content, foreground and background of each cell as they were last read. */
  readonly #raw: Int32Array;
  /** Rows with text or attributes that the raw numbers do not tell. */
  readonly #isSpecial: Uint8Array;
  #revision = -1;
  #size = '';
  /** The cells as they are without the cursor; their pairs apart, as they are renumbered. */
  #underCursor: { at: number; glyph: number }[] = [];
  readonly #pairsUnderCursor = new Int32Array(2);

  constructor(tools: {
    readonly emulator: ScreenEmulator;
    readonly atlas: GlyphAtlas;
    readonly pairTable: PairTable;
    readonly showCursor: boolean;
    readonly boldIsBright: boolean;
  }) {
    const { cols, rows } = tools.atlas.geometry;
    this.cols = cols;
    this.rows = rows;
    this.glyphs = new Int32Array(cols * rows).fill(BLANK);
    this.pairs = new Int32Array(cols * rows);
    this.dirtyRows = new Uint8Array(rows).fill(1);
    this.#emulator = tools.emulator;
    this.#atlas = tools.atlas;
    this.#pairTable = tools.pairTable;
    this.#attributes = new AttributeResolver(tools.emulator, tools.pairTable, tools);
    this.#showCursor = tools.showCursor;
    this.#cell = tools.emulator.newCell();
    this.#raw = new Int32Array(cols * rows * 3);
    this.#isSpecial = new Uint8Array(rows);
  }

  get background(): number {
    return this.#emulator.colors.background;
  }

  update(): void {
    for (const [part, { at, glyph }] of this.#underCursor.entries())
      this.#set(at, glyph, this.#pairsUnderCursor[part] as number);
    this.#underCursor = [];
    const { colors, cols, rows } = this.#emulator;
    const size = `${cols}x${rows}`;
    const isStale = colors.revision !== this.#revision || size !== this.#size;
    this.#revision = colors.revision;
    this.#size = size;
    for (let y = 0; y < this.rows; y++) {
      const line = y < rows ? this.#emulator.line(y) : undefined;
      if (line === undefined) {
        if (isStale) this.#blankRow(y, 0);
      } else if (this.#readRow(y, line) || isStale) this.#resolveRow(y, line);
    }
    this.#overlayCursor();
  }

  /** Every number of a pair that is kept, for the table to renumber. */
  pairLists(): Int32Array[] {
    return [this.pairs, this.#pairsUnderCursor];
  }

  markPainted(): void {
    this.dirtyRows.fill(0);
  }

  #set(at: number, glyph: number, pair: number): void {
    this.glyphs[at] = glyph;
    this.pairs[at] = pair;
    this.dirtyRows[Math.floor(at / this.cols)] = 1;
  }

  #blankRow(y: number, from: number): void {
    const pair = this.#pairTable.idOf(this.background, this.background);
    this.glyphs.fill(BLANK, y * this.cols + from, (y + 1) * this.cols);
    this.pairs.fill(pair, y * this.cols + from, (y + 1) * this.cols);
    this.dirtyRows[y] = 1;
  }

  /** Reads the raw numbers of a row; true when it has to be resolved again. */
  #readRow(y: number, line: IBufferLine): boolean {
    const raw = this.#raw;
    const cols = Math.min(this.cols, this.#emulator.cols);
    let isChanged = this.#isSpecial[y] === 1;
    let isSpecial = 0;
    let at = y * this.cols * 3;
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

  #resolveRow(y: number, line: IBufferLine): void {
    const cols = Math.min(this.cols, this.#emulator.cols);
    if (cols < this.cols) this.#blankRow(y, cols);
    this.dirtyRows[y] = 1;
    for (let x = 0; x < cols; ) x += this.#resolveCell(x, y, line);
  }

  /** Resolves the cell at x and those that its picture covers; returns how many these are. */
  #resolveCell(x: number, y: number, line: IBufferLine): number {
    const at = y * this.cols + x;
    const content = this.#raw[at * 3] as number;
    this.#attributesAt(x, y, line);
    const { style, pair, blankPair } = this.#attributes;
    const code = content & CODE_POINT;
    const width = content >>> WIDTH_SHIFT;
    if (width === 1 && (content & HAS_MORE_TEXT) === 0 && !isPictogram(code)) {
      const glyph = this.#atlas.idOfCode(code, style);
      this.glyphs[at] = glyph;
      this.pairs[at] = glyph === BLANK ? blankPair : pair;
      return 1;
    }
    const hasText = (content & (CODE_POINT | HAS_MORE_TEXT)) !== 0;
    const found = { text: hasText ? this.#textAt(x, line) : ' ', line, style, pair };
    if (width === 2) return this.#resolveWide(x, y, found);
    const spread = width === 1 ? this.#spreadText(x, y, found) : undefined;
    this.#place(at, { ...found, text: spread ?? found.text }, spread !== undefined);
    return spread === undefined ? 1 : 2;
  }

  /** A wide character, and the emoji behind it that belong to it: they are drawn as one in the first two cells. */
  #resolveWide(x: number, y: number, found: FoundText): number {
    const at = y * this.cols + x;
    const limit = Math.min(this.cols, this.#emulator.cols);
    let text = found.text;
    let joined = { text, cells: 2 };
    for (let next = x + 2; next < limit && next < x + 2 * MOST_JOINED; next += 2) {
      const content = this.#raw[(y * this.cols + next) * 3] as number;
      if (content >>> WIDTH_SHIFT === 0) break;
      const nextText = this.#textAt(next, found.line);
      if (!isJoinedTo(text, nextText)) break;
      text += nextText;
      const cells = next - x + (content >>> WIDTH_SHIFT);
      if (this.#atlas.canDraw(text)) joined = { text, cells };
      if (content >>> WIDTH_SHIFT === 1) break;
    }
    this.#place(at, { ...found, text: joined.text }, true);
    for (let rest = 2; rest < joined.cells && x + rest < limit; rest++) {
      this.#attributesAt(x + rest, y, found.line);
      this.glyphs[at + rest] = BLANK;
      this.pairs[at + rest] = this.#attributes.blankPair;
    }
    return joined.cells;
  }

  #place(at: number, { text, style, pair }: FoundText, isWide: boolean): void {
    const cells = isWide && (at + 1) % this.cols !== 0 ? 2 : 1;
    for (let part = 0; part < cells; part++) {
      const half = !isWide ? 0 : part === 0 ? STYLE_BITS.left : STYLE_BITS.right;
      this.glyphs[at + part] = this.#atlas.idOfText(text, style | half);
      this.pairs[at + part] = pair;
    }
  }

  /**
   * The text that is drawn over this cell and the next: two letters of a flag; an icon or a narrow emoji with a blank to
   * its right, as these are drawn for two cells. Undefined when this cell stands alone.
   */
  #spreadText(x: number, y: number, { text, line, style, pair }: FoundText): string | undefined {
    if (x + 1 >= Math.min(this.cols, this.#emulator.cols)) return undefined;
    const code = text.codePointAt(0) as number;
    if (!isPictogram(code) && !isEmoji(text)) return undefined;
    const next = this.#raw[(y * this.cols + x + 1) * 3] as number;
    if (next >>> WIDTH_SHIFT !== 1 || next & HAS_MORE_TEXT) return undefined;
    const nextCode = next & CODE_POINT;
    if (isRegionalIndicator(code)) {
      const flag = isRegionalIndicator(nextCode) ? String.fromCodePoint(code, nextCode) : undefined;
      return flag !== undefined && this.#atlas.canDraw(flag) ? flag : undefined;
    }
    this.#attributesAt(x + 1, y, line);
    const beside = this.#attributes;
    const isBlank = (nextCode === 0 || nextCode === 0x20) && !showsLines(beside.style) && !showsLines(style);
    const isSameGround = this.#pairTable.backgroundOf(beside.pair) === this.#pairTable.backgroundOf(pair);
    return isBlank && isSameGround ? text : undefined;
  }

  #textAt(x: number, line: IBufferLine): string {
    return (line.getCell(x, this.#cell) as ScreenCell).getChars();
  }

  /** The answer lies in `#attributes`. */
  #attributesAt(x: number, y: number, line: IBufferLine): void {
    const at = (y * this.cols + x) * 3;
    this.#attributes.resolve(this.#raw[at + 1] as number, this.#raw[at + 2] as number, line, x);
  }

  #overlayCursor(): void {
    const { x, y, isVisible, shape } = this.#emulator.cursor;
    if (!this.#showCursor || !isVisible || x >= this.cols || y >= this.rows) return;
    const line = this.#emulator.line(y);
    if (line === undefined) return;
    const at = y * this.cols + x;
    const { style } = this.#atlas.definitionOf(this.glyphs[at] as number);
    const cells = style & STYLE_BITS.left && x + 1 < this.cols ? 2 : 1;
    for (let part = 0; part < (shape === 'bar' ? 1 : cells); part++) {
      this.#underCursor.push({ at: at + part, glyph: this.glyphs[at + part] as number });
      this.#pairsUnderCursor[part] = this.pairs[at + part] as number;
      this.#drawCursor(at + part, line.getCell(x, this.#cell) as ScreenCell, shape);
    }
  }

  #drawCursor(at: number, cell: ScreenCell, shape: CursorShape): void {
    const glyph = this.glyphs[at] as number;
    const attributes = this.#attributes;
    attributes.resolveCell(cell, shape === 'block');
    if (shape === 'block') this.#set(at, glyph, glyph === BLANK ? attributes.blankPair : attributes.pair);
    else this.#set(at, this.#atlas.withCursor(glyph, shape), attributes.pair);
    attributes.forgetLast();
  }
}

interface FoundText {
  readonly text: string;
  readonly line: IBufferLine;
  readonly style: number;
  readonly pair: number;
}

/** One column in the emulator, but drawn for two: letters of flags, and icons other than powerline's. */
const isPictogram = (code: number): boolean =>
  isRegionalIndicator(code) ||
  (code >= 0xe000 && code <= 0xf8ff && !(code >= 0xe0a0 && code <= 0xe0d4)) ||
  code >= 0xf0000;
