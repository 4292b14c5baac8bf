import type { StyleId } from './cell-region.ts';
import { type Color, type ColorDepth, DEFAULT_COLOR, PALETTE, rgbOf, to16, to256 } from './color.ts';
import {
  backgroundOf,
  flagsOf,
  foregroundOf,
  INVERSE,
  PLAIN,
  SECRET,
  STYLE_LIMIT,
  styleOf,
  UNDERLINE,
  UNDERLINE_MASK,
} from './styles.ts';

/** id + 1 of what a style becomes, 0 where not asked yet; one table a depth, made when first used. */
const lowered = new Map<ColorDepth, Uint32Array>();

/**
 * The style as a terminal of this depth shows it. Two styles that give the same number look the same there, so a
 * difference between them needs no bytes.
 */
export function lowerStyle(id: StyleId, depth: ColorDepth): StyleId {
  if (id === PLAIN) return PLAIN;
  let table = lowered.get(depth);
  if (table === undefined || id >= table.length) {
    const larger = new Uint32Array(Math.min(STYLE_LIMIT + 1, Math.max(1024, id * 2 + 1)));
    if (table !== undefined) larger.set(table);
    lowered.set(depth, larger);
    table = larger;
  }
  const known = table[id] as number;
  if (known !== 0) return known - 1;
  const result = lower(id, depth);
  table[id] = result + 1;
  return result;
}

function lower(id: StyleId, depth: ColorDepth): StyleId {
  const flags = flagsOf(id) & ~SECRET;
  const fg = foregroundOf(id);
  const bg = backgroundOf(id);
  switch (depth) {
    case 'truecolor':
      return styleOf(fg, bg, flags);
    case '256':
      return styleOf(...keepApart(fg, bg, to256), flags);
    case '16':
      return styleOf(...keepApart(fg, bg, to16), singleUnderline(flags));
    case 'mono':
      // A painted background is a selection or a chip: it stays visible as reverse. Black is only black.
      return styleOf(DEFAULT_COLOR, DEFAULT_COLOR, singleUnderline(isPainted(bg) ? flags ^ INVERSE : flags));
  }
}

/** Text that could be read before must not vanish because both colours became the same. */
function keepApart(fg: Color, bg: Color, low: (color: Color) => Color): [Color, Color] {
  const lowFg = low(fg);
  const lowBg = low(bg);
  if (lowFg !== lowBg || fg === bg || lowFg === DEFAULT_COLOR) return [lowFg, lowBg];
  const rgb = rgbOf(lowBg) ?? 0;
  const isDark = ((rgb >> 16) & 0xff) * 299 + ((rgb >> 8) & 0xff) * 587 + (rgb & 0xff) * 114 < 128_000;
  return [PALETTE + (isDark ? 15 : 0), lowBg];
}

/** Only newer terminals know `4:3`; an old one would read it as something else. */
const singleUnderline = (flags: number): number =>
  (flags & UNDERLINE_MASK) === 0 ? flags : (flags & ~UNDERLINE_MASK) | UNDERLINE;

const isPainted = (bg: Color): boolean => bg !== DEFAULT_COLOR && bg !== PALETTE && bg !== PALETTE + 16 && bg !== 0;
