import { textWidth } from '../../src/text/index.ts';
import { type Line, type Span, span } from './line.ts';

/** A key in the bar: why it cannot be used now, if so. */
export interface BarKey {
  readonly shown: string;
  readonly word: string;
  readonly action: string;
  readonly refusal: string | undefined;
}

/** A stretch of a row that answers a click. */
export interface HitRange {
  readonly from: number;
  readonly to: number;
  readonly action: string;
}

/**
 * The bottom row: as many keys as fit, most used first, the last of the list (`? help`) always last. A key that is
 * impossible now is dim.
 */
export function keyBar(keys: readonly BarKey[], cols: number): { spans: Line; hits: readonly HitRange[] } {
  const last = keys.at(-1);
  if (last === undefined) return { spans: [], hits: [] };
  const widthOf = ({ shown, word }: BarKey): number => textWidth(shown) + 1 + textWidth(word);
  const spans: Span[] = [span(' ')];
  const hits: HitRange[] = [];
  let x = 1;
  const put = (key: BarKey) => {
    if (x > 1) {
      spans.push(span('  '));
      x += 2;
    }
    const dim = key.refusal !== undefined;
    spans.push(span(key.shown, dim ? 'dim' : 'accent'), span(` ${key.word}`, 'dim'));
    hits.push({ from: x, to: x + widthOf(key), action: key.action });
    x += widthOf(key);
  };
  const room = cols - 1 - (widthOf(last) + 2);
  for (const key of keys.slice(0, -1)) {
    if (x + 2 + widthOf(key) > room) break;
    put(key);
  }
  put(last);
  return { spans, hits };
}
