import type { Overlay } from './app-model.ts';
import type { Glyphs } from './glyphs.ts';
import type { KeyEntry } from './key-entry.ts';
import type { Ground } from './theme.ts';
import { boxed, dialogLines } from './ui/dialog.ts';
import { type HelpRow, helpLine, helpRows } from './ui/help.ts';
import { fitLine, type Line, lineWidth, span } from './ui/line.ts';
import { windowStart } from './ui/list-window.ts';
import { paletteLine, paletteRows } from './ui/palette.ts';
import { promptLine } from './ui/prompt-model.ts';

/** Rows that stand over the panes, with the place of the first. */
export interface OverlayBox {
  readonly x: number;
  readonly y: number;
  readonly rows: readonly { readonly spans: Line; readonly ground: Ground }[];
  /** Index of a clickable row's item in the overlay's list. */
  readonly itemAt: readonly (number | undefined)[];
}

export interface OverlayContext {
  readonly cols: number;
  readonly rows: number;
  readonly glyphs: Glyphs;
  readonly entries: readonly KeyEntry[];
  readonly lately: readonly string[];
}

/** The narrowest help column: a key, and its sentence at a length that can be read. */
const HELP_COLUMN_COLS = 66;

export function overlayBox(overlay: Overlay, context: OverlayContext): OverlayBox {
  switch (overlay.kind) {
    case 'dialog':
      return centred(dialogLines(overlay.dialog, context.cols, context.glyphs), context);
    case 'prompt':
      return promptBox(overlay, context);
    case 'palette':
      return paletteBox(overlay, context);
    case 'help':
      return helpBox(overlay, context);
  }
}

function centred(lines: readonly Line[], { cols, rows }: OverlayContext): OverlayBox {
  const width = Math.max(...lines.map(lineWidth));
  return {
    x: Math.max(0, (cols - width) >> 1),
    y: Math.max(1, (rows - lines.length) >> 1),
    rows: lines.map((spans) => ({ spans, ground: 'dialog' })),
    itemAt: [],
  };
}

function promptBox(overlay: Overlay & { kind: 'prompt' }, { cols, rows }: OverlayContext): OverlayBox {
  const { prompt, text, note, isBad } = overlay;
  const spans = fitLine(promptLine({ title: prompt.title, prompt: text, note, isBad, cols: cols - 1 }), cols);
  return { x: 0, y: rows - 2, rows: [{ spans, ground: 'dialog' }], itemAt: [] };
}

function paletteBox(overlay: Overlay & { kind: 'palette' }, context: OverlayContext): OverlayBox {
  const found = paletteRows(overlay.items, overlay.query.text, context.lately);
  const inner = Math.min(context.cols - 6, 76);
  const visible = Math.max(1, Math.min(found.length, context.rows - 8));
  const start = windowStart({ start: overlay.start, selected: overlay.selected, rows: visible, count: found.length });
  const shown = found.slice(start, start + visible);
  const note = found.length === 0 ? 'nothing fits' : `${overlay.selected + 1} of ${found.length}`;
  const query = promptLine({ title: ':', prompt: overlay.query, note, isBad: found.length === 0, cols: inner });
  const lines = boxed({
    title: overlay.title,
    rows: [query, ...shown.map((row) => paletteLine(row, { cols: inner, ellipsis: context.glyphs.ellipsis }))],
    inner,
    glyphs: context.glyphs,
  });
  const itemAt = lines.map((_, index) => (index >= 2 && index < 2 + shown.length ? start + index - 2 : undefined));
  return {
    x: (context.cols - inner - 4) >> 1,
    y: 2,
    rows: lines.map((spans, index) => ({ spans, ground: itemAt[index] === overlay.selected ? 'select' : 'dialog' })),
    itemAt,
  };
}

function helpBox(overlay: Overlay & { kind: 'help' }, context: OverlayContext): OverlayBox {
  const found = helpRows(context.entries, overlay.query.text);
  const columns = Math.max(1, Math.floor(context.cols / HELP_COLUMN_COLS));
  const height = context.rows - 3;
  const width = Math.floor(context.cols / columns);
  const perPage = height * columns;
  const start =
    columns === 1
      ? windowStart({ start: overlay.start, selected: overlay.selected, rows: height, count: found.length })
      : Math.floor(overlay.selected / perPage) * perPage;
  const head = helpHead(overlay, { found, context });
  const body = Array.from({ length: height }, (_, y) =>
    helpRow({ found, start, y, height, columns, width, selected: overlay.selected }),
  );
  return {
    x: 0,
    y: 1,
    rows: [head, ...body].map((spans) => ({ spans: fitLine(spans, context.cols), ground: 'screen' })),
    itemAt: [
      undefined,
      ...body.map((_, y) => (columns === 1 && found[start + y] !== undefined ? start + y : undefined)),
    ],
  };
}

function helpHead(
  overlay: Overlay & { kind: 'help' },
  { found, context }: { found: readonly HelpRow[]; context: OverlayContext },
): Line {
  if (overlay.isSearching || overlay.query.text !== '') {
    const count = found.filter(({ kind }) => kind === 'key').length;
    return promptLine({
      title: 'search',
      prompt: overlay.query,
      note: `${count} keys`,
      isBad: count === 0,
      cols: context.cols - 1,
    });
  }
  return [
    span(` ${context.glyphs.line} `, 'dim'),
    span('keys', 'title'),
    span(['', '/ searches', 'Enter presses the key', 'Esc closes'].join(` ${context.glyphs.dot} `), 'dim'),
  ];
}

function helpRow(o: {
  found: readonly HelpRow[];
  start: number;
  y: number;
  height: number;
  columns: number;
  width: number;
  selected: number;
}): Line {
  const spans: Line[] = [];
  for (let column = 0; column < o.columns; column++) {
    const index = o.start + column * o.height + o.y;
    const row = o.found[index];
    const text = row === undefined ? fitLine([], o.width) : helpLine(row, o.width);
    const marked = index === o.selected && row?.kind === 'key';
    spans.push(marked ? text.map((part) => ({ text: part.text, role: 'chip' as const })) : text);
  }
  return spans.flat();
}
