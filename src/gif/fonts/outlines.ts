import type { Contour } from './font-face.ts';

/** The outlines of a font's glyphs by number. */
export interface Outlines {
  /** Undefined when the glyph is malformed: another font may have the character. */
  contoursOf(glyph: number): Contour[] | undefined;
}
