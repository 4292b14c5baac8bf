import { STYLE_BITS, showsLines } from './glyphs/glyph-style.ts';
import { mixColors } from './glyphs/ink.ts';
import type { PairTable } from './pair-table.ts';
import type { ScreenColors } from './screen-colors.ts';
import type { ScreenCell } from './screen-emulator.ts';

/** What a cell's attributes mean for its picture. */
export interface ResolvedAttributes {
  /** A sum of STYLE_BITS. */
  readonly style: number;
  readonly pair: number;
  /** For a blank, whose foreground is not seen and so must not cost a colour. */
  readonly blankPair: number;
}

const HAS_EXTENDED = 1 << 28;
/** Pairs of a 24-bit animation never repeat, so what was resolved is forgotten now and then. */
const MOST_KNOWN = 4096;

/** Turns attributes of the emulator into style and colours; what it met before it looks up. */
export class AttributeResolver {
  readonly #colors: ScreenColors;
  readonly #pairs: PairTable;
  readonly #boldIsBright: boolean;
  readonly #known = new Map<number, Map<number, ResolvedAttributes>>();
  #count = 0;
  #revision: number;
  #lastFg = 0;
  #lastBg = 0;
  #last: ResolvedAttributes | undefined;

  constructor(colors: ScreenColors, pairs: PairTable, options: { readonly boldIsBright: boolean }) {
    this.#colors = colors;
    this.#pairs = pairs;
    this.#boldIsBright = options.boldIsBright;
    this.#revision = colors.revision;
  }

  /** `load` gives the cell itself; it is asked only for attributes not met before. */
  resolve(fg: number, bg: number, load: () => ScreenCell): ResolvedAttributes {
    if (this.#revision !== this.#colors.revision || this.#count > MOST_KNOWN) this.#forget();
    if (this.#last !== undefined && fg === this.#lastFg && bg === this.#lastBg) return this.#last;
    // The style and colour of an underline are not in these numbers.
    if (bg & HAS_EXTENDED) return this.resolveCell(load(), false);
    const row = this.#known.get(fg) ?? new Map<number, ResolvedAttributes>();
    const resolved = row.get(bg) ?? this.resolveCell(load(), false);
    if (!row.has(bg)) {
      row.set(bg, resolved);
      this.#known.set(fg, row);
      this.#count++;
    }
    this.#lastFg = fg;
    this.#lastBg = bg;
    this.#last = resolved;
    return resolved;
  }

  /** The order is part of what a terminal looks like: colours, inverse, dim, hidden. */
  resolveCell(cell: ScreenCell, isUnderCursor: boolean): ResolvedAttributes {
    let foreground = this.#foreground(cell);
    let background = this.#background(cell);
    let line = this.#line(cell, foreground);
    if ((cell.isInverse() !== 0) !== isUnderCursor) {
      if (line === foreground) line = background;
      [foreground, background] = [background, foreground];
    }
    if (cell.isDim()) {
      const dimmed = mixColors(background, foreground, 0.5);
      line = line === foreground ? dimmed : mixColors(background, line, 0.5);
      foreground = dimmed;
    }
    if (cell.isInvisible()) foreground = line = background;
    const style = styleBits(cell);
    const pair = this.#pairs.idOf(foreground, background, line);
    return { style, pair, blankPair: showsLines(style) ? pair : this.#pairs.idOf(background, background) };
  }

  #forget(): void {
    this.#known.clear();
    this.#last = undefined;
    this.#count = 0;
    this.#revision = this.#colors.revision;
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
