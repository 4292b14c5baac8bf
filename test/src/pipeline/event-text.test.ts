import { expect, test } from 'vitest';
import type { NoteEvent, StepEvent } from '../../../src/informer/index.ts';
import { noteText, stepText } from '../../../src/pipeline/index.ts';

const step = <N extends StepEvent['step']>(
  number: N,
  rest: Omit<Extract<StepEvent, { step: N }>, 'step' | 'at' | 'key' | 'resourceVersion'>,
): StepEvent => ({ step: number, key: 'ns/a', resourceVersion: '8', at: 0, ...rest }) as unknown as StepEvent;

test.each<[StepEvent, string]>([
  [step(1, { source: 'watch', eventType: 'MODIFIED' }), 'watch MODIFIED'],
  [step(2, { deltaType: 'Updated', depth: 3, deltasForKey: 2 }), 'Updated, 2 deltas of the key, depth 3'],
  [
    step(3, { deltaTypes: ['Updated', 'Deleted'], waitedMs: 0.341, isInInitialList: false }),
    'Updated Deleted after 0.34ms',
  ],
  [step(3, { deltaTypes: ['Replaced'], waitedMs: 1_630, isInInitialList: true }), 'Replaced after 1.6s, initial list'],
  [step(4, { deltaType: 'Replaced', operation: 'update' }), 'update by Replaced'],
  [step(5, { size: 112, changedIndexes: ['namespace', 'node'] }), '112 objects, index namespace, node'],
  [step(5, { size: 1, changedIndexes: [] }), '1 object'],
  [
    step(6, { handler: 'controller', notification: 'add', isSync: true, pending: 4 }),
    'add for controller, pending 4, sync',
  ],
  [step(7, { queue: 'controller', deduplicated: false }), 'added'],
  [
    step(7, { queue: 'controller', deduplicated: true, delayMs: 20, numRequeues: 3 }),
    'added in 20ms, failure 3, collapsed with the one that waits',
  ],
  [step(8, { worker: '2', waitedMs: 12.4 }), 'worker 2 after 12ms'],
  [step(9, { worker: '1', found: true }), 'worker 1: found'],
  [step(9, { worker: '1', found: false }), 'worker 1: not found, so it was deleted'],
])('%o', (event, text) => {
  expect(stepText(event)).toBe(text);
});

type Noted<Note extends NoteEvent> = Note extends unknown ? Omit<Note, 'at'> : never;

test.each<[Noted<NoteEvent>, string]>([
  [{ note: 'list-start', resourceVersion: '0', limit: 500 }, 'list starts at rv 0, pages of 500'],
  [{ note: 'list-start', resourceVersion: '', limit: 0 }, 'list starts at the newest version'],
  [{ note: 'list-page', items: 500, remaining: 20 }, 'page of 500 items, about 20 to come'],
  [
    { note: 'list-end', items: 112, resourceVersion: '48010', isPaginated: false, tookMs: 41.2 },
    'list 112 items 41ms rv 48010',
  ],
  [{ note: 'watch-open', resourceVersion: '48010', timeoutSeconds: 421 }, 'watch open at rv 48010, for 421 s'],
  [{ note: 'watch-close', reason: 'closed', events: 1, tookMs: 210_400 }, 'watch closed after 210s, 1 event'],
  [{ note: 'bookmark', resourceVersion: '9', endsInitialEvents: true }, 'bookmark 9, the initial events are complete'],
  [{ note: 'backoff', delayMs: 812, reason: 'connection refused' }, 'back-off 812ms: connection refused'],
  [{ note: 'gone', on: 'event', message: 'too old' }, '410 Gone on the watch, as an event: too old'],
  [{ note: 'gone', on: 'list', message: 'too old' }, '410 Gone on the list: too old'],
  [{ note: 'dropped', key: 'ns/a', numRequeues: 5 }, 'dropped ns/a after 6 failures'],
  [{ note: 'fault', fault: 'refuse(3)', left: 2 }, 'fault refuse(3): 2 left'],
  [{ note: 'fault', fault: 'refuse(3)', left: 0 }, 'fault refuse(3): over'],
  [{ note: 'warning', message: 'as it is' }, 'as it is'],
])('%o', (note, text) => {
  expect(noteText({ ...note, at: 0 })).toBe(text);
});
