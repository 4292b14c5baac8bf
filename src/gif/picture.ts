import { KpiError } from '../flow/index.ts';
import type { FontChain } from './fonts/font-chain.ts';
import { type Geometry, LARGEST_CANVAS, layOut } from './geometry.ts';
import type { PictureOptions } from './gif-options.ts';
import { GlyphAtlas } from './glyphs/glyph-atlas.ts';
import { PairTable } from './pair-table.ts';
import { ScreenEmulator } from './screen-emulator.ts';
import { VisualScreen } from './visual-screen.ts';

/** 500 MB would be needed to hold a picture of more: a recording of that size is a mistake. */
const MOST_PIXELS = 1 << 26;

export interface ScreenSize {
  readonly cols: number;
  readonly rows: number;
}

/** An emulator, and what is seen of it: everything that pictures of a recording are made with. */
export interface Picture {
  readonly geometry: Geometry;
  readonly emulator: ScreenEmulator;
  readonly atlas: GlyphAtlas;
  readonly pairTable: PairTable;
  readonly screen: VisualScreen;
}

/** Sizes of the picture of a screen. Throws KpiError `GIF_SIZE` when it is larger than can be made. */
function pictureGeometry(screen: ScreenSize, options: PictureOptions, fonts: FontChain): Geometry {
  const { unitsPerEm, ascender, descender, ...face } = metricsOf(fonts);
  const metrics = {
    advance: face.advance / unitsPerEm,
    ascender: ascender / unitsPerEm,
    descender: descender / unitsPerEm,
  };
  const geometry = layOut(screen, { size: options.fontSize, lineHeight: options.lineHeight }, metrics);
  const { width, height } = geometry;
  if (width <= LARGEST_CANVAS && height <= LARGEST_CANVAS && width * height <= MOST_PIXELS) return geometry;
  throw new KpiError(
    'GIF_SIZE',
    `a picture of ${screen.cols}x${screen.rows} cells would have ${width}x${height} pixels, which is too large`,
    {
      hint: 'Cut it with --cols and --rows, or take a smaller --font-size.',
    },
  );
}

/** `initial`: the size of the emulator; `canvas`: the cells that are shown. */
export function openPicture(
  size: { readonly initial: ScreenSize; readonly canvas: ScreenSize },
  options: PictureOptions,
  fonts: FontChain,
): Picture {
  const geometry = pictureGeometry(size.canvas, options, fonts);
  const emulator = new ScreenEmulator(size.initial, options.theme);
  const atlas = new GlyphAtlas({ geometry, levels: options.levels, fonts });
  const pairTable = new PairTable();
  const { showCursor, boldIsBright } = options;
  const screen = new VisualScreen({ emulator, atlas, pairTable, showCursor, boldIsBright });
  return { geometry, emulator, atlas, pairTable, screen };
}

function metricsOf(fonts: FontChain) {
  const { unitsPerEm, ascender, descender } = fonts.main;
  const advance = fonts.main.shapeOf('0')?.advance ?? unitsPerEm / 2;
  return { unitsPerEm, ascender, descender, advance };
}
