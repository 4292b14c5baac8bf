import type { DetailLine, DetailSection } from '../../src/pods/index.ts';
import { clean, padEnd, truncateEnd, wrapWords } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Line, span } from '../ui/line.ts';
import { statusGlyph } from './pods-rows.ts';

/** Labels of a detail stand in a column of this width; longer ones are cut. */
const LABEL_COLS = 8;
/** Labels of conditions, labels and annotations are longer. */
const WIDE_LABEL_COLS = 28;

/** In the lower pane container names are cut before they take the room of what is said. */
const SUMMARY_LABEL_COLS = 16;

/** The lower pane's lines: label, glyph, text, in at most `cols` columns. */
export function summaryLines(lines: readonly DetailLine[], o: { cols: number; glyphs: Glyphs }): readonly Line[] {
  const longest = Math.max(0, ...lines.map(({ label }) => label.length));
  const labelCols = Math.min(SUMMARY_LABEL_COLS, Math.max(LABEL_COLS, longest + 2));
  return lines.map((detail) => {
    const glyphCols = detail.role === undefined || detail.label === 'why' ? 0 : 2;
    // The parts of a line are joined by the dot that has an ASCII twin.
    const said = clean(detail.text).replaceAll(' · ', ` ${o.glyphs.dot} `);
    const text = truncateEnd(said, o.cols - labelCols - glyphCols, o.glyphs.ellipsis);
    return detailLine({ ...detail, text }, { labelCols, glyphs: o.glyphs });
  });
}

function detailLine(
  { label, role, text }: DetailLine,
  { labelCols, glyphs }: { labelCols: number; glyphs: Glyphs },
): Line {
  const head = span(`${padEnd(truncateEnd(label, labelCols - 1, glyphs.ellipsis), labelCols)}`, 'dim');
  if (role === undefined) return [head, span(text)];
  // What is over is told, but not praised.
  if (label === 'why') return [head, span(text, role === 'ok' || role === 'idle' ? 'text' : role)];
  return [head, span(`${statusGlyph(role, glyphs)} `, role), span(text)];
}

/** The whole detail as the lines of a text view, long texts wrapped to `cols` columns. */
export function detailTextLines(
  sections: readonly DetailSection[],
  o: { cols: number; glyphs: Glyphs },
): readonly Line[] {
  return sections.flatMap((section, index): Line[] => {
    const longest = Math.max(0, ...section.lines.map(({ label }) => label.length));
    const labelCols = Math.min(WIDE_LABEL_COLS, Math.max(LABEL_COLS, longest + 2));
    const body = section.lines.flatMap((detail) => wrapped(detail, { labelCols, ...o }));
    return [...(index === 0 ? [] : [[]]), [span(section.title, 'title')], ...body];
  });
}

function wrapped(detail: DetailLine, o: { labelCols: number; cols: number; glyphs: Glyphs }): Line[] {
  const room = Math.max(20, o.cols - o.labelCols - 4);
  const [first = '', ...rest] = wrapWords(detail.text, room);
  const indent = span(' '.repeat(o.labelCols + (detail.role === undefined || detail.label === 'why' ? 0 : 2)));
  return [
    [span('  '), ...detailLine({ ...detail, text: first }, o)],
    ...rest.map((text): Line => [span('  '), indent, span(text)]),
  ];
}
