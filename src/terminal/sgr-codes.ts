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
  UNDERLINE,
  UNDERLINE_MASK,
} from './styles.ts';

/** Flag, code that sets it, code that clears it. Bold and dim share theirs and come first. */
const FLAGS: readonly (readonly [number, string, string])[] = [
  [ITALIC, '3', '23'],
  [BLINK, '5', '25'],
  [INVERSE, '7', '27'],
  [HIDDEN, '8', '28'],
  [STRIKE, '9', '29'],
  [OVERLINE, '53', '55'],
];
/** Bound of the cache of style pairs; a screen alternates between some dozens. */
const CACHE_LIMIT = 8192;
const sequences = new Map<number, string>();
/** Larger than any style number, for the key of a pair. */
const PAIR = 2 ** 20;
const UNKNOWN = PAIR - 1;

/**
 * The SGR sequence that leads from one style to another, the shorter of the difference and a reset with everything;
 * `from` undefined: nothing is known, so a reset. Both styles must be lowered already.
 */
export function sgrBetween(from: StyleId | undefined, to: StyleId): string {
  if (from === to) return '';
  const key = (from ?? UNKNOWN) * PAIR + to;
  const known = sequences.get(key);
  if (known !== undefined) return known;
  if (sequences.size >= CACHE_LIMIT) sequences.clear();
  const full = fullCodes(to);
  const change = from === undefined ? full : changeCodes(from, to);
  const sequence = `\x1b[${change.length < full.length ? change : full}m`;
  sequences.set(key, sequence);
  return sequence;
}

function fullCodes(to: StyleId): string {
  const codes = changeList(PLAIN, to);
  return codes.length === 0 ? '' : `0;${codes.join(';')}`;
}

const changeCodes = (from: StyleId, to: StyleId): string => changeList(from, to).join(';');

function changeList(from: StyleId, to: StyleId): string[] {
  const codes: string[] = [];
  const was = flagsOf(from);
  const is = flagsOf(to);
  weightCodes(was, is, codes);
  if ((was & UNDERLINE_MASK) !== (is & UNDERLINE_MASK)) codes.push(underlineCode(is & UNDERLINE_MASK));
  for (const [flag, on, off] of FLAGS) if (((was ^ is) & flag) !== 0) codes.push((is & flag) === 0 ? off : on);
  if (foregroundOf(from) !== foregroundOf(to)) codes.push(colorCode(foregroundOf(to), 30));
  if (backgroundOf(from) !== backgroundOf(to)) codes.push(colorCode(backgroundOf(to), 40));
  return codes;
}

/** One code (22) clears both bold and dim, so what should stay is set again. */
function weightCodes(was: number, is: number, codes: string[]): void {
  const weight = BOLD | DIM;
  const lost = (was & weight & ~is) !== 0;
  if (lost) codes.push('22');
  const gained = is & weight & (lost ? weight : ~was);
  if ((gained & BOLD) !== 0) codes.push('1');
  if ((gained & DIM) !== 0) codes.push('2');
}

const underlineCode = (kind: number): string =>
  kind === 0 ? '24' : kind === UNDERLINE ? '4' : `4:${kind / UNDERLINE}`;

/** `base` is 30 for the foreground, 40 for the background. */
function colorCode(color: Color, base: number): string {
  if (color < 0) return String(base + 9);
  if (color < PALETTE) return `${base + 8};2;${color >> 16};${(color >> 8) & 0xff};${color & 0xff}`;
  const index = color - PALETTE;
  if (index < 8) return String(base + index);
  return index < 16 ? String(base + 52 + index) : `${base + 8};5;${index}`;
}
