import { afterEach, describe, expect, test } from 'vitest';
import { Indexer, type PipelineEvent, Reflector } from '../../../src/informer/index.ts';
import type { ApiFailure } from '../../../src/kube/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { CUT, EXPIRED, REFUSED, ScriptedSource, status } from './scripted-source.ts';
import { type Thing, textOf, thing } from './things.ts';

const INITIAL = 'sendInitialEvents=true';
const END = { 'k8s.io/initial-events-end': 'true' };

const stop = { now: () => {} };
afterEach(() => stop.now());

async function start(source = new ScriptedSource(), transform?: (object: Thing) => Thing) {
  const clock = new ManualClock(1_000_000);
  const store = new Indexer<Thing>({ transform });
  const events: PipelineEvent[] = [];
  const errors: string[] = [];
  const reflector = new Reflector<Thing>(source, store, {
    name: 'things',
    clock,
    random: () => 0.5,
    watchList: true,
    observe: (event) => events.push(event),
    watchErrorHandler: (_, error) => errors.push(error.message),
  });
  const abort = new AbortController();
  stop.now = () => abort.abort();
  const running = reflector.run(abort.signal);
  await settle();
  return { source, clock, store, reflector, events, errors, abort, running };
}

const contents = (store: Indexer<Thing>): string[] => store.list().map(textOf);

test('the objects come in the watch, all at once, and it stays open for the changes', async () => {
  const { source, store, reflector } = await start();
  expect(source.calls).toEqual([`watch resourceVersionMatch=NotOlderThan ${INITIAL}`]);
  source.open.send('ADDED', thing('a@3'));
  source.open.send('ADDED', thing('b@2'));
  source.open.send('MODIFIED', thing('a@4'));
  source.open.send('DELETED', thing('b@5'));
  await settle();
  expect(contents(store)).toEqual([]);
  expect(reflector.syncState()).toEqual({ kind: 'listing', received: 1 });
  source.open.bookmark('7', END);
  await settle();
  expect(contents(store)).toEqual(['a@4']);
  expect(reflector.lastSyncResourceVersion()).toBe('7');
  source.open.send('ADDED', thing('c@9'));
  await settle();
  expect(contents(store)).toEqual(['a@4', 'c@9']);
  expect(reflector.lastSyncResourceVersion()).toBe('9');
  expect(source.calls).toHaveLength(1);
});

test('a bookmark that does not end the initial events changes nothing', async () => {
  const { source, reflector } = await start();
  source.open.bookmark('5');
  source.open.bookmark('6', { 'k8s.io/initial-events-end': 'True' });
  await settle();
  expect(reflector.lastSyncResourceVersion()).toBe('');
});

test('the next time it starts at the version known', async () => {
  const { source, clock } = await start();
  source.open.bookmark('7', END);
  await settle();
  source.open.error({ code: 410, reason: 'Expired' });
  await clock.advanceAsync(1200);
  expect(source.calls[1]).toBe(`watch resourceVersion=7 resourceVersionMatch=NotOlderThan ${INITIAL}`);
});

test('a version that expired is left out at once', async () => {
  const { source, clock, store } = await start();
  source.open.bookmark('7', END);
  await settle();
  source.failWatch(EXPIRED);
  source.open.error({ code: 410, reason: 'Expired' });
  await clock.advanceAsync(1200);
  expect(source.calls[2]).toBe(`watch resourceVersionMatch=NotOlderThan ${INITIAL}`);
  source.open.send('ADDED', thing('a@9'));
  source.open.bookmark('9', END);
  await settle();
  expect(contents(store)).toEqual(['a@9']);
});

test.each([{ failure: REFUSED }, { failure: status(429) }])(
  '$failure.kind waits and begins anew',
  async ({ failure }) => {
    const { source, clock } = await start(new ScriptedSource().failWatch(failure, failure));
    await clock.advanceAsync(3600);
    expect(source.calls).toEqual(Array.from({ length: 3 }, () => `watch resourceVersionMatch=NotOlderThan ${INITIAL}`));
  },
);

test('a watch that ends before its time begins anew, with nothing of the first', async () => {
  const { source, store } = await start();
  source.open.send('ADDED', thing('a@3'));
  await settle();
  source.open.fail(CUT);
  await settle();
  source.open.send('ADDED', thing('b@4'));
  source.open.bookmark('5', END);
  await settle();
  expect(contents(store)).toEqual(['b@4']);
});

describe('a server that cannot do it is listed, this time', () => {
  test.each<{
    name: string;
    fail: (source: ScriptedSource) => ScriptedSource;
    after?: (source: ScriptedSource) => void;
  }>([
    {
      name: 'it says so',
      fail: (source) => source.failWatch(status(422, 'Invalid', 'sendInitialEvents is forbidden')),
    },
    { name: 'it ends the watch at once', fail: (source) => source, after: (source) => source.open.end() },
  ])('$name', async ({ fail, after }) => {
    const { source, clock, store } = await start(fail(new ScriptedSource().answerList('7', ['a@3'])));
    after?.(source);
    await settle();
    expect(source.calls.slice(1)).toEqual(['list resourceVersion=0 limit=500', 'watch resourceVersion=7']);
    expect(contents(store)).toEqual(['a@3']);
    source.open.error({ code: 410, reason: 'Expired' });
    await clock.advanceAsync(1200);
    expect(source.calls[3]).toContain(INITIAL);
  });
});

test('a transform has been at each object, once or twice', async () => {
  const { source, store } = await start(new ScriptedSource(), (object) => ({ ...object, color: 'seen' }));
  source.open.send('ADDED', thing('a@3'));
  source.open.bookmark('7', END);
  await settle();
  expect(store.get('ns/a')?.color).toBe('seen');
});

test('an end that does not come is warned of each ten seconds', async () => {
  const { source, clock, events } = await start();
  const warnings = () =>
    events.flatMap((event) => ('note' in event && event.note === 'initial-events-late' ? [event.message] : []));
  await clock.advanceAsync(10_000);
  expect(warnings()).toEqual([
    'things: awaiting required bookmark event for initial events stream, no events received for 10s',
  ]);
  await clock.advanceAsync(5000);
  source.open.send('ADDED', thing('a@3'));
  await clock.advanceAsync(5000);
  expect(warnings()).toHaveLength(1);
  await clock.advanceAsync(10_000);
  expect(warnings()[1]).toBe(
    "things: hasn't received required bookmark event marking the end of initial events stream, received last event 15s ago",
  );
  source.open.bookmark('7', END);
  await clock.advanceAsync(60_000);
  expect(warnings()).toHaveLength(2);
});

test('stopped while it waits for the end, it leaves the store alone', async () => {
  const { source, store, abort, running, errors } = await start();
  source.open.send('ADDED', thing('a@3'));
  await settle();
  abort.abort();
  await running;
  expect(source.open.isStopped).toBe(true);
  expect({ contents: contents(store), errors }).toEqual({ contents: [], errors: [] });
});

test('a store that refuses the result is listed instead', async () => {
  const source = new ScriptedSource().answerList('7', ['a@3']);
  const failures: ApiFailure[] = [];
  const { store } = await start(source);
  const replace = store.replace.bind(store);
  store.replace = (list, resourceVersion) => {
    if (resourceVersion !== '5') return replace(list, resourceVersion);
    throw new Error('the store is full');
  };
  source.open.bookmark('5', END);
  await settle();
  expect(failures).toEqual([]);
  expect(contents(store)).toEqual(['a@3']);
});
