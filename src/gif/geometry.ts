/** Sizes of a picture of a terminal, in whole pixels. */
export interface Geometry {
  readonly cols: number;
  readonly rows: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** One column of the background at the left and right, half a row above and below. */
  readonly marginX: number;
  readonly marginY: number;
  readonly width: number;
  readonly height: number;
  /** Size of an em. */
  readonly fontSize: number;
  /** From the top of a cell down to the baseline. */
  readonly baseline: number;
  /** Thickness of a light line of a box. */
  readonly lineWidth: number;
}

/** Advance, ascender and descender of the main face, as parts of an em. */
export interface FaceMetrics {
  readonly advance: number;
  readonly ascender: number;
  readonly descender: number;
}

/** A GIF counts pixels with 16 bits. */
export const LARGEST_CANVAS = 65_535;

/** Lays out `cols` x `rows` cells. Cells are whole pixels, so that boxes join and equal cells are equal pixels. */
export function layOut(
  screen: { readonly cols: number; readonly rows: number },
  font: { readonly size: number; readonly lineHeight: number },
  metrics: FaceMetrics,
): Geometry {
  const cellWidth = Math.max(1, Math.round(font.size * metrics.advance));
  const cellHeight = Math.max(1, Math.round(font.size * font.lineHeight));
  const ascent = metrics.ascender * font.size;
  const descent = -metrics.descender * font.size;
  const marginX = cellWidth;
  const marginY = cellHeight >> 1;
  return {
    cols: screen.cols,
    rows: screen.rows,
    cellWidth,
    cellHeight,
    marginX,
    marginY,
    width: screen.cols * cellWidth + 2 * marginX,
    height: screen.rows * cellHeight + 2 * marginY,
    fontSize: font.size,
    baseline: Math.round((cellHeight - ascent - descent) / 2 + ascent),
    lineWidth: Math.max(1, Math.round(cellHeight / 16)),
  };
}
