import type { FontChain, FoundShape } from '../fonts/font-chain.ts';
import type { Geometry } from '../geometry.ts';
import { Coverage } from './coverage.ts';
import { drawnAs } from './drawn-as.ts';
import { drawByRule, isDrawnByRule } from './drawn-by-rule.ts';
import { EMOJI_COLORS } from './emoji-colors.generated.ts';
import { drawMissing } from './missing-glyph.ts';
import { boundsOf, drawContours, type Placement } from './outline.ts';
import { placeShape } from './shape-placement.ts';

/** How much steeper than their coverage the edges of letters are: greys that hardly show cost a twenty-fifth of a file. */
const CONTRAST = 1.2;

/** A drawn character: in the text's colour (the covered part of each pixel), or in colours of its own. */
export type Drawing =
  | { readonly kind: 'plain'; readonly covered: Float32Array }
  | { readonly kind: 'colored'; readonly covered: Float32Array; readonly colors: Int32Array };

export interface DrawOptions {
  /** Of the box: one or two cells. */
  readonly width: number;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly geometry: Geometry;
}

export interface DrawTools {
  readonly fonts: FontChain;
  /** Hears of a character that no font has. */
  readonly missing: (character: string) => void;
}

/** Draws what a cell holds: a character, its combining marks, or a sequence. */
export function drawText(text: string, options: DrawOptions, tools: DrawTools): Drawing {
  const { width, geometry } = options;
  const code = text.codePointAt(0) as number;
  if (isDrawnByRule(code)) return { kind: 'plain', covered: widened(drawByRule(code, geometry), width, geometry) };
  const composed = text.length > 1 ? text.normalize('NFC') : text;
  const found = tools.fonts.find(composed, options);
  if (found !== undefined) return drawFound(found, options);
  const [base, ...marks] = Array.from(composed).filter((character) => !isUnseen(character));
  const baseShape = base === undefined || base === ' ' ? undefined : tools.fonts.find(base, options);
  if (base !== undefined && base !== ' ' && baseShape === undefined) {
    tools.missing(base);
    return { kind: 'plain', covered: drawMissing(base.codePointAt(0) as number, width, geometry) };
  }
  const drawing: Drawing =
    baseShape === undefined
      ? { kind: 'plain', covered: new Float32Array(width * geometry.cellHeight) }
      : drawFound(baseShape, options);
  for (const mark of marks) {
    const markShape = tools.fonts.find(mark, options);
    if (markShape === undefined) tools.missing(mark);
    else addMark(drawing, markShape, options);
  }
  return drawing;
}

/** Selectors, joiners and fillers have no shape of their own. */
function isUnseen(character: string): boolean {
  const code = character.codePointAt(0) as number;
  const isJoiner = (code >= 0x200b && code <= 0x200f) || (code >= 0x2060 && code <= 0x2064) || code === 0xfeff;
  return isJoiner || (code >= 0xfe00 && code <= 0xfe0f) || drawnAs(code) === 0x20;
}

/** A rule draws one cell; in a box of two it stays in the first. */
function widened(covered: Float32Array, width: number, { cellWidth, cellHeight }: Geometry): Float32Array {
  if (width === cellWidth) return covered;
  const wide = new Float32Array(width * cellHeight);
  for (let y = 0; y < cellHeight; y++) wide.set(covered.subarray(y * cellWidth, (y + 1) * cellWidth), y * width);
  return wide;
}

function drawFound(found: FoundShape, options: DrawOptions): Drawing {
  const placement = placeShape(found, options.width, options.geometry);
  const isPlain = found.shape.layers.every((layer) => layer.color === undefined);
  return isPlain
    ? { kind: 'plain', covered: coverageOf(found, placement, options) }
    : drawColored(found, placement, options);
}

function coverageOf(found: FoundShape, placement: Placement, { width, geometry }: DrawOptions): Float32Array {
  const coverage = new Coverage(width, geometry.cellHeight);
  const contours = found.shape.layers.flatMap((layer) => layer.contours);
  if (!found.fakeBold) {
    drawContours(coverage, contours, placement);
    return sharpened(coverage.finish());
  }
  // Bold by smearing: twice, half a stroke apart. Apart in two images, as holes would cancel out in one.
  const shift = geometry.fontSize / 40;
  const other = new Coverage(width, geometry.cellHeight);
  drawContours(coverage, contours, { ...placement, left: placement.left - shift });
  drawContours(other, contours, { ...placement, left: placement.left + shift });
  const covered = coverage.finish();
  keepHigher(covered, other.finish());
  return sharpened(covered);
}

function sharpened(covered: Float32Array): Float32Array {
  for (let at = 0; at < covered.length; at++)
    covered[at] = Math.min(1, Math.max(0, ((covered[at] as number) - 0.5) * CONTRAST + 0.5));
  return covered;
}

/** Marks lie centred over their base, whatever their own side bearings are. */
function addMark(drawing: Drawing, found: FoundShape, options: DrawOptions): void {
  const bounds = boundsOf(found.shape.layers.flatMap((layer) => layer.contours));
  if (bounds === undefined) return;
  const placement = placeShape(found, options.width, options.geometry);
  const left = (options.width - (bounds.left + bounds.right) * placement.scale) / 2;
  keepHigher(drawing.covered, coverageOf(found, { ...placement, left }, options));
}

function keepHigher(covered: Float32Array, other: Float32Array): void {
  for (let at = 0; at < covered.length; at++) {
    if ((other[at] as number) > (covered[at] as number)) covered[at] = other[at] as number;
  }
}

/** Paints the layers from back to front; every blend snaps to the fixed table, so that few colours are used. */
function drawColored(found: FoundShape, placement: Placement, { width, geometry }: DrawOptions): Drawing {
  const size = width * geometry.cellHeight;
  const covered = new Float32Array(size);
  const red = new Float32Array(size);
  const green = new Float32Array(size);
  const blue = new Float32Array(size);
  for (const layer of found.shape.layers) {
    const coverage = new Coverage(width, geometry.cellHeight);
    drawContours(coverage, layer.contours, placement);
    const shares = coverage.finish();
    const color = layer.color ?? 0x808080;
    for (let at = 0; at < size; at++) {
      const share = shares[at] as number;
      if (share === 0) continue;
      const rest = 1 - share;
      covered[at] = (covered[at] as number) * rest + share;
      red[at] = (red[at] as number) * rest + (color >> 16) * share;
      green[at] = (green[at] as number) * rest + ((color >> 8) & 0xff) * share;
      blue[at] = (blue[at] as number) * rest + (color & 0xff) * share;
    }
  }
  const colors = new Int32Array(size);
  for (let at = 0; at < size; at++) {
    const share = covered[at] as number;
    if (share > 0)
      colors[at] = nearestEmojiColor(
        (red[at] as number) / share,
        (green[at] as number) / share,
        (blue[at] as number) / share,
      );
  }
  return { kind: 'colored', covered, colors };
}

function nearestEmojiColor(r: number, g: number, b: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const color of EMOJI_COLORS) {
    const red = (color >> 16) - r;
    const green = ((color >> 8) & 0xff) - g;
    const blue = (color & 0xff) - b;
    const distance = red * red + green * green + blue * blue;
    if (distance < least) {
      least = distance;
      best = color;
    }
  }
  return best;
}
