import type { IBufferLine } from '@xterm/headless';
import { STYLE_BITS, showsLines } from './glyphs/glyph-style.ts';
import { mixColors } from './glyphs/ink.ts';
import type { PairTable } from './pair-table.ts';
import type { ScreenColors } from './screen-colors.ts';
import type { ScreenCell, ScreenEmulator } from './screen-emulator.ts';

const HAS_EXTENDED = 1 << 28;
/** Places for attributes that were met; a new one takes the place of another. A power of two. */
const KNOWN = 4096;
/** Of a place: foreground, background, style, pair, pair of a blank. */
const FIELDS = 5;

/**
 * Turns attributes of the emulator into style and colours. The answer lies in `style`, `pair` and `blankPair` until the
 * next question, because every cell of every frame asks: an object each would be most of the garbage of an export.
 */
export class AttributeResolver {
  readonly #colors: ScreenColors;
  readonly #pairs: PairTable;
  readonly #boldIsBright: boolean;
  readonly #cell: ScreenCell;
  readonly #known = new Int32Array(KNOWN * FIELDS);
  readonly #isKnown = new Uint8Array(KNOWN);
  #revision: number;
  #generation = 0;
  #lastFg = 0;
  #lastBg = HAS_EXTENDED;
  #style = 0;
  #pair = 0;
  #blankPair = 0;

  constructor(emulator: ScreenEmulator, pairs: PairTable, options: { readonly boldIsBright: boolean }) {
    this.#colors = emulator.colors;
    this.#cell = emulator.newCell();
    this.#pairs = pairs;
    this.#boldIsBright = options.boldIsBright;
    this.#revision = this.#colors.revision;
  }

  /** A sum of STYLE_BITS. */
  get style(): number {
    return this.#style;
  }

  get pair(): number {
    return this.#pair;
  }

  /** For a blank, whose foreground is not seen and so must not cost a colour. */
  get blankPair(): number {
    return this.#blankPair;
  }

  /** `fg` and `bg` are the raw attributes of the cell at `x` of `line`, which is read only if they were not met before. */
  resolve(fg: number, bg: number, ...[line, x]: [line: IBufferLine, x: number]): void {
    if (this.#revision !== this.#colors.revision || this.#generation !== this.#pairs.generation) this.#forget();
    if (fg === this.#lastFg && bg === this.#lastBg) return;
    this.#lastFg = fg;
    this.#lastBg = bg;
    // The style and colour of an underline are not in these numbers.
    if (bg & HAS_EXTENDED) {
      this.forgetLast();
      this.resolveCell(line.getCell(x, this.#cell) as ScreenCell, false);
      return;
    }
    const place = (Math.imul(fg, 0x9e3779b1) ^ Math.imul(bg, 0x85ebca6b)) >>> 20;
    const at = place * FIELDS;
    const known = this.#known;
    if (this.#isKnown[place] === 1 && known[at] === fg && known[at + 1] === bg) {
      this.#style = known[at + 2] as number;
      this.#pair = known[at + 3] as number;
      this.#blankPair = known[at + 4] as number;
      return;
    }
    this.resolveCell(line.getCell(x, this.#cell) as ScreenCell, false);
    this.#isKnown[place] = 1;
    known[at] = fg;
    known[at + 1] = bg;
    known[at + 2] = this.#style;
    known[at + 3] = this.#pair;
    known[at + 4] = this.#blankPair;
  }

  /** After `resolveCell` the answer is not that of the last question any more. */
  forgetLast(): void {
    this.#lastFg = 0;
    this.#lastBg = HAS_EXTENDED;
  }

  /** The order is part of what a terminal looks like: colours, inverse, dim, hidden. */
  resolveCell(cell: ScreenCell, isUnderCursor: boolean): void {
    let foreground = this.#foreground(cell);
    let background = this.#background(cell);
    let line = this.#line(cell, foreground);
    if ((cell.isInverse() !== 0) !== isUnderCursor) {
      if (line === foreground) line = background;
      const swapped = foreground;
      foreground = background;
      background = swapped;
    }
    if (cell.isDim()) {
      const dimmed = mixColors(background, foreground, 0.5);
      line = line === foreground ? dimmed : mixColors(background, line, 0.5);
      foreground = dimmed;
    }
    if (cell.isInvisible()) foreground = line = background;
    this.#style = styleBits(cell);
    this.#pair = this.#pairs.idOf(foreground, background, line);
    this.#blankPair = showsLines(this.#style) ? this.#pair : this.#pairs.idOf(background, background);
  }

  #forget(): void {
    this.#isKnown.fill(0);
    this.forgetLast();
    this.#revision = this.#colors.revision;
    this.#generation = this.#pairs.generation;
  }

  #foreground(cell: ScreenCell): number {
    const color = cell.getFgColor();
    if (cell.isFgRGB()) return color;
    if (!cell.isFgPalette()) return this.#colors.foreground;
    const isBrightened = this.#boldIsBright && cell.isBold() !== 0 && color < 8;
    return this.#colors.indexed(isBrightened ? color + 8 : color);
  }

  #background(cell: ScreenCell): number {
    if (cell.isBgRGB()) return cell.getBgColor();
    return cell.isBgPalette() ? this.#colors.indexed(cell.getBgColor()) : this.#colors.background;
  }

  #line(cell: ScreenCell, foreground: number): number {
    if ((cell.bg & HAS_EXTENDED) === 0 || !cell.isUnderline() || cell.isUnderlineColorDefault()) return foreground;
    const color = cell.getUnderlineColor();
    return cell.isUnderlineColorRGB() ? color : this.#colors.indexed(color);
  }
}

function styleBits(cell: ScreenCell): number {
  const underline = cell.isUnderline() ? cell.getUnderlineStyle() || 1 : 0;
  return (
    (cell.isBold() ? STYLE_BITS.bold : 0) |
    (cell.isItalic() ? STYLE_BITS.italic : 0) |
    (cell.isStrikethrough() ? STYLE_BITS.strike : 0) |
    (cell.isOverline() ? STYLE_BITS.overline : 0) |
    (underline * STYLE_BITS.underline)
  );
}
