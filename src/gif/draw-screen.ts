import type { Picture } from './picture.ts';
import type { RgbImage } from './png.ts';

/** The whole picture of a screen as it is now, drawn cell by cell: what every frame of a GIF must add up to. */
export function drawScreen({ atlas, pairTable, screen }: Pick<Picture, 'atlas' | 'pairTable' | 'screen'>): RgbImage {
  const { width, height, cellWidth, cellHeight, marginX, marginY } = atlas.geometry;
  screen.update();
  const pixels = new Int32Array(width * height).fill(screen.background);
  for (let cell = 0; cell < screen.glyphs.length; cell++) {
    const glyph = atlas.glyph(screen.glyphs[cell] as number);
    const row = pairTable.rowOf(screen.pairs[cell] as number, glyph.inkSet);
    const { colors } = pairTable;
    const left = marginX + (cell % screen.cols) * cellWidth;
    const top = marginY + Math.floor(cell / screen.cols) * cellHeight;
    for (let at = 0; at < glyph.pixels.length; at++) {
      const x = left + (at % cellWidth);
      const y = top + Math.floor(at / cellWidth);
      pixels[y * width + x] = colors[row + (glyph.pixels[at] as number)] as number;
    }
  }
  return { width, height, pixels };
}
