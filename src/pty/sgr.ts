import { backgroundOf, CELL, type CellColor, flagsOf, foregroundOf, PALETTE_COLOR, UNDERLINE_SHIFT } from './cell.ts';
import type { EmulatorAttributes } from './emulator.ts';

// ECMA-48 8.3.117 SGR; underline styles and colours as kitty and xterm write them.
const FLAG_CODES: readonly (readonly [number, number])[] = [
  [CELL.bold, 1],
  [CELL.dim, 2],
  [CELL.italic, 3],
  [CELL.blink, 5],
  [CELL.inverse, 7],
  [CELL.hidden, 8],
  [CELL.strike, 9],
  [CELL.overline, 53],
];

/** The sequence that sets exactly these attributes, whatever was set before. */
export function sgrOf(attributes: EmulatorAttributes): string {
  const flags = flagsOf(attributes);
  const codes: (string | number)[] = [0];
  for (const [flag, code] of FLAG_CODES) if (flags & flag) codes.push(code);
  const underline = flags >> UNDERLINE_SHIFT;
  if (underline > 0) codes.push(underline === 1 ? 4 : `4:${underline}`);
  codes.push(...colorCodes(foregroundOf(attributes), 38), ...colorCodes(backgroundOf(attributes), 48));
  if (underline > 0 && !attributes.isUnderlineColorDefault()) {
    const color = attributes.getUnderlineColor();
    codes.push(...colorCodes(attributes.isUnderlineColorRGB() ? color : PALETTE_COLOR + color, 58));
  }
  return `\u001b[${codes.join(';')}m`;
}

function colorCodes(color: CellColor, base: 38 | 48 | 58): (string | number)[] {
  if (color < 0) return [];
  if (color < PALETTE_COLOR) return [base, 2, (color >> 16) & 255, (color >> 8) & 255, color & 255];
  const index = color - PALETTE_COLOR;
  if (base === 58 || index > 15) return [base, 5, index];
  return [index < 8 ? base - 8 + index : base + 52 + index - 8];
}
