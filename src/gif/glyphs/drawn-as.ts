/** The spaces besides U+0020, and the Hangul fillers, which are as empty: no font is asked for them. */
const isSpace = (code: number): boolean =>
  code === 0 ||
  code === 0xa0 ||
  code === 0x115f ||
  code === 0x1160 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000 ||
  code === 0x3164 ||
  code === 0xffa0;

/** The code point that is drawn for another: a blank for every space, a hyphen for the soft one. */
export function drawnAs(code: number): number {
  if (code === 0xad) return 0x2d;
  return isSpace(code) ? 0x20 : code;
}
