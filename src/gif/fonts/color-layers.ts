/** The layers of coloured glyphs, from back to front. `color`: 0xRRGGBB, or undefined for the colour of the text. */
export interface ColorLayers {
  layersOf(glyph: number): { glyph: number; color: number | undefined }[] | undefined;
}

/** The palette entry that stands for the colour of the text. */
const TEXT_COLOR = 0xffff;

/** Reads COLR version 0 with the first palette of CPAL (OpenType 1.9). Translucency is not kept: flat art has none. */
export function readColorLayers(colr: DataView | undefined, cpal: DataView | undefined): ColorLayers | undefined {
  if (colr === undefined || cpal === undefined || colr.byteLength < 14 || cpal.byteLength < 14) return undefined;
  const baseCount = colr.getUint16(2);
  const bases = colr.getUint32(4);
  const layers = colr.getUint32(8);
  const colors = cpal.getUint32(8);
  const colorOf = (entry: number): number | undefined => {
    if (entry === TEXT_COLOR) return undefined;
    const at = colors + entry * 4; // blue, green, red, alpha
    return (cpal.getUint8(at + 2) << 16) | (cpal.getUint8(at + 1) << 8) | cpal.getUint8(at);
  };
  return {
    layersOf(glyph) {
      const at = findBase(colr, bases, baseCount, glyph);
      if (at === undefined) return undefined;
      const first = colr.getUint16(at + 2);
      const count = colr.getUint16(at + 4);
      return Array.from({ length: count }, (_, index) => {
        const layer = layers + (first + index) * 4;
        return { glyph: colr.getUint16(layer), color: colorOf(colr.getUint16(layer + 2)) };
      });
    },
  };
}

/** Base glyph records are sorted by glyph. */
function findBase(
  colr: DataView,
  bases: number,
  ...[count, glyph]: [count: number, glyph: number]
): number | undefined {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = bases + middle * 6;
    const found = colr.getUint16(at);
    if (found === glyph) return at;
    if (found < glyph) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
