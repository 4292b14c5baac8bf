import { assertNever } from '../flow/index.ts';
import type { NoteEvent, StepEvent } from '../informer/index.ts';
import { formatCountOf } from '../text/index.ts';
import type { StepNumber } from './pipeline-snapshot.ts';

/** What each step is called, as in the picture that is drawn of client-go. */
export const STEP_NAMES: Readonly<Record<StepNumber, string>> = {
  1: 'Reflector',
  2: 'DeltaFIFO',
  3: 'pop',
  4: 'to indexer',
  5: 'store',
  6: 'handlers',
  7: 'enqueue',
  8: 'worker get',
  9: 'read by key',
};

/** What a step has to say beside its name, key and version. Foreign text in it is as it came. */
export function stepText(event: StepEvent): string {
  switch (event.step) {
    case 1:
      return `${event.source} ${event.eventType}`;
    case 2:
      return `${event.deltaType}, ${formatCountOf(event.deltasForKey, 'delta')} of the key, depth ${event.depth}`;
    case 3:
      return `${event.deltaTypes.join(' ')} after ${formatMs(event.waitedMs)}${event.isInInitialList ? ', initial list' : ''}`;
    case 4:
      return `${event.operation} by ${event.deltaType}`;
    case 5:
      return `${formatCountOf(event.size, 'object')}${changed(event.changedIndexes)}`;
    case 6:
      return `${event.notification} for ${event.handler}, pending ${event.pending}${event.isSync ? ', sync' : ''}`;
    case 7:
      return enqueueText(event);
    case 8:
      return `worker ${event.worker} after ${formatMs(event.waitedMs)}`;
    case 9:
      return `worker ${event.worker}: ${event.found ? 'found' : 'not found, so it was deleted'}`;
    default:
      return assertNever(event);
  }
}

/** A note as a line of the time line. Foreign text in it is as it came. */
export function noteText(note: NoteEvent): string {
  switch (note.note) {
    case 'list-start':
      return `list starts at ${version(note.resourceVersion)}${note.limit === 0 ? '' : `, pages of ${note.limit}`}`;
    case 'list-page':
      return `page of ${formatCountOf(note.items, 'item')}${note.remaining === undefined ? '' : `, about ${note.remaining} to come`}`;
    case 'list-end':
      return `list ${formatCountOf(note.items, 'item')} ${formatMs(note.tookMs)} ${version(note.resourceVersion)}`;
    case 'watch-open':
      return `watch open at ${version(note.resourceVersion)}, for ${note.timeoutSeconds} s`;
    case 'watch-close':
      return `watch ${note.reason} after ${formatMs(note.tookMs)}, ${formatCountOf(note.events, 'event')}`;
    case 'bookmark':
      return `bookmark ${note.resourceVersion}${note.endsInitialEvents ? ', the initial events are complete' : ''}`;
    case 'backoff':
      return `back-off ${formatMs(note.delayMs)}: ${note.reason}`;
    case 'relist':
      return `relist: ${note.reason}`;
    case 'gone':
      return `410 Gone on the ${note.on === 'event' ? 'watch, as an event' : note.on}: ${note.message}`;
    case 'resync':
      return `resync, depth ${note.depth}`;
    case 'handler-threw':
      return `handler ${note.handler} threw: ${note.message}`;
    case 'slow-handler':
      return `handler ${note.handler} is slow: ${formatMs(note.tookMs)}, pending ${note.pending}`;
    case 'requeued':
      return `requeued ${note.key}, failure ${note.numRequeues}`;
    case 'forgotten':
      return `forgotten ${note.key} after ${formatCountOf(note.numRequeues, 'failure')}`;
    case 'dropped':
      return `dropped ${note.key} after ${formatCountOf(note.numRequeues + 1, 'failure')}`;
    case 'fault':
      return `fault ${note.fault}: ${note.left === 0 ? 'over' : `${note.left} left`}`;
    case 'watch-error':
    case 'initial-events-late':
    case 'process-error':
    case 'warning':
      return note.message;
    case 'skipped-event':
    case 'malformed-line':
      return note.reason;
    default:
      return assertNever(note);
  }
}

function enqueueText({ deduplicated, delayMs, numRequeues }: StepEvent & { step: 7 }): string {
  const already = deduplicated ? ', collapsed with the one that waits' : '';
  if (delayMs === undefined) return `added${already}`;
  return `added in ${formatMs(delayMs)}, failure ${numRequeues ?? 0}${already}`;
}

const changed = (indexes: readonly string[]): string => (indexes.length === 0 ? '' : `, index ${indexes.join(', ')}`);

const version = (resourceVersion: string): string =>
  resourceVersion === '' ? 'the newest version' : `rv ${resourceVersion}`;

/** `0.03ms` `12ms` `1.6s` `210s`. */
export function formatMs(duration: number): string {
  if (duration < 9.95) return `${Number(duration.toFixed(2))}ms`;
  if (duration < 999.5) return `${Math.round(duration)}ms`;
  return duration < 99_500 ? `${(duration / 1000).toFixed(1)}s` : `${Math.round(duration / 1000)}s`;
}
