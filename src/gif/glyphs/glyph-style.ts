/** How a character is drawn, besides its colours. `underline`: 0 none, 1 single, 2 double, 3 curly, 4 dotted, 5 dashed. */
export interface GlyphStyle {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: number;
  readonly strike: boolean;
  readonly overline: boolean;
  /** A line of the cursor: at the left, or below. */
  readonly cursor: 'none' | 'bar' | 'underline';
}

/** Which part of a shape two cells wide a cell shows; a shape of one cell is whole. */
export type CellPart = 'whole' | 'left' | 'right';

/** Styles as small numbers, so that a cell's glyph is found by one number. */
export const STYLE_BITS = {
  bold: 1,
  italic: 2,
  strike: 4,
  overline: 8,
  /** Three bits. */
  underline: 16,
  left: 128,
  right: 256,
  cursorBar: 512,
  cursorUnderline: 1024,
} as const;

export function styleOf(bits: number): GlyphStyle {
  return {
    bold: (bits & STYLE_BITS.bold) !== 0,
    italic: (bits & STYLE_BITS.italic) !== 0,
    underline: (bits >> 4) & 7,
    strike: (bits & STYLE_BITS.strike) !== 0,
    overline: (bits & STYLE_BITS.overline) !== 0,
    cursor: bits & STYLE_BITS.cursorBar ? 'bar' : bits & STYLE_BITS.cursorUnderline ? 'underline' : 'none',
  };
}

export const partOf = (bits: number): CellPart =>
  bits & STYLE_BITS.left ? 'left' : bits & STYLE_BITS.right ? 'right' : 'whole';

const LINES =
  STYLE_BITS.strike |
  STYLE_BITS.overline |
  (7 * STYLE_BITS.underline) |
  STYLE_BITS.cursorBar |
  STYLE_BITS.cursorUnderline;

/** True when a blank in this style still shows a line. */
export const showsLines = (bits: number): boolean => (bits & LINES) !== 0;
