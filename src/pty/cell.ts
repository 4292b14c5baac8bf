import type { EmulatorAttributes, EmulatorCell } from './emulator.ts';

/** -1: the terminal's own; 0x000000..0xffffff: 24-bit; PALETTE_COLOR + n: number n of the 256 palette. */
export type CellColor = number;

export const NO_COLOR: CellColor = -1;
export const PALETTE_COLOR = 0x1000000;

/**
 * Bits of `ScreenCell.flags`; the underline is a field of three bits: 0 none, 1 single, 2 double, 3 curly, 4 dotted,
 * 5 dashed. They are the numbers of the terminal layer's styles, so that painting a cell needs no table (a test holds
 * it); bit 256 is that layer's mark of a secret and never set here.
 */
export const CELL = {
  bold: 1,
  dim: 2,
  italic: 4,
  inverse: 8,
  strike: 16,
  hidden: 32,
  blink: 64,
  overline: 128,
} as const;
export const UNDERLINE_SHIFT = 9;

/** One cell as it is shown. A visitor gets the same object for every cell, so it must not be kept. */
export interface ScreenCell {
  /** ' ' for a blank, '' for the right half of a wide character; a base character and at most three marks. */
  text: string;
  width: 0 | 1 | 2;
  fg: CellColor;
  bg: CellColor;
  flags: number;
}

/** A character and its marks; more is one of those texts that stack marks without end. */
const LONGEST_TEXT = 8;

export function emptyCell(): ScreenCell {
  return { text: ' ', width: 1, fg: NO_COLOR, bg: NO_COLOR, flags: 0 };
}

/** Copies a cell of the emulator; returns `into`. */
export function readCell(from: EmulatorCell, into: ScreenCell): ScreenCell {
  const width = from.getWidth();
  const text = from.getChars();
  into.width = width === 2 ? 2 : width === 0 && text === '' ? 0 : 1;
  into.text = into.width === 0 ? '' : shownText(text, width);
  into.fg = foregroundOf(from);
  into.bg = backgroundOf(from);
  into.flags = from.isAttributeDefault() ? 0 : flagsOf(from);
  return into;
}

function shownText(text: string, width: number): string {
  if (text === '') return ' ';
  // A mark at the start of a row has no base and still takes a cell.
  if (width === 0) return ` ${text.slice(0, 1)}`;
  return text.length > LONGEST_TEXT ? shortened(text) : text;
}

const shortened = (text: string): string => [...text].slice(0, 4).join('');

export const foregroundOf = (from: EmulatorAttributes): CellColor =>
  from.isFgRGB() ? from.getFgColor() : from.isFgPalette() ? PALETTE_COLOR + from.getFgColor() : NO_COLOR;

export const backgroundOf = (from: EmulatorAttributes): CellColor =>
  from.isBgRGB() ? from.getBgColor() : from.isBgPalette() ? PALETTE_COLOR + from.getBgColor() : NO_COLOR;

export function flagsOf(from: EmulatorAttributes): number {
  let flags = 0;
  if (from.isBold()) flags |= CELL.bold;
  if (from.isDim()) flags |= CELL.dim;
  if (from.isItalic()) flags |= CELL.italic;
  if (from.isBlink()) flags |= CELL.blink;
  if (from.isInverse()) flags |= CELL.inverse;
  if (from.isInvisible()) flags |= CELL.hidden;
  if (from.isStrikethrough()) flags |= CELL.strike;
  if (from.isOverline()) flags |= CELL.overline;
  if (from.isUnderline()) flags |= from.getUnderlineStyle() << UNDERLINE_SHIFT;
  return flags;
}
