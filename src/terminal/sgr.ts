import type { StyleId } from './cell-region.ts';
import { type Color, PALETTE } from './color.ts';
import {
  BLINK,
  BOLD,
  backgroundOf,
  DIM,
  flagsOf,
  foregroundOf,
  HIDDEN,
  INVERSE,
  ITALIC,
  OVERLINE,
  PLAIN,
  STRIKE,
  styleOf,
  UNDERLINE,
  UNDERLINE_DOUBLE,
  UNDERLINE_MASK,
} from './styles.ts';

/** Flags by their SGR number, on and off. */
const ON: Readonly<Record<number, number>> = {
  1: BOLD,
  2: DIM,
  3: ITALIC,
  5: BLINK,
  6: BLINK,
  7: INVERSE,
  8: HIDDEN,
  9: STRIKE,
  53: OVERLINE,
};
const OFF: Readonly<Record<number, number>> = {
  22: BOLD | DIM,
  23: ITALIC,
  24: UNDERLINE_MASK,
  25: BLINK,
  27: INVERSE,
  28: HIDDEN,
  29: STRIKE,
  55: OVERLINE,
};
/** More parameters than this are ignored; ECMA-48 sets no limit, xterm takes 32. */
const PARAMS_LIMIT = 32;

/**
 * Applies the parameters of one SGR sequence (ECMA-48 8.3.117, the part between `CSI` and `m`) to a style. Knows 38 and
 * 48 with ;2 ;5 and their colon forms (ISO 8613-6), underline styles 4:n; the underline's colour (58) is read over.
 * 0, 39 and 49 go back to `base`, so that a coloured log line keeps the look of the row it stands in.
 */
export function applySgr(params: string, from: StyleId, base: StyleId = PLAIN): StyleId {
  let fg = foregroundOf(from);
  let bg = backgroundOf(from);
  let flags = flagsOf(from);
  const groups = params.split(';', PARAMS_LIMIT);
  for (let at = 0; at < groups.length; at++) {
    const group = groups[at] as string;
    const colon = group.indexOf(':');
    const code = Number(colon < 0 ? group : group.slice(0, colon));
    if (code === 38 || code === 48 || code === 58) {
      const [color, used] = colon < 0 ? colorOfList(groups, at + 1) : [colorOfGroup(group), 0];
      at += used;
      if (code === 38 && color !== undefined) fg = color;
      if (code === 48 && color !== undefined) bg = color;
    } else if (code === 0) {
      fg = foregroundOf(base);
      bg = backgroundOf(base);
      flags = flagsOf(base);
    } else if (code === 39) fg = foregroundOf(base);
    else if (code === 49) bg = backgroundOf(base);
    else if (isBasic(code, 30)) fg = basicColor(code, 30);
    else if (isBasic(code, 40)) bg = basicColor(code, 40);
    else flags = applyFlag(code, colon < 0 ? 1 : Number(group.slice(colon + 1)), flags);
  }
  return styleOf(fg, bg, flags);
}

function applyFlag(code: number, kind: number, flags: number): number {
  if (code === 4) return (flags & ~UNDERLINE_MASK) | (kind >= 0 && kind <= 5 ? kind * UNDERLINE : UNDERLINE);
  if (code === 21) return (flags & ~UNDERLINE_MASK) | UNDERLINE_DOUBLE;
  return (flags | (ON[code] ?? 0)) & ~(OFF[code] ?? 0);
}

const isBasic = (code: number, base: number): boolean =>
  (code >= base && code <= base + 7) || (code >= base + 60 && code <= base + 67);

const basicColor = (code: number, base: number): Color =>
  PALETTE + (code >= base + 60 ? code - base - 52 : code - base);

/** `2;r;g;b` or `5;n` in the parameters that follow; also how many of them it took. */
function colorOfList(groups: readonly string[], at: number): [Color | undefined, number] {
  if (groups[at] === '5') return [paletteColor(groups[at + 1]), 2];
  if (groups[at] === '2') return [rgbColor(groups[at + 1], groups[at + 2], groups[at + 3]), 4];
  return [undefined, 1];
}

/** `38:5:n`, `38:2:r:g:b` or `38:2:space:r:g:b`. */
function colorOfGroup(group: string): Color | undefined {
  const parts = group.split(':');
  if (parts[1] === '5') return paletteColor(parts[2]);
  if (parts[1] !== '2') return undefined;
  const first = parts.length > 5 ? 3 : 2;
  return rgbColor(parts[first], parts[first + 1], parts[first + 2]);
}

function paletteColor(part: string | undefined): Color | undefined {
  const index = Number(part);
  return Number.isInteger(index) && index >= 0 && index <= 255 ? PALETTE + index : undefined;
}

function rgbColor(red = '', green = '', blue = ''): Color | undefined {
  const parts = [Number(red), Number(green), Number(blue)];
  if (!parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)) return undefined;
  return ((parts[0] as number) << 16) | ((parts[1] as number) << 8) | (parts[2] as number);
}
