import { type Clock, messageOf } from '../flow/index.ts';
import {
  type ApiFailure,
  failureOf,
  failureText,
  isCutOff,
  isStatusObject,
  type KubeObject,
  metaNamespaceKey,
  type WatchEvent,
  type Watcher,
} from '../kube/index.ts';
import type { Observe } from './pipeline-event.ts';
import type { ReflectorStore } from './queue.ts';

/** How a watch ended. */
export type WatchOutcome =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'closed' }
  /** The bookmark came that ends the initial events of a watch-list; the watch itself is still open. */
  | { readonly kind: 'initial-events-end' }
  | { readonly kind: 'failed'; readonly failure: ApiFailure };

export interface WatchReading<T> {
  readonly name: string;
  readonly watcher: Watcher;
  readonly source: 'watch' | 'watchList';
  readonly store: Pick<ReflectorStore<T>, 'add' | 'update' | 'delete'>;
  /** When the request was sent. */
  readonly startedAt: number;
  /** False: initial ADDED events come in no order, so their resourceVersions say nothing yet. */
  readonly isOrderedFromStart: boolean;
  /** Ends with the bookmark that ends the initial events, leaving the watcher open. */
  readonly endsWithInitialEvents: boolean;
  readonly expected: { readonly kind: string; readonly apiVersion: string } | undefined;
  readonly signal: AbortSignal;
  readonly clock: Pick<Clock, 'now'>;
  readonly observe: Observe | undefined;
  /** Of the last event: the server has told all up to here. */
  readonly onResourceVersion: (resourceVersion: string) => void;
  readonly onEvent: () => void;
  readonly onBookmark: (resourceVersion: string) => void;
  readonly onSkipped: () => void;
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';
/** A watch that ends sooner, and without an event, is no watch. */
const SHORTEST_WATCH_MS = 1000;

/** Reads a watch to its end and writes what it says into the store. Never rejects. */
export async function readWatch<T extends KubeObject>(reading: WatchReading<T>): Promise<WatchOutcome> {
  const state = { events: 0, sawOtherThanAdded: false };
  const { watcher, signal, clock, startedAt } = reading;
  const onAbort = () => watcher.stop();
  signal.addEventListener('abort', onAbort, { once: true });
  let outcome: WatchOutcome;
  try {
    outcome = signal.aborted ? { kind: 'stopped' } : await readEvents(reading, state);
  } catch (thrown) {
    outcome = outcomeOf(thrown);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  if (signal.aborted) outcome = { kind: 'stopped' };
  if (outcome.kind !== 'initial-events-end') watcher.stop();
  const tookMs = clock.now() - startedAt;
  if (outcome.kind === 'closed' && tookMs < SHORTEST_WATCH_MS && state.events === 0)
    outcome = veryShortWatch(reading.name);
  if (outcome.kind !== 'initial-events-end')
    reading.observe?.({
      note: 'watch-close',
      at: clock.now(),
      reason: reasonOf(outcome),
      events: state.events,
      tookMs,
    });
  return outcome;
}

/** A connection that goes away in the middle is an end like any other: what came is good, the rest can be asked for. */
function outcomeOf(thrown: unknown): WatchOutcome {
  const failure = failureOf(thrown);
  return isCutOff(failure) ? { kind: 'closed' } : { kind: 'failed', failure };
}

function veryShortWatch(name: string): WatchOutcome {
  const message = `very short watch: ${name}: Unexpected watch close - watch lasted less than a second and no items received`;
  return { kind: 'failed', failure: { kind: 'network', cause: new VeryShortWatchError(message) } };
}

export class VeryShortWatchError extends Error {}

const reasonOf = (outcome: WatchOutcome): string =>
  outcome.kind === 'failed' ? failureText(outcome.failure) : outcome.kind;

interface ReadingState {
  events: number;
  sawOtherThanAdded: boolean;
}

async function readEvents<T extends KubeObject>(reading: WatchReading<T>, state: ReadingState): Promise<WatchOutcome> {
  // Not `for await`: leaving that would stop a watcher which is handed on.
  const events = reading.watcher[Symbol.asyncIterator]();
  for (;;) {
    const next = await events.next();
    if (next.done === true) return { kind: 'closed' };
    const event = next.value;
    if (event.type === 'ERROR') return { kind: 'failed', failure: failureOfEvent(event.object) };
    if (isSkipped(reading, event)) continue;
    if (take(reading, state, event as AcceptedEvent<T>) && reading.endsWithInitialEvents)
      return { kind: 'initial-events-end' };
  }
}

function failureOfEvent(object: unknown): ApiFailure {
  if (isStatusObject(object)) return { kind: 'status', status: object };
  return {
    kind: 'status',
    status: {
      code: 500,
      reason: 'InternalError',
      message: `unexpected object: ${JSON.stringify(object)?.slice(0, 200)}`,
    },
  };
}

interface AcceptedEvent<T> {
  readonly type: string;
  readonly object: T;
}

interface Untyped {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly metadata?: unknown;
}

/** What is no event of our objects is passed over: neither counted, nor does its resourceVersion mean anything. */
function isSkipped<T>(reading: WatchReading<T>, event: WatchEvent): boolean {
  const reason = skipReason(event.object as Untyped | undefined | null, reading.expected);
  if (reason === undefined) return false;
  reading.onSkipped();
  reading.observe?.({ note: 'skipped-event', at: reading.clock.now(), reason: `${reading.name}: ${reason}` });
  return true;
}

function skipReason(
  object: Untyped | undefined | null,
  expected: WatchReading<unknown>['expected'],
): string | undefined {
  if (typeof object !== 'object' || object === null) return 'unable to understand watch event: no object';
  // What a projection made has neither; its kind was looked at before.
  if (
    object.kind !== undefined &&
    expected !== undefined &&
    (object.kind !== expected.kind || object.apiVersion !== expected.apiVersion)
  ) {
    return `Unexpected watch event object type: expected ${expected.apiVersion} ${expected.kind}, received ${object.apiVersion} ${object.kind}`;
  }
  if (isTable(object)) return `unsupported watch event gvk: ${object.apiVersion} ${object.kind}`;
  return typeof object.metadata === 'object' && object.metadata !== null
    ? undefined
    : 'unable to understand watch event: no metadata';
}

/** A table is rows of cells for people, no list of objects. */
export function isTable(object: { readonly kind?: unknown; readonly apiVersion?: unknown }): boolean {
  return (
    object.kind === 'Table' && (object.apiVersion === 'meta.k8s.io/v1' || object.apiVersion === 'meta.k8s.io/v1beta1')
  );
}

/** Whether it was the bookmark that ends the initial events. */
function take<T extends KubeObject>(reading: WatchReading<T>, state: ReadingState, event: AcceptedEvent<T>): boolean {
  const { type, object } = event;
  const { resourceVersion } = object.metadata;
  const endsInitialEvents = type === 'BOOKMARK' && isInitialEventsEnd(object);
  if (type === 'BOOKMARK')
    reading.observe?.({ note: 'bookmark', at: reading.clock.now(), resourceVersion, endsInitialEvents });
  else write(reading, event);
  if (type === 'MODIFIED' || type === 'DELETED' || type === 'BOOKMARK') state.sawOtherThanAdded = true;
  if (reading.isOrderedFromStart || state.sawOtherThanAdded) reading.onResourceVersion(resourceVersion);
  if (type === 'BOOKMARK') reading.onBookmark(resourceVersion);
  state.events++;
  reading.onEvent();
  return endsInitialEvents;
}

function write<T extends KubeObject>(reading: WatchReading<T>, { type, object }: AcceptedEvent<T>): void {
  const { store, clock, observe, source } = reading;
  const { resourceVersion } = object.metadata;
  try {
    if (observe !== undefined && !observe.passesOver?.(1))
      observe({ step: 1, key: metaNamespaceKey(object), resourceVersion, source, eventType: type, at: clock.now() });
    if (type === 'ADDED') store.add(object);
    else if (type === 'MODIFIED') store.update(object);
    else if (type === 'DELETED') store.delete(object);
    else
      observe?.({
        note: 'warning',
        at: clock.now(),
        message: `${reading.name}: unable to understand watch event ${type}`,
      });
  } catch (cause) {
    // One object that cannot be stored is no reason to lose all others.
    observe?.({ note: 'process-error', at: clock.now(), message: messageOf(cause) });
  }
}

function isInitialEventsEnd(object: KubeObject): boolean {
  const { annotations } = object.metadata as { readonly annotations?: Readonly<Record<string, unknown>> };
  return annotations?.[INITIAL_EVENTS_END] === 'true';
}
