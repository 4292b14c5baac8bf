import { wrapWords } from '../../src/text/index.ts';
import { type Line, line } from '../ui/line.ts';
import type { PartId } from './pipeline-layout.ts';

interface Explanation {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** What each part is, in the words of client-go; what a reader of its source finds under the same names. */
const EXPLANATIONS: Readonly<Record<PartId, Explanation>> = {
  steps: {
    title: 'The nine steps',
    paragraphs: [
      '1 Reflector. ListAndWatch: one LIST at resourceVersion "0" (any state that the server has cached), then a WATCH from the version of that list. Each event moves lastSyncResourceVersion. A watch that ends in good order is opened again from there, without a list; 410 Gone means that the version is too old, and after a back-off a relist follows.',
      '2 DeltaFIFO. The reflector adds a delta (Added, Updated, Deleted, Replaced or Sync) to the deltas of its key. A key stands in the queue once, however many deltas it has: what changes faster than it is popped is popped together.',
      '3 pop. The informer takes the oldest key with all its deltas, HandleDeltas goes through them in order. HasSynced becomes true when the last key of the first list has been popped.',
      '4 → indexer. For each delta it is decided whether the object is added, updated or deleted: "Added" for a known key is an update. The + ~ - are these three, a second.',
      '5 store. The thread-safe store: a map from key to object, and the indices. It changes before anybody is told.',
      '6 handlers. OnAdd, OnUpdate and OnDelete of each listener, in order, from a buffer of its own: a slow handler holds up nobody else. An update whose resourceVersion has not changed is a sync, told only to listeners that asked for a resync.',
      '7 enqueue. Your handler adds nothing but the key to the work queue. A key that is dirty already is not added again: the adds collapse.',
      '8 worker get. A worker takes the oldest key. While it has it no other worker gets the same key; if the key is added meanwhile it comes again after Done.',
      '9 read by key. The worker asks the lister (the indexer), not the server, what the object is now. No object means that it was deleted.',
      'The step that works is lit, its last key is right of it. Behind the rate stands the latency: the time from the step before, which 99 of 100 changes kept. Lag is the time from step 1 to the last step, oldest waits is the age of the oldest thing in any queue.',
    ],
  },
  workqueue: {
    title: 'The work queue',
    paragraphs: [
      'Three sets. dirty: keys that need a worker. processing: keys that a worker has. queue: dirty keys that nobody has yet, in order; its length is the depth. A key that is added while it is processed is only dirty, and goes back into the queue at Done.',
      'waiting: AddAfter and AddRateLimited put a key into a heap until it is ready; a key that waits already keeps the earlier time. AddRateLimited asks the limiter when.',
      'The default limiter of a controller is the maximum of two: 5 ms·2^failures of this key, at most 1000 s; and a bucket for all keys together, 10 a second after the first 100. Both are charged, whichever is longer. Forget clears the failures of a key, Done does not.',
      'The worker: Get; reconcile; if that fails and NumRequeues is below 5, AddRateLimited, else Forget and the key is dropped; if it succeeds, Forget; always Done. So a key is tried once and retried five times.',
      'w changes the number of workers and the limiter while they run.',
    ],
  },
  journey: {
    title: 'The journey of one object',
    paragraphs: [
      'J follows a key; the pod that was selected in the table is followed from the start. Steps 1 to 6 carry its resourceVersion, steps 7 to 9 only its key: the queue knows nothing else.',
      'The times are milliseconds since step 1 of the change. A change that comes before the last one was popped travels with it: hold the pop with Space, let the pod change a few times, and pop one key with a full stop.',
    ],
  },
  fifo: {
    title: 'The DeltaFIFO',
    paragraphs: [
      'items: key to deltas, oldest first, never empty. queue: the keys in the order in which they came. Two Deleted deltas in a row become one; nothing else is merged, they are only popped together.',
      'Replace (a list) queues Replaced for each object of the list, and Deleted for each known key that is not in it: that one is a tombstone, DeletedFinalStateUnknown, since nobody has seen the deletion. Resync queues Sync for each known key that has nothing queued.',
      'It is empty nearly always, as pops take microseconds. Space holds the pop so that it can be seen.',
    ],
  },
  indexer: {
    title: 'The indexer',
    paragraphs: [
      'The store by key (namespace/name), and for each index function the keys by its values: the index namespace is what lists a namespace without looking at all objects.',
      'On an update the key leaves the values of the old object and joins those of the new one; where both have the same single value nothing is done. An index function that throws is fatal, and objects in the store must never be changed.',
    ],
  },
  listeners: {
    title: 'The listeners',
    paragraphs: [
      'AddEventHandler gives each handler a processorListener of its own: a ring buffer (1024 slots that double) and one runner that calls the handler for one notification after the other.',
      'A handler that is added late first gets every object of the indexer as OnAdd, then what changes. A handler that throws loses that notification and pauses for a second; if it threw on one of its initial adds its HasSynced never becomes true.',
    ],
  },
  timeLine: {
    title: 'The time line',
    paragraphs: [
      'What happened beside the steps: lists with their pages, watches opened and closed and why, bookmarks, relists, 410s, waits of the back-off, resyncs, handlers that threw, keys that were requeued or dropped, faults.',
      'A bookmark is an event without an object: it only says how far the server is, so that a quiet watch can be opened again at a version that is still known.',
      'The back-off: 800 ms doubled up to 30 s, each wait lengthened at random up to twice; it begins anew two minutes after the last reset.',
    ],
  },
};

/** The explanation of a part, in lines of at most `cols` columns. */
export function explanationLines(part: PartId, cols: number): Line[] {
  const { title, paragraphs } = EXPLANATIONS[part];
  return [
    line(title, 'title'),
    line(''),
    ...paragraphs.flatMap((paragraph) => [...wrapWords(paragraph, cols).map((text) => line(text)), line('')]),
  ];
}
