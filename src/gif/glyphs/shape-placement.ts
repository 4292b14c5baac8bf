import type { FoundShape } from '../fonts/font-chain.ts';
import type { Contour } from '../fonts/font-face.ts';
import type { Geometry } from '../geometry.ts';
import { alignHeights } from './alignment-zones.ts';
import { boundsOf, type Placement } from './outline.ts';

/** A slant of about eleven degrees. */
const FAKE_SLANT = 0.2;
/** Ideographs fill their em less than Latin letters fill theirs; this makes both look of one size. */
const CJK_SCALE = 1.125;
/** Ideographs hang evenly around the middle of a line. */
const CJK_MIDDLE = 0.38;
/** Emoji leave a little air in their box. */
const EMOJI_SCALE = 0.94;
/** Icons are drawn as high as a capital letter with its accent. */
const ICON_HEIGHT = 1.05;

/** How a shape lies in a box of one or two cells: `boxWidth` pixels wide and a cell high. */
export function placeShape(found: FoundShape, boxWidth: number, geometry: Geometry): Placement {
  const contours = found.shape.layers.flatMap((layer) => layer.contours);
  if (found.kind === 'emoji') return placeEmoji(found, boxWidth, geometry);
  if (found.kind === 'separator') return placeSeparator(contours, boxWidth, geometry);
  if (found.kind === 'icon') return placeIcon(contours, found.face.unitsPerEm, { boxWidth, geometry });
  const em = found.kind === 'cjk' ? Math.min(geometry.fontSize * CJK_SCALE, geometry.cellHeight) : geometry.fontSize;
  const natural = found.shape.advance * (em / found.face.unitsPerEm);
  // A shape wider than its cells is narrowed as a whole, and stays on the baseline.
  const fit = natural > boxWidth * 1.05 ? boxWidth / natural : 1;
  const scale = (em / found.face.unitsPerEm) * fit;
  const baseline =
    found.kind === 'cjk' ? Math.round(geometry.cellHeight / 2 + CJK_MIDDLE * em * fit) : geometry.baseline;
  const air = (boxWidth - found.shape.advance * scale) / 2;
  // Bitmaps stay sharp only on whole pixels.
  const left = found.kind === 'bitmap' ? Math.floor(air) : air;
  const heightOf = found.kind === 'text' ? alignHeights(found.face, scale) : undefined;
  return { scale, left, baseline, slant: found.fakeItalic ? FAKE_SLANT : 0, heightOf };
}

function placeEmoji({ face, shape }: FoundShape, boxWidth: number, geometry: Geometry): Placement {
  const side = Math.min(boxWidth, geometry.cellHeight) * EMOJI_SCALE;
  const height = face.ascender - face.descender;
  const scale = side / Math.max(height, shape.advance);
  const left = (boxWidth - shape.advance * scale) / 2;
  return { scale, left, baseline: geometry.cellHeight / 2 + ((face.ascender + face.descender) / 2) * scale };
}

function placeIcon(
  contours: readonly Contour[],
  unitsPerEm: number,
  { boxWidth, geometry }: { boxWidth: number; geometry: Geometry },
): Placement {
  const bounds = boundsOf(contours) ?? { left: 0, right: 1, bottom: 0, top: 1 };
  const width = bounds.right - bounds.left;
  const height = bounds.top - bounds.bottom;
  const highest = geometry.fontSize * ICON_HEIGHT;
  const scale = Math.min(boxWidth / width, highest / height, (geometry.fontSize * 1.1) / unitsPerEm);
  return {
    scale,
    left: (boxWidth - (bounds.left + bounds.right) * scale) / 2,
    baseline: geometry.cellHeight / 2 + ((bounds.top + bounds.bottom) / 2) * scale,
  };
}

/** The further separators of powerline (flames, pixels, honeycombs) fill their cell, so that they meet what is beside it. */
function placeSeparator(contours: readonly Contour[], boxWidth: number, { cellHeight }: Geometry): Placement {
  const { left, right, bottom, top } = boundsOf(contours) ?? { left: 0, right: 1, bottom: 0, top: 1 };
  const scale = boxWidth / (right - left);
  const upright = cellHeight / (top - bottom);
  return { scale, left: -left * scale, baseline: cellHeight, heightOf: (units) => (units - bottom) * upright };
}
