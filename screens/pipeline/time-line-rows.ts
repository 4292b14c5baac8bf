import type { NoteEvent } from '../../src/informer/index.ts';
import { noteText, type PipelineSnapshot, type TimeLineEntry } from '../../src/pipeline/index.ts';
import type { Role } from '../theme.ts';
import { type Line, line, span } from '../ui/line.ts';
import { formatMoment } from './moment.ts';

/** Lists, watches, bookmarks, relists, 410s, waits and faults, a row each, oldest first. */
export function timeLineRows({ timeLine }: PipelineSnapshot): Line[] {
  if (timeLine.length === 0) return [line('nothing has been asked yet', 'dim')];
  const informers = new Set(timeLine.map(({ informer }) => informer).filter((name) => name !== ''));
  return timeLine.map((entry) => entryLine(entry, informers.size > 1));
}

const entryLine = ({ informer, note }: TimeLineEntry, isNamed: boolean): Line => [
  span(`${formatMoment(note.at)}  `, 'dim'),
  ...(isNamed && informer !== '' ? [span(`${informer}  `, 'dim')] : []),
  span(noteText(note), roleOf(note)),
];

function roleOf(note: NoteEvent): Role {
  switch (note.note) {
    case 'list-end':
    case 'watch-open':
      return 'ok';
    case 'list-start':
    case 'resync':
      return 'busy';
    case 'bookmark':
    case 'forgotten':
      return 'dim';
    case 'list-page':
      return 'text';
    case 'handler-threw':
    case 'dropped':
      return 'danger';
    case 'watch-error':
      return note.level === 'error' ? 'danger' : 'warn';
    default:
      return 'warn';
  }
}
