import type { PipelineSnapshot } from '../../src/pipeline/index.ts';
import type { CellPen } from '../../src/terminal/index.ts';
import { truncateEnd } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import type { Theme } from '../theme.ts';
import { type Line, line, paintLine, shortenLine } from '../ui/line.ts';
import { paneTitle } from '../ui/pane-title.ts';
import { journeyRows, journeyTitle } from './journey-rows.ts';
import { type PartId, type PartPlace, pipelineLayout } from './pipeline-layout.ts';
import { type PipelineModel, topOf } from './pipeline-model.ts';
import { queueRows, queueTitle } from './queue-rows.ts';
import { stepRows } from './step-rows.ts';
import { fifoRows, fifoTitle, indexerRows, indexerTitle, listenerRows } from './store-rows.ts';
import { timeLineRows } from './time-line-rows.ts';

export interface PipelineView {
  readonly snapshot: PipelineSnapshot;
  readonly model: PipelineModel;
  readonly glyphs: Glyphs;
  readonly theme: Theme;
}

/** Paints all parts, each under its title; the focused one's is bright. */
export function paintPipeline(pen: CellPen, view: PipelineView): void {
  pen.clear();
  for (const place of pipelineLayout(pen.cols, pen.rows)) paintPart(pen, place, view);
}

/** How many rows a part has, without its title. */
export const rowCount = (view: Pick<PipelineView, 'snapshot' | 'glyphs'>, place: PartPlace): number =>
  bodyOf(place, view).length;

function paintPart(pen: CellPen, place: PartPlace, view: PipelineView): void {
  const { model, glyphs, theme, snapshot } = view;
  const { x, cols } = place;
  const focused = model.focus === place.id;
  if (place.id === 'steps') {
    stepRows(snapshot, { cols, glyphs, focused })
      .slice(0, place.rows)
      .forEach((spans, index) => {
        paintLine(pen, { x, y: place.y + index, cols }, { spans, theme });
      });
    return;
  }
  const body = bodyOf(place, view);
  const rows = place.rows - 1;
  const top = topOf(model, place.id, { count: body.length, rows });
  const hidden = body.length > rows ? `  ${top + 1}-${Math.min(body.length, top + rows)} of ${body.length}` : '';
  const title = truncateEnd(TITLES[place.id](snapshot), Math.max(0, cols - hidden.length - 4), glyphs.ellipsis);
  paintLine(pen, { x, y: place.y, cols }, { spans: paneTitle(`${title}${hidden}`, { cols, glyphs, focused }), theme });
  body.slice(top, top + rows).forEach((spans, index) => {
    const shown = shortenLine(spans, cols - 3, glyphs.ellipsis);
    paintLine(pen, { x: x + 2, y: place.y + 1 + index }, { spans: shown, theme });
  });
}

const TITLES: Readonly<Record<PartId, (snapshot: PipelineSnapshot) => string>> = {
  steps: () => 'steps',
  workqueue: queueTitle,
  journey: journeyTitle,
  fifo: fifoTitle,
  indexer: indexerTitle,
  listeners: () => 'listeners',
  timeLine: () => 'time line',
};

function bodyOf(place: PartPlace, { snapshot, glyphs }: Pick<PipelineView, 'snapshot' | 'glyphs'>): readonly Line[] {
  const size = { cols: place.cols - 3, rows: place.rows - 1, glyphs };
  switch (place.id) {
    case 'steps':
      return [];
    case 'workqueue':
      return queueRows(snapshot, size);
    case 'journey':
      return journeyRows(snapshot, size);
    case 'fifo':
      return fifoRows(snapshot, size);
    case 'indexer':
      return indexerRows(snapshot, size);
    case 'listeners':
      return snapshot.listeners.length === 0 ? [line('nobody listens', 'dim')] : listenerRows(snapshot);
    case 'timeLine':
      return timeLineRows(snapshot);
  }
}
