import { afterEach, describe, expect, test } from 'vitest';
import {
  type DeletedFinalStateUnknown,
  type NoteEvent,
  type PipelineEvent,
  Reflector,
  type ReflectorOptions,
  type ReflectorStore,
} from '../../../src/informer/index.ts';
import { type ApiFailure, StreamError } from '../../../src/kube/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { CUT, EXPIRED, REFUSED, ScriptedSource, status } from './scripted-source.ts';
import { type Thing, textOf, thing } from './things.ts';

/** Writes down what a reflector does to it. */
class LoggingStore implements ReflectorStore<Thing> {
  readonly log: string[] = [];
  fails = false;

  add = (object: Thing): void => this.#write(`add ${textOf(object)}`);
  update = (object: Thing): void => this.#write(`update ${textOf(object)}`);
  delete = (object: Thing | DeletedFinalStateUnknown<Thing>): void => this.#write(`delete ${textOf(object as Thing)}`);
  replace = (list: readonly Thing[], resourceVersion: string): void =>
    this.#write(`replace [${list.map(textOf).join(' ')}] ${resourceVersion}`);
  resync = (): void => this.#write('resync');

  #write(line: string): void {
    if (this.fails) throw new Error('the store is full');
    this.log.push(line);
  }
}

const stop = { now: () => {} };
afterEach(() => stop.now());

async function start(source = new ScriptedSource(), options: Partial<ReflectorOptions> = {}) {
  const clock = new ManualClock(1_000_000);
  const store = new LoggingStore();
  const events: PipelineEvent[] = [];
  const errors: string[] = [];
  const reflector = new Reflector<Thing>(source, store, {
    name: 'things',
    clock,
    random: () => 0.5,
    expected: { kind: 'Pod', apiVersion: 'v1' },
    observe: (event) => events.push(event),
    watchErrorHandler: (_, error) => errors.push(error.message),
    ...options,
  });
  const abort = new AbortController();
  stop.now = () => abort.abort();
  const running = reflector.run(abort.signal);
  await settle();
  const notes = (name: NoteEvent['note']) =>
    events.filter((event): event is NoteEvent => 'note' in event && event.note === name);
  const backoffs = () => notes('backoff').map((note) => 'delayMs' in note && note.delayMs);
  return { source, clock, store, reflector, abort, running, errors, events, notes, backoffs };
}

describe('listing', () => {
  test('the first list is from the cache in pages of 500, and the watch goes on where it ended', async () => {
    const { source, store, reflector } = await start(new ScriptedSource().answerList('7', ['a@3', 'b@5']));
    expect(source.calls).toEqual(['list resourceVersion=0 limit=500', 'watch resourceVersion=7']);
    expect(store.log).toEqual(['replace [a@3 b@5] 7']);
    expect(reflector.lastSyncResourceVersion()).toBe('7');
  });

  test('pages are asked for by token alone, and the version is that of the first', async () => {
    const source = new ScriptedSource()
      .answerList('7', ['a@1'], { continue: 't1' })
      .answerList('8', ['b@1'], { continue: 't2' })
      .answerList('9', ['c@1']);
    const { store } = await start(source, { watchListPageSize: 1 });
    expect(source.calls.slice(0, 3)).toEqual([
      'list resourceVersion=0 limit=1',
      'list limit=1 continue=t1',
      'list limit=1 continue=t2',
    ]);
    expect(store.log).toEqual(['replace [a@1 b@1 c@1] 7']);
  });

  test('a token that expired is made up for by one whole list', async () => {
    const source = new ScriptedSource()
      .answerList('7', ['a@1'], { continue: 't1' })
      .failList(EXPIRED)
      .answerList('8', ['a@1', 'b@1']);
    const { store } = await start(source, { watchListPageSize: 1 });
    expect(source.calls[2]).toBe('list resourceVersion=0');
    expect(store.log).toEqual(['replace [a@1 b@1] 8']);
  });

  test.each<{ name: string; failure: ApiFailure }>([
    { name: 'Gone', failure: status(410, 'Gone') },
    { name: 'any other reason', failure: status(500, 'InternalError') },
  ])('a page that fails by $name fails the list, and nothing of it is kept', async ({ failure }) => {
    const source = new ScriptedSource().answerList('7', ['a@1'], { continue: 't1' }).failList(failure, failure);
    const { store } = await start(source, { watchListPageSize: 1 });
    expect(store.log).toEqual([]);
  });

  test.each<{ name: string; failure: ApiFailure }>([
    { name: 'too old', failure: EXPIRED },
    { name: 'too new for the server', failure: status(504, 'Timeout', 'Too large resource version: 9, current: 1') },
  ])('a version $name is followed at once by a list without one, its page size kept', async ({ failure }) => {
    const { source, store, clock } = await start(new ScriptedSource().failList(failure).answerList('9', ['a@9']));
    expect(source.calls).toEqual(['list resourceVersion=0 limit=500', 'list limit=500', 'watch resourceVersion=9']);
    expect(store.log).toEqual(['replace [a@9] 9']);
    // A list that succeeded is known again.
    source.open.error({ code: 410, reason: 'Expired' });
    await clock.advanceAsync(2000);
    expect(source.calls[3]).toBe('list resourceVersion=9');
  });

  test('a second failure is an error, a wait, and again a list without a version', async () => {
    const { source, clock, errors } = await start(new ScriptedSource().failList(EXPIRED, EXPIRED));
    expect(errors).toEqual(['failed to list things: too old resource version']);
    await clock.advanceAsync(1200);
    expect(source.calls).toEqual([
      'list resourceVersion=0 limit=500',
      'list limit=500',
      'list limit=500',
      'watch resourceVersion=1',
    ]);
  });

  test('a list later is not older than what is known, and has no limit', async () => {
    const { source, clock } = await start(new ScriptedSource().answerList('7'));
    source.open.error({ code: 410, reason: 'Expired' });
    await clock.advanceAsync(1200);
    expect(source.calls[2]).toBe('list resourceVersion=7');
  });

  test('after an expired later list the one without a version has no limit either', async () => {
    const { source, clock } = await start(new ScriptedSource().answerList('7').failList(EXPIRED).answerList('20'));
    source.open.error({ code: 410, reason: 'Expired' });
    await clock.advanceAsync(1200);
    expect(source.calls.slice(2)).toEqual(['list resourceVersion=7', 'list', 'watch resourceVersion=20']);
  });

  test('pages from the cache show that it is off: lists are paged from then on', async () => {
    const { source, clock } = await start(
      new ScriptedSource().answerList('7', ['a@1'], { continue: 't' }).answerList('7', ['b@1']),
    );
    source.open.error({ code: 410, reason: 'Expired' });
    await clock.advanceAsync(1200);
    expect(source.calls[3]).toBe('list resourceVersion=7 limit=500');
  });

  test('a table is refused', async () => {
    const { errors, store } = await start(
      new ScriptedSource().answerList('7', [], { kind: 'Table', apiVersion: 'meta.k8s.io/v1' }),
    );
    expect(errors).toEqual(['failed to list things: unsupported list gvk: meta.k8s.io/v1, Kind=Table, type: things']);
    expect(store.log).toEqual([]);
  });

  test('a store that cannot take the list is an error', async () => {
    const source = new ScriptedSource().failList(REFUSED).answerList('7', ['a@1']);
    const { clock, store, errors, reflector } = await start(source);
    store.fails = true;
    await clock.advanceAsync(1200);
    expect(errors[1]).toBe('failed to list things: unable to sync list result: the store is full');
    expect(reflector.lastSyncResourceVersion()).toBe('');
  });

  test('stopped during a list, it leaves the store alone', async () => {
    const { promise, resolve } = Promise.withResolvers<{ items: Thing[]; resourceVersion: string; continue: string }>();
    const { abort, running, store, errors } = await start(new ScriptedSource().holdList(promise));
    abort.abort();
    resolve({ items: [thing('a@1')], resourceVersion: '7', continue: '' });
    await running;
    expect({ log: store.log, errors }).toEqual({ log: [], errors: [] });
  });
});

describe('watching', () => {
  test('events go into the store in their order', async () => {
    const { source, store, reflector } = await start(new ScriptedSource().answerList('7'));
    source.open.send('ADDED', thing('a@8'));
    source.open.send('MODIFIED', thing('a@9'));
    source.open.send('DELETED', thing('a@10'));
    await settle();
    expect(store.log.slice(1)).toEqual(['add a@8', 'update a@9', 'delete a@10']);
    expect(reflector.lastSyncResourceVersion()).toBe('10');
  });

  test('the timeout is drawn anew for each watch, from 300 s to 600 s, in whole seconds', async () => {
    const draws = [0, 0.9999, 0.0034];
    const { source, clock } = await start(new ScriptedSource(), { random: () => draws.shift() ?? 0 });
    for (let time = 0; time < 2; time++) {
      source.open.send('ADDED', thing('a@1'));
      source.open.end();
      await clock.advanceAsync(0);
    }
    expect(source.timeouts).toEqual([300, 599, 301]);
  });

  test.each([
    { name: 'below 300 s is not heeded', minWatchTimeoutMs: 10_000, timeout: 450 },
    { name: 'above 300 s is, and doubled', minWatchTimeoutMs: 400_000, timeout: 600 },
  ])('a minimum $name', async ({ minWatchTimeoutMs, timeout }) => {
    const { source } = await start(new ScriptedSource(), { minWatchTimeoutMs });
    expect(source.timeouts).toEqual([timeout]);
  });

  test.each<{ name: string; end: (source: ScriptedSource) => void }>([
    { name: 'the server ended', end: (source) => source.open.end() },
    { name: 'was cut', end: (source) => source.open.fail(CUT) },
  ])('a watch that $name is opened again at once, where it was, without a list', async ({ end }) => {
    const { source, backoffs } = await start(new ScriptedSource().answerList('7'));
    source.open.send('ADDED', thing('a@8'));
    await settle();
    end(source);
    await settle();
    expect(source.calls).toEqual([
      'list resourceVersion=0 limit=500',
      'watch resourceVersion=7',
      'watch resourceVersion=8',
    ]);
    expect(backoffs()).toEqual([]);
  });

  test('one that ended quietly after a second too', async () => {
    const { source, clock } = await start(new ScriptedSource().answerList('7'));
    clock.advance(1000);
    source.open.end();
    await settle();
    expect(source.calls[2]).toBe('watch resourceVersion=7');
  });

  test('a very short watch is followed by a wait and a list', async () => {
    const { source, clock, notes, errors } = await start(new ScriptedSource().answerList('7'));
    clock.advance(999);
    source.open.end();
    await settle();
    expect(notes('watch-error')[0]).toMatchObject({
      message:
        'very short watch: things: Unexpected watch close - watch lasted less than a second and no items received',
    });
    await clock.advanceAsync(1200);
    expect(source.calls[2]).toBe('list resourceVersion=7');
    expect(errors).toEqual([]);
  });

  test('an expired watch is followed by a wait and a list at what is known; no error', async () => {
    const { source, clock, errors, backoffs, reflector } = await start(new ScriptedSource().answerList('7'));
    source.open.error({ code: 410, reason: 'Expired', message: 'too old' });
    await settle();
    expect(source.calls).toHaveLength(2);
    expect(reflector.lastSyncResourceVersion()).toBe('7');
    await clock.advanceAsync(1200);
    expect(source.calls.slice(2)).toEqual(['list resourceVersion=7', 'watch resourceVersion=1']);
    expect(errors).toEqual([]);
    expect(backoffs()).toEqual([1200]);
  });

  test('410 when it is opened is an error, a wait, and a list at what is known', async () => {
    const { source, clock, errors } = await start(new ScriptedSource().answerList('7').failWatch(EXPIRED));
    expect(errors).toEqual(['failed to watch things: too old resource version']);
    await clock.advanceAsync(1200);
    expect(source.calls.slice(2)).toEqual(['list resourceVersion=7', 'watch resourceVersion=1']);
  });

  test.each<{ name: string; failure: ApiFailure }>([
    { name: 'refused', failure: REFUSED },
    { name: 'too many', failure: status(429) },
  ])('$name when it is opened: growing waits at the same version, no list, no error', async ({ failure }) => {
    const { source, clock, errors, backoffs } = await start(
      new ScriptedSource().answerList('7').failWatch(failure, failure, failure),
    );
    await clock.advanceAsync(20_000);
    expect(source.calls).toEqual([
      'list resourceVersion=0 limit=500',
      ...Array.from({ length: 4 }, () => 'watch resourceVersion=7'),
    ]);
    expect(backoffs()).toEqual([1200, 2400, 4800]);
    expect(errors).toEqual([]);
  });

  test('too many as an event: a wait, the same version, no list', async () => {
    const { source, clock } = await start(new ScriptedSource().answerList('7'));
    source.open.error({ code: 429 });
    await clock.advanceAsync(1200);
    expect(source.calls).toEqual([
      'list resourceVersion=0 limit=500',
      'watch resourceVersion=7',
      'watch resourceVersion=7',
    ]);
  });

  test('an internal error: a wait and a list', async () => {
    const { source, clock } = await start(new ScriptedSource().answerList('7'));
    source.open.error({ code: 500, reason: 'InternalError' });
    await clock.advanceAsync(1200);
    expect(source.calls[2]).toBe('list resourceVersion=7');
  });

  test('where they are retried, internal errors are for so long and no longer', async () => {
    const { source, clock } = await start(new ScriptedSource().answerList('7'), { maxInternalErrorRetryMs: 5000 });
    for (const pause of [0, 3000, 2000, 1]) {
      clock.advance(pause);
      source.open.error({ code: 500, reason: 'InternalError' });
      await settle();
    }
    expect(source.calls.slice(1)).toEqual(Array.from({ length: 4 }, () => 'watch resourceVersion=7'));
    await clock.advanceAsync(1200);
    expect(source.calls.at(-2)).toBe('list resourceVersion=7');
  });

  test('internal errors a minute apart are each the first of their kind', async () => {
    const { source, clock } = await start(new ScriptedSource().answerList('7'), { maxInternalErrorRetryMs: 5000 });
    for (let time = 0; time < 4; time++) {
      source.open.error({ code: 500, reason: 'InternalError' });
      await settle();
      clock.advance(60_000);
    }
    expect(source.calls.filter((call) => call.startsWith('list'))).toHaveLength(1);
  });

  test('broken bytes: a wait and a list', async () => {
    const { source, clock } = await start(new ScriptedSource().answerList('7'));
    clock.advance(5000);
    source.open.fail({ kind: 'network', cause: new StreamError('a length beyond its message') });
    await clock.advanceAsync(1200);
    expect(source.calls[2]).toBe('list resourceVersion=7');
  });

  test('a store that refuses one object loses that one only', async () => {
    const { source, store, notes } = await start(new ScriptedSource().answerList('7'));
    store.fails = true;
    source.open.send('ADDED', thing('a@8'));
    await settle();
    store.fails = false;
    source.open.send('ADDED', thing('b@9'));
    await settle();
    expect(store.log.slice(1)).toEqual(['add b@9']);
    expect(notes('process-error')).toHaveLength(1);
  });

  test('stopped while it watches, it closes the watch and ends', async () => {
    const { source, abort, running } = await start();
    abort.abort();
    await running;
    expect(source.open.isStopped).toBe(true);
  });
});

describe('the version a watch goes on from', () => {
  const versionAfter = async (listed: string, send: (source: ScriptedSource) => void): Promise<string> => {
    const { source, reflector } = await start(new ScriptedSource().answerList(listed));
    send(source);
    await settle();
    return reflector.lastSyncResourceVersion();
  };

  test.each<{ name: string; listed?: string; send: (source: ScriptedSource) => void; version: string }>([
    {
      name: 'is that of the last event, not the greatest',
      send: ({ open }) => {
        open.send('ADDED', thing('a@9'));
        open.send('ADDED', thing('b@8'));
      },
      version: '8',
    },
    { name: 'is that of a bookmark', send: ({ open }) => open.bookmark('50'), version: '50' },
    {
      name: 'is that of an event of a type that nobody knows',
      send: ({ open }) => open.send('WHATEVER', thing('a@9')),
      version: '9',
    },
    {
      name: 'is not that of an object of another kind',
      send: ({ open }) =>
        open.send('ADDED', { kind: 'Node', apiVersion: 'v1', metadata: { name: 'x', resourceVersion: '9' } }),
      version: '7',
    },
    {
      name: 'is not that of a table',
      send: ({ open }) =>
        open.send('ADDED', { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion: '9' } }),
      version: '7',
    },
    { name: 'is not that of what has no metadata', send: ({ open }) => open.send('ADDED', {}), version: '7' },
    {
      name: 'is, after a start at 0, not that of the first events, which are in no order',
      listed: '0',
      send: ({ open }) => open.send('ADDED', thing('a@9')),
      version: '0',
    },
    {
      name: 'is, after a start at 0, that of any event after the first one of another type',
      listed: '0',
      send: ({ open }) => {
        open.send('MODIFIED', thing('a@9'));
        open.send('ADDED', thing('b@10'));
      },
      version: '10',
    },
  ])('$name', async ({ listed = '7', send, version }) => {
    expect(await versionAfter(listed, send)).toBe(version);
  });

  test('bookmarks write nothing', async () => {
    const { source, store, notes } = await start();
    source.open.bookmark('50', { 'k8s.io/initial-events-end': 'true' });
    await settle();
    expect(store.log).toHaveLength(1);
    expect(notes('bookmark')).toMatchObject([{ resourceVersion: '50', endsInitialEvents: true }]);
  });

  test('what is passed over is counted and noted', async () => {
    const { source, notes } = await start();
    source.open.send('ADDED', { kind: 'Node', apiVersion: 'v1', metadata: {} });
    await settle();
    expect(notes('skipped-event')).toMatchObject([
      { reason: 'things: Unexpected watch event object type: expected v1 Pod, received v1 Node' },
    ]);
  });
});

describe('waits', () => {
  test('double from 0.8 s to 30 s, with a jitter up to their double', async () => {
    const failures = Array.from({ length: 9 }, () => REFUSED);
    const draws = [0, 0, 0, 0, 0, 0, 0, 0.999, 0];
    // 51 s in all: no reset.
    const { clock, backoffs } = await start(new ScriptedSource().failList(...failures), {
      random: () => draws.shift() ?? 0,
    });
    await clock.advanceAsync(115_000);
    expect(backoffs()).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 59_970]);
  });

  test('start anew at the first failure more than two minutes after they last did', async () => {
    const { source, clock, backoffs } = await start(new ScriptedSource().failList(REFUSED, REFUSED), {
      random: () => 0,
    });
    await clock.advanceAsync(10_000);
    expect(backoffs()).toEqual([800, 1600]);
    await clock.advanceAsync(110_001);
    source.open.error({ code: 410, reason: 'Expired' });
    await settle();
    expect(backoffs()).toEqual([800, 1600, 800]);
  });

  test('end when it is stopped', async () => {
    const { abort, running, source } = await start(new ScriptedSource().failList(REFUSED));
    abort.abort();
    await running;
    expect(source.calls).toHaveLength(1);
  });
});

describe('resync', () => {
  test('tells the store each period, if anybody wants it', async () => {
    let wanted = true;
    const { clock, store } = await start(new ScriptedSource(), { resyncPeriodMs: 10_000, shouldResync: () => wanted });
    await clock.advanceAsync(25_000);
    wanted = false;
    await clock.advanceAsync(20_000);
    expect(store.log.filter((line) => line === 'resync')).toHaveLength(2);
  });

  test('without a period never comes', async () => {
    const { clock, store } = await start();
    await clock.advanceAsync(1_000_000);
    expect(store.log).toHaveLength(1);
  });

  test('that fails ends the watch: a wait and a list', async () => {
    const { clock, store, source, errors } = await start(new ScriptedSource().answerList('7'), {
      resyncPeriodMs: 10_000,
    });
    store.fails = true;
    await clock.advanceAsync(10_000);
    store.fails = false;
    expect(source.open.isStopped).toBe(true);
    await clock.advanceAsync(1200);
    expect(source.calls[2]).toBe('list resourceVersion=7');
    expect(errors).toEqual([]);
  });
});

describe('how near to the truth it is', () => {
  test('listing, with how much of how much', async () => {
    const { promise } = Promise.withResolvers<never>();
    const { reflector } = await start(
      new ScriptedSource().answerList('7', ['a@1', 'b@1'], { continue: 't', remainingItemCount: 3 }).holdList(promise),
    );
    expect(reflector.syncState()).toEqual({ kind: 'listing', received: 2, expected: 5 });
  });

  test('watching, since when, and when something last came', async () => {
    const { source, clock, reflector } = await start(new ScriptedSource().answerList('7'));
    clock.advance(5000);
    source.open.bookmark('9');
    await settle();
    clock.advance(2000);
    expect(reflector.syncState()).toEqual({
      kind: 'watching',
      resourceVersion: '9',
      since: 1_000_000,
      lastEventAt: 1_005_000,
    });
  });

  test('waiting, since the watch ended, until when, and why', async () => {
    const { source, clock, reflector } = await start(new ScriptedSource().answerList('7').failList(REFUSED));
    clock.advance(5000);
    source.open.error({ code: 410, reason: 'Expired', message: 'old' });
    await settle();
    const failure = { kind: 'status', status: expect.objectContaining({ reason: 'Expired' }) };
    expect(reflector.syncState()).toEqual({ kind: 'waiting', since: 1_005_000, retryAt: 1_006_200, failure });
    await clock.advanceAsync(1200);
    expect(reflector.syncState()).toEqual({ kind: 'waiting', since: 1_005_000, retryAt: 1_008_600, failure: REFUSED });
    await clock.advanceAsync(2400);
    expect(reflector.syncState()).toMatchObject({ kind: 'watching', since: 1_008_600 });
  });

  test('a server that refuses a new watch makes it wait, without a list', async () => {
    const { source, clock, reflector } = await start(new ScriptedSource().answerList('7'));
    clock.advance(5000);
    source.failWatch(REFUSED);
    source.open.end();
    await settle();
    expect(reflector.syncState()).toEqual({ kind: 'waiting', since: 1_005_000, retryAt: 1_006_200, failure: REFUSED });
  });
});

test('a line that is no event is counted and noted', async () => {
  const { source, notes } = await start();
  source.onMalformed?.('not JSON');
  expect(notes('malformed-line')).toMatchObject([{ reason: 'not JSON' }]);
});

test('step 1 is told of each object of a list and each event, before anything is done with it', async () => {
  const { source, events } = await start(new ScriptedSource().answerList('7', ['a@3']));
  source.open.send('MODIFIED', thing('a@8'));
  await settle();
  expect(events.filter((event) => 'step' in event)).toEqual([
    { step: 1, key: 'ns/a', resourceVersion: '3', source: 'list', eventType: 'ADDED', at: 1_000_000 },
    { step: 1, key: 'ns/a', resourceVersion: '8', source: 'watch', eventType: 'MODIFIED', at: 1_000_000 },
  ]);
});

test.each([
  { option: 'name', options: { name: '' } },
  { option: 'random', options: { random: 1 } },
  { option: 'clock', options: { clock: undefined } },
  { option: 'resyncPeriodMs', options: { resyncPeriodMs: -1 } },
  { option: 'watchListPageSize', options: { watchListPageSize: Number.NaN } },
])('a wrong $option is a TypeError that names it', ({ option, options }) => {
  const right = { name: 'x', clock: new ManualClock(), random: Math.random };
  expect(
    () => new Reflector<Thing>(new ScriptedSource(), new LoggingStore(), { ...right, ...options } as never),
  ).toThrow(new RegExp(`^${option}: expected .*, received`));
});
