const CSI = '\u001b[';

/**
 * Puts a terminal that may be in any state, and has `cols` columns, into that of a fresh one: buffer, modes, character
 * sets, margins, tab stops. What it shows is left.
 */
export function screenReset(cols: number): string {
  const modes = '?1;6;9;45;66;1000;1002;1003;1004;1006;1016;2004;2026l';
  return `${CSI}!p${CSI}?1049l${CSI}${modes}${CSI}4l${CSI}?7h\u001b(B\u001b)B\u000f${CSI}r${CSI}0 q${tabStops(everyEighth(cols))}`;
}

/** The columns of the usual tab stops, from 0. */
export const everyEighth = (cols: number): number[] =>
  Array.from({ length: Math.ceil(cols / 8) }, (_, index) => index * 8);

/** Sets exactly these tab stops; the cursor is moved. */
export const tabStops = (stops: readonly number[]): string =>
  `${CSI}3g${stops.map((x) => `${CSI}1;${x + 1}H\u001bH`).join('')}`;
