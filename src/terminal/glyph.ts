import { cleanCodePoint, codePointWidth } from '../text/index.ts';

/** One base character and at most this many combining marks share a cell. */
const MARKS_LIMIT = 3;

/** Bound of the caches: more different glyphs than any script in use shows on one screen. */
const CACHE_LIMIT = 16_384;
const glyphs = new Map<number, string>();
const cellTexts = new Map<string, string>();

/** The text of one code point, always the same string object: cells are compared by identity first. */
export function glyph(code: number): string {
  const known = glyphs.get(code);
  if (known !== undefined) return known;
  if (glyphs.size >= CACHE_LIMIT) glyphs.clear();
  const text = String.fromCodePoint(code);
  glyphs.set(code, text);
  return text;
}

/** Adds a combining mark to a cell's text, unless it has enough of them. */
export function withMark(cell: string, mark: string): string {
  if (cell === ' ' || cell === '') return cell;
  let points = 0;
  for (const _ of cell) points++;
  return points > MARKS_LIMIT ? cell : intern(cell + mark);
}

/**
 * What an embedded terminal's emulator says is in a cell, made safe: no control, bidi or zero-width character survives,
 * private use does (fonts with icons). A character whose width differs from `width` becomes a blank, as it would shift
 * the rest of the row.
 */
export function cellText(text: string, width: 1 | 2): string {
  if (text.length === 1 && width === 1) {
    const unit = text.charCodeAt(0);
    if (unit >= 0x20 && unit < 0x7f) return text;
  }
  const key = width === 1 ? text : `${text}\0`;
  const known = cellTexts.get(key);
  if (known !== undefined) return known;
  if (cellTexts.size >= CACHE_LIMIT) cellTexts.clear();
  const safe = safeCell(text, width);
  cellTexts.set(key, safe);
  return safe;
}

function safeCell(text: string, width: 1 | 2): string {
  let safe = '';
  let points = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const isPrivateUse = (code >= 0xe000 && code <= 0xf8ff) || (code >= 0xf0000 && code <= 0x10ffff);
    const shown = isPrivateUse ? character : cleanCodePoint(code);
    if (shown === '' || points > MARKS_LIMIT) continue;
    const shownWidth = codePointWidth(shown.codePointAt(0) as number);
    if (points === 0 ? shown !== character || shownWidth !== width : shownWidth !== 0) {
      if (points === 0) return ' ';
      continue;
    }
    safe += shown;
    points++;
  }
  return points === 0 ? ' ' : intern(safe);
}

/** Strings of equal content as one object; the map of code points serves for single ones. */
const interned = new Map<string, string>();

function intern(text: string): string {
  const known = interned.get(text);
  if (known !== undefined) return known;
  if (interned.size >= CACHE_LIMIT) interned.clear();
  interned.set(text, text);
  return text;
}
