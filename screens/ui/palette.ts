import { fuzzyMatch, padEnd, textWidth, truncateEnd } from '../../src/text/index.ts';
import { fitLine, type Line, type Span, span } from './line.ts';

/** One thing the palette can do. */
export interface PaletteItem {
  /** `pods`, `namespace shop`, `theme dark`. */
  readonly label: string;
  readonly detail: string;
  /** The key that does the same, if there is one. */
  readonly shown?: string;
  /** Why it cannot be done now. */
  readonly refusal?: string | undefined;
  readonly run: () => void;
  /** Shows what choosing it would do, while it is selected. */
  readonly preview?: () => void;
}

export interface PaletteRow {
  readonly item: PaletteItem;
  readonly places: readonly number[];
}

/** The most rows a palette ranks for one query: names of recordings and namespaces may be many. */
const MOST_ROWS = 200;

/** The items that fit the query, the best first; without a query all in their own order, those used last in front. */
export function paletteRows(
  items: readonly PaletteItem[],
  query: string,
  lately: readonly string[],
): readonly PaletteRow[] {
  if (query.trim() === '') {
    const used = lately.flatMap((label) => items.filter((item) => item.label === label));
    const rest = items.filter((item) => !used.includes(item));
    return [...used, ...rest].slice(0, MOST_ROWS).map((item) => ({ item, places: [] }));
  }
  return items
    .flatMap((item) => {
      const match = fuzzyMatch(query.trim(), item.label);
      return match === undefined ? [] : [{ item, places: match.places, score: match.score }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_ROWS);
}

/** One row: the label with its matched letters marked, the detail, the key at the right. */
export function paletteLine(
  { item, places }: PaletteRow,
  { cols, ellipsis }: { cols: number; ellipsis: string },
): Line {
  const shown = item.shown ?? '';
  const labelCols = Math.min(Math.max(24, Math.floor(cols / 2)), cols - textWidth(shown) - 2);
  const label = truncateEnd(item.label, labelCols - 1, ellipsis);
  const letters: Span[] = [...label].map((letter, at) =>
    span(letter, item.refusal === undefined ? (places.includes(at) ? 'match' : 'text') : 'dim'),
  );
  const detailCols = cols - labelCols - textWidth(shown) - 2;
  const detail = truncateEnd(item.refusal ?? item.detail, Math.max(0, detailCols), ellipsis);
  return fitLine(
    [
      span(' '),
      ...mergeSpans(letters),
      span(' '.repeat(Math.max(0, labelCols - textWidth(label))), 'dim'),
      span(padEnd(detail, Math.max(0, detailCols)), 'dim'),
      span(` ${shown}`, 'accent'),
    ],
    cols,
  );
}

/** Neighbours of one role as one span: fewer style changes on the wire. */
function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const next of spans) {
    const last = merged.at(-1);
    if (last !== undefined && last.role === next.role)
      merged[merged.length - 1] = { text: last.text + next.text, role: last.role };
    else merged.push(next);
  }
  return merged;
}
