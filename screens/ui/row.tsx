import { Text } from 'ink';
import { BOLD, DEFAULT_COLOR, INVERSE, PALETTE, UNDERLINE_MASK } from '../../src/terminal/index.ts';
import { type Ground, lookOf, type Role, type Theme } from '../theme.ts';
import type { Line } from './line.ts';

/** A role as SGR parameters. The chrome is parsed back into cells, so this is all the colour that Ink ever sees. */
function sgrOf(theme: Theme, role: Role, ground: Ground): string {
  const { fg, bg, flags } = lookOf(theme, role, ground);
  const codes = [
    ...((flags & BOLD) !== 0 ? ['1'] : []),
    ...((flags & UNDERLINE_MASK) !== 0 ? ['4'] : []),
    ...((flags & INVERSE) !== 0 ? ['7'] : []),
    ...colour(fg, 38),
    ...colour(bg, 48),
  ];
  return codes.join(';');
}

function colour(value: number, code: 38 | 48): string[] {
  if (value === DEFAULT_COLOR) return [];
  if (value >= PALETTE) return [`${code};5;${value - PALETTE}`];
  return [`${code};2;${value >> 16};${(value >> 8) & 0xff};${value & 0xff}`];
}

/** One row of chrome. It must be fitted to its width already: Ink measures it, and never needs to cut. */
export function Row({ spans, theme, ground = 'screen' }: { spans: Line; theme: Theme; ground?: Ground }) {
  const text = spans
    .map(({ text: part, role }) => {
      const sgr = sgrOf(theme, role, ground);
      return sgr === '' ? part : `\x1b[${sgr}m${part}\x1b[0m`;
    })
    .join('');
  return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
}
