/** One closed curve of quadratic splines in font units, y upwards. Between two off-curve points lies an implied on-curve one. */
export interface Contour {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly onCurve: readonly boolean[];
}

/** What is painted in one colour. `color`: 0xRRGGBB, or undefined for the colour of the text. */
export interface Layer {
  readonly contours: readonly Contour[];
  readonly color: number | undefined;
}

/** The shape of a character: layers from back to front, and how far the pen moves, in font units. */
export interface GlyphShape {
  readonly layers: readonly Layer[];
  readonly advance: number;
}

/** A font at one weight and slant. Sizes are in font units; `ascender` is above the baseline, `descender` below it (negative). */
export interface FontFace {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  /** The shape of one character or of a sequence that the font draws as one; undefined when it has none. */
  shapeOf(text: string): GlyphShape | undefined;
}
