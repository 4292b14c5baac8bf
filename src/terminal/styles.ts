import type { StyleId } from './cell-region.ts';
import { type Color, DEFAULT_COLOR, to16, to256 } from './color.ts';

export const BOLD = 1;
export const DIM = 2;
export const ITALIC = 4;
export const INVERSE = 8;
export const STRIKE = 16;
export const HIDDEN = 32;
export const BLINK = 64;
export const OVERLINE = 128;
/** Not shown: tells the recorder that the cell holds a secret. */
export const SECRET = 256;
/** The underline is one of five kinds, a field of three bits. */
export const UNDERLINE = 1 << 9;
export const UNDERLINE_DOUBLE = 2 << 9;
export const UNDERLINE_CURLY = 3 << 9;
export const UNDERLINE_DOTTED = 4 << 9;
export const UNDERLINE_DASHED = 5 << 9;
export const UNDERLINE_MASK = 7 << 9;

/** The terminal's own colours, no flags. */
export const PLAIN: StyleId = 0;

/**
 * The table is bounded, so that nothing grows with uptime whatever is shown in a pty: the first 65,536 styles are exact,
 * the next 32,768 are lowered to the 256 palette, what comes after that to sixteen colours and five flags, of which there
 * are 17 * 17 * 32 = 9,248.
 */
const EXACT_STYLES = 65_536;
const PALETTE_STYLES = EXACT_STYLES + 32_768;
const LAST_FLAGS = BOLD | DIM | INVERSE | SECRET | UNDERLINE;
export const STYLE_LIMIT = PALETTE_STYLES + 17 * 17 * 32;

let size = 0;
let foregrounds = new Int32Array(1024);
let backgrounds = new Int32Array(1024);
let flagBits = new Uint16Array(1024);
/** Open addressing; holds id + 1, 0 is free. Always a power of two and at most half full. */
let slots = new Int32Array(2048);

styleOf(DEFAULT_COLOR, DEFAULT_COLOR, 0);

/** The number of a style; the same parts always give the same number. Allocates nothing on a hit. */
export function styleOf(fg: Color, bg: Color, flags = 0): StyleId {
  let at = slotOf(fg, bg, flags);
  const known = slots[at] as number;
  if (known !== 0) return known - 1;
  if (size >= EXACT_STYLES) return lastResort(fg, bg, flags);
  if (size * 2 >= slots.length) {
    grow();
    at = slotOf(fg, bg, flags);
  }
  return add(at, fg, bg, flags);
}

/** The parts of a style. Allocates: not for hot loops, those use `foregroundOf` and its like. */
export function styleParts(id: StyleId): { readonly fg: Color; readonly bg: Color; readonly flags: number } {
  return { fg: foregroundOf(id), bg: backgroundOf(id), flags: flagsOf(id) };
}

export function foregroundOf(id: StyleId): Color {
  return foregrounds[id] as number;
}

export function backgroundOf(id: StyleId): Color {
  return backgrounds[id] as number;
}

export function flagsOf(id: StyleId): number {
  return flagBits[id] as number;
}

/** How many styles are in the table. */
export function styleCount(): number {
  return size;
}

function slotOf(fg: Color, bg: Color, flags: number): number {
  const mask = slots.length - 1;
  let hash = Math.imul(fg + 1, 0x9e3779b1) ^ Math.imul(bg + 7, 0x85ebca6b) ^ Math.imul(flags + 3, 0xc2b2ae35);
  hash ^= hash >>> 15;
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    const id = (slots[at] as number) - 1;
    if (id < 0 || (foregrounds[id] === fg && backgrounds[id] === bg && flagBits[id] === flags)) return at;
  }
}

function add(at: number, fg: Color, bg: Color, flags: number): StyleId {
  const id = size++;
  foregrounds[id] = fg;
  backgrounds[id] = bg;
  flagBits[id] = flags;
  slots[at] = id + 1;
  return id;
}

function lastResort(fg: Color, bg: Color, flags: number): StyleId {
  const palette = size < PALETTE_STYLES;
  const [low, lowBg] = palette ? [to256(fg), to256(bg)] : [to16(fg), to16(bg)];
  const lowFlags = palette
    ? flags
    : (flags & LAST_FLAGS & ~UNDERLINE) | ((flags & UNDERLINE_MASK) === 0 ? 0 : UNDERLINE);
  const at = slotOf(low, lowBg, lowFlags);
  const known = slots[at] as number;
  if (known !== 0) return known - 1;
  if (size * 2 >= slots.length) {
    grow();
    return lastResort(low, lowBg, lowFlags);
  }
  return add(at, low, lowBg, lowFlags);
}

function grow(): void {
  const ids = Math.max(1024, size * 2);
  foregrounds = copyInto(new Int32Array(ids), foregrounds);
  backgrounds = copyInto(new Int32Array(ids), backgrounds);
  flagBits = copyInto(new Uint16Array(ids), flagBits);
  slots = new Int32Array(ids * 2);
  for (let id = 0; id < size; id++) {
    slots[slotOf(foregrounds[id] as number, backgrounds[id] as number, flagBits[id] as number)] = id + 1;
  }
}

function copyInto<T extends Int32Array | Uint16Array>(to: T, from: T): T {
  to.set(from);
  return to;
}
