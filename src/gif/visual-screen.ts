import type { IBufferLine } from '@xterm/headless';
import { AttributeResolver } from './cell-attributes.ts';
import { isEmoji, isJoinedTo, isRegionalIndicator, isSkinTone } from './fonts/emoji-text.ts';
import { BLANK, type GlyphAtlas } from './glyphs/glyph-atlas.ts';
import { STYLE_BITS, showsLines } from './glyphs/glyph-style.ts';
import type { PairTable } from './pair-table.ts';
import { RawCells } from './raw-cells.ts';
import type { CursorShape, ScreenCell, ScreenEmulator } from './screen-emulator.ts';

/** A kiss of two people with skin tones; nothing longer is joined. */
const MOST_JOINED = 6;

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
  readonly #raw: RawCells;
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
    this.#raw = new RawCells(tools.emulator, { cols, rows });
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
      } else if (this.#raw.readRow(y, line, Math.min(this.cols, cols)) || isStale) this.#resolveRow(y, line);
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

  #resolveRow(y: number, line: IBufferLine): void {
    const cols = Math.min(this.cols, this.#emulator.cols);
    if (cols < this.cols) this.#blankRow(y, cols);
    this.dirtyRows[y] = 1;
    for (let x = 0; x < cols; ) x += this.#resolveCell(x, y, line);
  }

  /** Resolves the cell at x and those that its picture covers; returns how many these are. */
  #resolveCell(x: number, y: number, line: IBufferLine): number {
    const at = y * this.cols + x;
    this.#attributesAt(x, y, line);
    const { style, pair, blankPair } = this.#attributes;
    const code = this.#raw.codeAt(at);
    if (code >= 0 && this.#raw.widthAt(at) === 1 && !isPictogram(code) && !isNewEmoji(code)) {
      const glyph = this.#atlas.idOfCode(code, style);
      this.glyphs[at] = glyph;
      this.pairs[at] = glyph === BLANK ? blankPair : pair;
      return 1;
    }
    const found = { text: this.#raw.textAt(x, line), line, style, pair };
    // A skin tone after a narrow hand: that was resolved as if it stood alone.
    if (isSkinTone(found.text.codePointAt(0) as number) && x > 0 && this.#raw.widthAt(at - 1) === 1) {
      const before = { ...found, text: this.#raw.textAt(x - 1, line) };
      const cells = this.#placeJoined(x - 1, y, before);
      if (cells > 1) return cells - 1;
      this.#attributesAt(x, y, line);
    }
    const cells = this.#placeJoined(x, y, found);
    if (cells > 0) return cells;
    const isSpread = this.#spreads(x, y, found);
    this.#place(at, found, isSpread);
    return isSpread ? 2 : 1;
  }

  /**
   * Draws a wide character, or emoji of several cells that belong together, in the first two of its cells; returns how
   * many these are. 0, and nothing drawn, when a narrow character stands alone.
   */
  #placeJoined(x: number, y: number, found: FoundText): number {
    const at = y * this.cols + x;
    const limit = Math.min(this.cols, this.#emulator.cols);
    let text = found.text;
    let cells = this.#raw.widthAt(at);
    let joined = { text, cells };
    for (let parts = 1; parts < MOST_JOINED && x + cells < limit; parts++) {
      const width = this.#raw.widthAt(at + cells);
      const next = width === 0 ? '' : this.#raw.textAt(x + cells, found.line);
      if (next === '' || !isJoinedTo(text, next)) break;
      text += next;
      cells += width;
      if (this.#atlas.canDraw(text)) joined = { text, cells };
    }
    if (joined.cells < 2) return 0;
    this.#place(at, { ...found, text: joined.text }, true);
    for (let rest = 2; rest < joined.cells && x + rest < limit; rest++) {
      this.#attributesAt(x + rest, y, found.line);
      this.glyphs[at + rest] = this.#atlas.idOfCode(0x20, this.#attributes.style);
      this.pairs[at + rest] = this.#attributes.blankPair;
    }
    return joined.cells;
  }

  #place(at: number, { text, style, pair }: FoundText, isWide: boolean): void {
    const isCut = (at % this.cols) + 1 >= Math.min(this.cols, this.#emulator.cols);
    const cells = isWide && !isCut ? 2 : 1;
    for (let part = 0; part < cells; part++) {
      const half = !isWide ? 0 : part === 0 ? STYLE_BITS.left : STYLE_BITS.right;
      this.glyphs[at + part] = this.#atlas.idOfText(text, style | half);
      this.pairs[at + part] = pair;
    }
  }

  /** True for an icon or a narrow emoji with a blank to its right: these are drawn for two cells. */
  #spreads(x: number, y: number, { text, line, style, pair }: FoundText): boolean {
    const code = text.codePointAt(0) as number;
    if (isRegionalIndicator(code) || !(isPictogram(code) || isEmoji(text))) return false;
    const next = y * this.cols + x + 1;
    if (x + 1 >= Math.min(this.cols, this.#emulator.cols) || this.#raw.widthAt(next) !== 1) return false;
    const nextCode = this.#raw.codeAt(next);
    if ((nextCode !== 0 && nextCode !== 0x20) || showsLines(style)) return false;
    this.#attributesAt(x + 1, y, line);
    const beside = this.#attributes;
    return (
      !showsLines(beside.style) && this.#pairTable.backgroundOf(beside.pair) === this.#pairTable.backgroundOf(pair)
    );
  }

  /** The answer lies in `#attributes`. */
  #attributesAt(x: number, y: number, line: IBufferLine): void {
    const at = y * this.cols + x;
    this.#attributes.resolve(this.#raw.foregroundAt(at), this.#raw.backgroundAt(at), line, x);
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

/** Where emoji lie that are younger than the emulator's table of widths, and so one column wide. */
const isNewEmoji = (code: number): boolean => code >= 0x1f300 && code < 0x1fb00;
