/** -1 the terminal's own colour; 0x000000..0xffffff red, green, blue; PALETTE + n the n-th of the 256 palette. */
export type Color = number;

export const DEFAULT_COLOR: Color = -1;
export const PALETTE: Color = 0x1000000;

/** What a terminal can show; `mono` has no colours at all. */
export type ColorDepth = 'mono' | '16' | '256' | 'truecolor';

/** The steps of the 6x6x6 cube in the 256 palette. */
const CUBE = [0, 95, 135, 175, 215, 255] as const;

/** xterm's first sixteen, as 0xrrggbb. Real terminals differ; only distances and hues are taken from them. */
const BASE_16 = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
  0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
] as const;

/** Bound of the cache of 24-bit colours already lowered; a theme has some dozens, an image in a pty any number. */
const CACHE_LIMIT = 4096;
const cache256 = new Map<Color, Color>();

/** 0xrrggbb of a colour, or undefined for the terminal's own. */
export function rgbOf(color: Color): number | undefined {
  if (color < 0) return undefined;
  if (color < PALETTE) return color;
  const index = color - PALETTE;
  if (index < 16) return BASE_16[index] as number;
  if (index >= 232) return (8 + (index - 232) * 10) * 0x010101;
  const cube = index - 16;
  const red = CUBE[Math.floor(cube / 36)] as number;
  const green = CUBE[Math.floor(cube / 6) % 6] as number;
  return (red << 16) | (green << 8) | (CUBE[cube % 6] as number);
}

/** The nearest of the 256 palette: cube and greys for 24-bit colours, everything else as it is. */
export function to256(color: Color): Color {
  if (color < 0 || color >= PALETTE) return color;
  const known = cache256.get(color);
  if (known !== undefined) return known;
  if (cache256.size >= CACHE_LIMIT) cache256.clear();
  const lowered = PALETTE + nearest256(color);
  cache256.set(color, lowered);
  return lowered;
}

function nearest256(rgb: number): number {
  const red = rgb >> 16;
  const green = (rgb >> 8) & 0xff;
  const blue = rgb & 0xff;
  const [r, g, b] = [nearestStep(red), nearestStep(green), nearestStep(blue)];
  const cube = ((CUBE[r] as number) << 16) | ((CUBE[g] as number) << 8) | (CUBE[b] as number);
  const grey = Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const greyRgb = (8 + grey * 10) * 0x010101;
  return distance(rgb, cube) <= distance(rgb, greyRgb) ? 16 + 36 * r + 6 * g + b : 232 + grey;
}

function nearestStep(value: number): number {
  if (value < 48) return 0;
  if (value < 115) return 1;
  return Math.min(5, Math.floor((value - 35) / 40));
}

function distance(a: number, b: number): number {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 0xff) - ((b >> 8) & 0xff);
  const blue = (a & 0xff) - (b & 0xff);
  return red * red + green * green + blue * blue;
}

/**
 * One of the sixteen by hue, not by distance: the muted colours of a theme are nearest to grey by distance, and ok and
 * danger must stay apart.
 */
export function to16(color: Color): Color {
  if (color < 0 || (color >= PALETTE && color < PALETTE + 16)) return color;
  const rgb = rgbOf(color) as number;
  const red = rgb >> 16;
  const green = (rgb >> 8) & 0xff;
  const blue = rgb & 0xff;
  const high = Math.max(red, green, blue);
  const spread = high - Math.min(red, green, blue);
  if (spread < 32) return PALETTE + grey16((red * 299 + green * 587 + blue * 114) / 1000);
  return PALETTE + hue16(hueOf(rgb, high, spread)) + (high >= 0xa0 ? 8 : 0);
}

const grey16 = (luminance: number): number => (luminance < 32 ? 0 : luminance < 150 ? 8 : luminance < 235 ? 7 : 15);

/** Degrees, 0 = red, 120 = green, 240 = blue. */
function hueOf(rgb: number, high: number, spread: number): number {
  const red = rgb >> 16;
  const green = (rgb >> 8) & 0xff;
  const blue = rgb & 0xff;
  if (high === red) return (60 * ((green - blue) / spread) + 360) % 360;
  if (high === green) return 60 * (2 + (blue - red) / spread);
  return 60 * (4 + (red - green) / spread);
}

/** The edges are where a person stops saying "yellow", not at the half of sixty degrees. */
function hue16(hue: number): number {
  if (hue < 25 || hue >= 330) return 1;
  if (hue < 72) return 3;
  if (hue < 160) return 2;
  if (hue < 200) return 6;
  return hue < 262 ? 4 : 5;
}
