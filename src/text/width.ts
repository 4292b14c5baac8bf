import { WIDE, ZERO_WIDTH } from './width-table.generated.ts';

/**
 * Columns of a code point: 0, 1 or 2, as xterm's unicode11 addon counts. The one width function of the program: cells,
 * embedded terminals and recordings agree because they all use these numbers.
 */
export function codePointWidth(code: number): 0 | 1 | 2 {
  if (code < 0x7f) return code < 0x20 ? 0 : 1;
  if (code < 0xa0) return 0;
  if (code < 0x300) return isIn(ZERO_WIDTH, code) ? 0 : 1;
  if (isIn(ZERO_WIDTH, code)) return 0;
  return code >= 0x1100 && isIn(WIDE, code) ? 2 : 1;
}

/** Columns of a text, summed over its code points. */
export function textWidth(text: string): number {
  let width = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x20 && unit < 0x7f) {
      width++;
      continue;
    }
    const code = text.codePointAt(at) as number;
    if (code > 0xffff) at++;
    width += codePointWidth(code);
  }
  return width;
}

/** Binary search in pairs of first and last. */
function isIn(ranges: readonly number[], code: number): boolean {
  let low = 0;
  let high = (ranges.length >> 1) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < (ranges[middle * 2] as number)) high = middle - 1;
    else if (code > (ranges[middle * 2 + 1] as number)) low = middle + 1;
    else return true;
  }
  return false;
}
