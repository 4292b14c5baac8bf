/**
 * What a pixel of a glyph is painted with: a share `level` (0..1) of a colour over the background. `paint`: the text's
 * colour, the lines' colour (underlines may have their own), or a colour of the glyph itself (0xRRGGBB).
 */
export interface Ink {
  readonly paint: 'text' | 'line' | number;
  readonly level: number;
}

/** Inks that glyphs number their pixels by. Number 0 is always the bare background. */
export interface InkSet {
  /** Sets with the same id are the same set. */
  readonly id: number;
  readonly inks: readonly Ink[];
}

/** The inks of every glyph without colours of its own: the levels of the text, then those of the lines. */
export function standardInks(levels: number): InkSet {
  const inks: Ink[] = [];
  for (let level = 0; level < levels; level++) inks.push({ paint: 'text', level: level / (levels - 1) });
  for (let level = 1; level < levels; level++) inks.push({ paint: 'line', level: level / (levels - 1) });
  return { id: 0, inks };
}

/** `level` of `paint` over `background`, each channel rounded. All colours are 0xRRGGBB. */
export function mixColors(background: number, paint: number, level: number): number {
  if (level >= 1) return paint;
  if (level <= 0) return background;
  const channel = (shift: number) =>
    Math.round(((background >> shift) & 0xff) * (1 - level) + ((paint >> shift) & 0xff) * level) << shift;
  return channel(16) | channel(8) | channel(0);
}
