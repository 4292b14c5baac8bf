import type { CastTheme } from './cast-event.ts';

/** 0xRRGGBB numbers; `palette` always has the sixteen ANSI colours. */
export interface ThemeColors {
  readonly fg: number;
  readonly bg: number;
  readonly palette: readonly number[];
}

/** The colours of a header's theme; eight are repeated as the bright ones. Undefined when any of them is malformed. */
export function themeColors(theme: CastTheme): ThemeColors | undefined {
  const fg = colorOf(theme.fg);
  const bg = colorOf(theme.bg);
  const colors = theme.palette.split(':').map(colorOf);
  if (fg === undefined || bg === undefined || (colors.length !== 8 && colors.length !== 16)) return undefined;
  const known = colors.filter((color) => color !== undefined);
  if (known.length !== colors.length) return undefined;
  return { fg, bg, palette: known.length === 8 ? [...known, ...known] : known };
}

const colorOf = (text: string): number | undefined =>
  /^#[0-9a-fA-F]{6}$/.test(text) ? Number.parseInt(text.slice(1), 16) : undefined;
