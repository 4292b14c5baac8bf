import type { CastItem } from '../asciicast/index.ts';
import type { TimedEvent } from '../gif/index.ts';
import type { Selection, Shown } from './gif-select.ts';

/** Events of a recording as pictures need them, timed by a selection. */
export function* shownEvents(items: readonly CastItem[], selection: Selection): Generator<TimedEvent> {
  for (const item of items) {
    if (item.kind !== 'output' && item.kind !== 'resize') continue;
    for (const edge of selection.edgesBefore(item.atMicros)) yield lookAt(edge);
    const { atMicros, isHidden } = selection.at(item.atMicros);
    if (item.kind === 'output') yield { kind: 'output', atMicros, isHidden, data: item.data };
    else yield { kind: 'resize', atMicros, isHidden, cols: item.cols, rows: item.rows };
  }
}

/** The edges that lie behind the last event. */
export function* lastEdges(selection: Selection, endMicros: number): Generator<TimedEvent> {
  for (const edge of selection.edgesBefore(endMicros)) yield lookAt(edge);
}

const lookAt = ({ atMicros, isHidden }: Shown): TimedEvent => ({ kind: 'output', atMicros, isHidden, data: '' });
