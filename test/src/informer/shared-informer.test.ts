import { afterEach, describe, expect, test } from 'vitest';
import {
  DeletedFinalStateUnknown,
  FilteringResourceEventHandler,
  IndexFunctionError,
  type PipelineEvent,
  type Registration,
  type ResourceEventHandler,
  SharedInformer,
  type SharedInformerOptions,
  waitForCacheSync,
} from '../../../src/informer/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { EXPIRED, ScriptedSource } from './scripted-source.ts';
import { type Thing, textOf, thing } from './things.ts';

const stop = { now: () => {} };
afterEach(() => stop.now());

function make(source = new ScriptedSource(), options: Partial<SharedInformerOptions<Thing>> = {}) {
  const clock = new ManualClock(1_000_000);
  const events: PipelineEvent[] = [];
  const informer = new SharedInformer<Thing>({
    name: 'things',
    listerWatcher: source,
    clock,
    random: () => 0,
    observe: (event) => events.push(event),
    ...options,
  });
  const abort = new AbortController();
  stop.now = () => abort.abort();
  const run = async () => {
    const running = informer.run(abort.signal);
    running.catch(() => {});
    await settle();
    return { running };
  };
  const warnings = () =>
    events.flatMap((event) => ('note' in event && event.note === 'warning' ? [event.message] : []));
  return { source, clock, informer, abort, run, events, warnings };
}

/** Writes down what it is told: `+a@1 i` (initial), `a@1>a@2`, `-a@2`, `-†ns/a a@2`. */
function logging(log: string[] = []) {
  const handler: ResourceEventHandler<Thing> = {
    onAdd: (object, isInInitialList) => void log.push(`+${textOf(object)}${isInInitialList ? ' i' : ''}`),
    onUpdate: (old, now) => void log.push(`${textOf(old)}>${textOf(now)}`),
    onDelete: (object) =>
      void log.push(
        object instanceof DeletedFinalStateUnknown
          ? `-†${object.key} ${object.obj === undefined ? '' : textOf(object.obj)}`
          : `-${textOf(object)}`,
      ),
  };
  return { log, handler };
}

describe.each([{ queue: 'delta' as const }, { queue: 'real' as const }])('with a $queue FIFO', ({ queue }) => {
  test('a handler is told of the list, then of what changes, in order', async () => {
    const { source, informer, run } = make(new ScriptedSource().answerList('7', ['a@1', 'b@2']), { queue });
    const { log, handler } = logging();
    informer.addEventHandler(handler);
    await run();
    source.open.send('ADDED', thing('c@8'));
    source.open.send('MODIFIED', thing('a@9'));
    source.open.send('DELETED', thing('b@10'));
    await settle();
    expect(log).toEqual(['+a@1 i', '+b@2 i', '+c@8', 'a@1>a@9', '-b@10']);
    expect(informer.indexer.list().map(textOf).sort()).toEqual(['a@9', 'c@8']);
    expect(informer.lastSyncResourceVersion()).toBe('10');
  });

  test('what was deleted unseen comes as a tombstone with the last state known', async () => {
    const { source, clock, informer, run } = make(
      new ScriptedSource().answerList('7', ['a@1', 'b@2']).answerList('20', ['b@2']),
      { queue },
    );
    const { log, handler } = logging();
    informer.addEventHandler(handler);
    await run();
    log.length = 0;
    source.open.error({ code: 410, reason: 'Expired' });
    await clock.advanceAsync(800);
    expect(log).toEqual(['-†ns/a a@1']);
    expect(informer.indexer.listKeys()).toEqual(['ns/b']);
  });

  test('added for what is known is an update, deleted and made anew unseen too', async () => {
    const { source, informer, run } = make(new ScriptedSource().answerList('7', ['a@1']), { queue });
    const { log, handler } = logging();
    informer.addEventHandler(handler);
    await run();
    source.open.send('ADDED', thing('a@9'));
    await settle();
    expect(log[1]).toBe('a@1>a@9');
  });
});

test('the indexer has the new state when a handler is told of it', async () => {
  const { source, informer, run } = make(new ScriptedSource().answerList('7', ['a@1']));
  const seen: string[] = [];
  const look = (object: Thing) => void seen.push(`${textOf(object)} ${textOf(informer.indexer.get('ns/a') as Thing)}`);
  informer.addEventHandler({
    onAdd: look,
    onUpdate: (_, now) => look(now),
    onDelete: () => void seen.push(String(informer.indexer.get('ns/a'))),
  });
  await run();
  source.open.send('MODIFIED', thing('a@2'));
  await settle();
  source.open.send('DELETED', thing('a@3'));
  await settle();
  expect(seen).toEqual(['a@1 a@1', 'a@2 a@2', 'undefined']);
});

test('a handler added late gets each object once, then what changes', async () => {
  const { source, informer, run } = make(new ScriptedSource().answerList('7', ['a@1', 'b@2']));
  await run();
  const { log, handler } = logging();
  source.open.send('MODIFIED', thing('a@8'));
  const registration = informer.addEventHandler(handler);
  expect(registration.hasSynced()).toBe(false);
  source.open.send('ADDED', thing('c@9'));
  await settle();
  expect(log.slice(0, 2)).toEqual(['+a@1 i', '+b@2 i']);
  expect(log.slice(2)).toEqual(['a@1>a@8', '+c@9']);
  expect(registration.hasSynced()).toBe(true);
});

test('a list that changes nothing is seen by those only who want a resync', async () => {
  const source = new ScriptedSource().answerList('7', ['a@1']).answerList('20', ['a@1']);
  const { clock, informer, run } = make(source, { resyncPeriodMs: 600_000 });
  const without = logging();
  const withResync = logging();
  informer.addEventHandler(without.handler, { resyncPeriodMs: 0 });
  informer.addEventHandler(withResync.handler);
  await run();
  source.open.error({ code: 410, reason: 'Expired' });
  await clock.advanceAsync(800);
  expect(without.log).toEqual(['+a@1 i']);
  // Whoever wants a resync is due from the start.
  expect(withResync.log).toEqual(['+a@1 i', 'a@1>a@1']);
});

describe('handlers are on their own', () => {
  test('one that is slow holds up nobody else, and loses nothing', async () => {
    const { source, informer, run } = make(new ScriptedSource().answerList('7', ['a@1', 'b@1']));
    const { promise, resolve } = Promise.withResolvers<void>();
    const slowLog: string[] = [];
    const slow = informer.addEventHandler({
      onAdd: (object) => {
        slowLog.push(textOf(object));
        return promise;
      },
    });
    const { log, handler } = logging();
    const quick = informer.addEventHandler(handler);
    await run();
    source.open.send('ADDED', thing('c@8'));
    await settle();
    expect(log).toEqual(['+a@1 i', '+b@1 i', '+c@8']);
    expect({ slow: slow.pending, quick: quick.pending, log: slowLog }).toEqual({ slow: 2, quick: 0, log: ['a@1'] });
    expect(informer.hasSynced()).toBe(true);
    expect({ slow: slow.hasSynced(), quick: quick.hasSynced() }).toEqual({ slow: false, quick: true });
    resolve();
    await settle();
    expect(slowLog).toEqual(['a@1', 'b@1', 'c@8']);
    expect(slow.hasSynced()).toBe(true);
  });

  test.each<{ name: string; fail: () => void | Promise<void> }>([
    {
      name: 'throws',
      fail: () => {
        throw new Error('cannot');
      },
    },
    { name: 'rejects', fail: () => Promise.reject(new Error('cannot')) },
  ])('one that $name loses that notification, pauses a second and goes on', async ({ fail }) => {
    const { source, clock, informer, run, events } = make(new ScriptedSource().answerList('7', []));
    const told: string[] = [];
    const registration = informer.addEventHandler(
      {
        onAdd: (object) => {
          if (object.metadata.name === 'bad') return fail();
          told.push(textOf(object));
        },
      },
      { name: 'clumsy' },
    );
    const { log, handler } = logging();
    informer.addEventHandler(handler);
    await run();
    source.open.send('ADDED', thing('bad@8'));
    source.open.send('ADDED', thing('c@9'));
    await clock.advanceAsync(999);
    expect({ told, pending: registration.pending, others: log }).toEqual({
      told: [],
      pending: 1,
      others: ['+bad@8', '+c@9'],
    });
    await clock.advanceAsync(1);
    expect(told).toEqual(['c@9']);
    expect(informer.counters.get('handlerErrors')).toBe(1);
    expect(events.filter((event) => 'note' in event && event.note === 'handler-threw')).toMatchObject([
      { handler: 'clumsy', message: 'cannot' },
    ]);
    expect(registration.hasSynced()).toBe(true);
  });

  test('one that throws on an object of the first list never has synced: kubernetes/kubernetes#129024', async () => {
    const { clock, informer, run } = make(new ScriptedSource().answerList('7', ['a@1']));
    const registration = informer.addEventHandler({
      onAdd: () => {
        throw new Error('cannot');
      },
    });
    await run();
    await clock.advanceAsync(60_000);
    expect(registration.hasSynced()).toBe(false);
  });

  test('one with more than 16,384 waiting is overloaded, and nothing is dropped', async () => {
    const { informer, run } = make(
      new ScriptedSource().answerList(
        '7',
        Array.from({ length: 17_000 }, (_, index) => `a${index}@1`),
      ),
    );
    const { promise, resolve } = Promise.withResolvers<void>();
    let count = 0;
    const registration = informer.addEventHandler({
      onAdd: () => {
        count++;
        return promise;
      },
    });
    await run();
    await expect.poll(() => registration.pending).toBe(16_999);
    expect(registration.isOverloaded).toBe(true);
    resolve();
    await expect.poll(() => count).toBe(17_000);
    expect(registration.isOverloaded).toBe(false);
  });

  test('each says how it stands: what waits and since when, what it is at, what it threw', async () => {
    const { source, clock, informer, run } = make(new ScriptedSource().answerList('7', ['a@1']));
    let fails = false;
    let release = (): void => {};
    const slow = {
      onAdd: () => {
        if (fails) throw new Error('no');
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
    };
    informer.addEventHandler({}, { name: 'quick' });
    informer.addEventHandler(slow, { name: 'slow' });
    const state = () => informer.listeners().find(({ name }) => name === 'slow');
    await run();
    const start = clock.now();
    expect(informer.listeners().map(({ name, pending }) => [name, pending])).toEqual([
      ['quick', 0],
      ['slow', 0],
    ]);
    expect(state()).toMatchObject({ busySince: start, oldestSince: undefined, hasSynced: false, threw: 0 });
    clock.advance(400);
    source.open.send('ADDED', thing('b@8'));
    await settle();
    expect(state()).toMatchObject({ pending: 1, busySince: start, oldestSince: start + 400 });
    fails = true;
    release();
    await settle();
    expect(state()).toEqual({
      name: 'slow',
      pending: 0,
      isOverloaded: false,
      hasSynced: true,
      oldestSince: undefined,
      busySince: undefined,
      threw: 1,
      lastError: 'no',
      pausedUntil: start + 1_400,
    });
    await clock.advanceAsync(1_000);
    expect(state()?.pausedUntil).toBeUndefined();
  });

  test('one added twice is told twice, one removed no more', async () => {
    const { source, informer, run } = make();
    const { log, handler } = logging();
    const first = informer.addEventHandler(handler);
    informer.addEventHandler(handler);
    await run();
    source.open.send('ADDED', thing('a@8'));
    await settle();
    expect(log).toEqual(['+a@8', '+a@8']);
    informer.removeEventHandler(first);
    informer.removeEventHandler(first);
    source.open.send('MODIFIED', thing('a@9'));
    await settle();
    expect(log.slice(2)).toEqual(['a@8>a@9']);
  });

  test('what is no registration cannot be removed, that of another informer changes nothing', () => {
    const { informer } = make();
    expect(() => informer.removeEventHandler({ hasSynced: () => true, pending: 0, isOverloaded: false })).toThrow(
      'invalid key type',
    );
    informer.removeEventHandler(make().informer.addEventHandler({}));
  });
});

describe('resync', () => {
  const synced = async (clock: ManualClock, log: string[], ms: number): Promise<number> => {
    log.length = 0;
    await clock.advanceAsync(ms);
    return log.filter((line) => line === 'a@1>a@1').length;
  };

  test('reaches the handlers that are due, and no others', async () => {
    const { clock, informer, run } = make(new ScriptedSource().answerList('7', ['a@1']), { resyncPeriodMs: 10_000 });
    const often = logging();
    const seldom = logging();
    const never = logging();
    informer.addEventHandler(often.handler);
    informer.addEventHandler(seldom.handler, { resyncPeriodMs: 30_000 });
    informer.addEventHandler(never.handler, { resyncPeriodMs: 0 });
    await run();
    await clock.advanceAsync(60_000);
    const count = ({ log }: { log: string[] }) => log.filter((line) => line === 'a@1>a@1').length;
    expect([often, seldom, never].map(count)).toEqual([6, 2, 0]);
  });

  test.each<{ name: string; check: number; asked: number; late: boolean; resyncsIn60s: number }>([
    {
      name: 'a period shorter than the check makes the check shorter',
      check: 30_000,
      asked: 10_000,
      late: false,
      resyncsIn60s: 6,
    },
    { name: 'but not once it runs', check: 30_000, asked: 10_000, late: true, resyncsIn60s: 2 },
    { name: 'a period below a second is a second', check: 30_000, asked: 1, late: false, resyncsIn60s: 60 },
    { name: 'an informer without a check never does', check: 0, asked: 10_000, late: false, resyncsIn60s: 0 },
  ])('$name', async ({ check, asked, late, resyncsIn60s }) => {
    const { clock, informer, run } = make(new ScriptedSource().answerList('7', ['a@1']), { resyncPeriodMs: check });
    const { log, handler } = logging();
    if (late) await run();
    informer.addEventHandler(handler, { resyncPeriodMs: asked });
    if (!late) await run();
    expect(await synced(clock, log, 60_000)).toBe(resyncsIn60s);
  });

  test('a period that cannot be kept is warned of', () => {
    const { informer, warnings } = make();
    informer.addEventHandler({}, { resyncPeriodMs: 5000 });
    expect(warnings()).toEqual([expect.stringContaining('does not support resyncing')]);
  });
});

describe('its life', () => {
  test('it has synced when the first list is in, and stays so', async () => {
    const { source, clock, informer, run } = make(
      new ScriptedSource().failList({ kind: 'refused' }).answerList('7', ['a@1']),
    );
    expect(informer.hasSynced()).toBe(false);
    await run();
    expect(informer.hasSynced()).toBe(false);
    await clock.advanceAsync(800);
    expect(informer.hasSynced()).toBe(true);
    source.failList(EXPIRED, EXPIRED);
    source.open.error({ code: 410, reason: 'Expired' });
    await settle();
    expect(informer.hasSynced()).toBe(true);
    expect(informer.syncState()).toMatchObject({ kind: 'waiting' });
  });

  test('a second run warns and does nothing', async () => {
    const { source, informer, run, warnings } = make();
    await run();
    await informer.run(new AbortController().signal);
    expect(warnings()).toEqual(['the sharedIndexInformer has started, run more than once is not allowed']);
    expect(source.calls).toHaveLength(2);
  });

  test('once it runs, neither transform nor error handler can be set', async () => {
    const { informer, run } = make();
    await run();
    expect(() => informer.setTransform((object) => object)).toThrow('informer has already started');
    expect(() => informer.setWatchErrorHandler(() => {})).toThrow('informer has already started');
  });

  test('stopped, it takes neither handlers nor indexes, but lets go of handlers', async () => {
    const { informer, abort, run } = make();
    const registration = informer.addEventHandler({});
    const { running } = await run();
    abort.abort();
    await running;
    expect(informer.isStopped()).toBe(true);
    expect(() => informer.addEventHandler({}, { name: 'late' })).toThrow(
      'handler late was not added to shared informer because it has stopped already',
    );
    expect(() => informer.addIndexers({ x: () => [] })).toThrow('indexer was not added because it has stopped already');
    informer.removeEventHandler(registration);
  });

  test('it ends when every handler has had its last notification', async () => {
    const { informer, abort } = make(new ScriptedSource().answerList('7', ['a@1', 'b@1']));
    const { promise, resolve } = Promise.withResolvers<void>();
    const told: string[] = [];
    informer.addEventHandler({
      onAdd: async (object) => {
        await promise;
        told.push(textOf(object));
      },
    });
    let ended = false;
    const running = informer.run(abort.signal).then(() => {
      ended = true;
    });
    await settle();
    abort.abort();
    await settle();
    expect(ended).toBe(false);
    resolve();
    await running;
    expect(told).toEqual(['a@1', 'b@1']);
  });

  test('stopped before it runs, it asks for nothing', async () => {
    const { source, informer, abort } = make();
    abort.abort();
    await informer.run(abort.signal);
    expect(source.calls).toEqual([]);
    expect(informer.isStopped()).toBe(true);
  });

  test('a transform is applied before the store, and one that throws is counted, not fatal', async () => {
    const { source, informer, run } = make(new ScriptedSource().answerList('7', ['a@1']));
    informer.setTransform((object) => {
      if (object.metadata.name === 'bad') throw new Error('cannot');
      return { ...object, color: 'red' };
    });
    await run();
    source.open.send('ADDED', thing('bad@8'));
    source.open.send('ADDED', thing('c@9'));
    await settle();
    expect(informer.indexer.list().map(({ color }) => color)).toEqual(['red', 'red']);
  });

  test('the error handler is told of a list that failed', async () => {
    const { informer, run } = make(new ScriptedSource().failList({ kind: 'refused' }));
    const errors: string[] = [];
    informer.setWatchErrorHandler((reflector, error) =>
      errors.push(`${error.message} at ${reflector.lastSyncResourceVersion()}`),
    );
    await run();
    expect(errors).toEqual(['failed to list things: connection refused at ']);
  });

  test('an index function that throws ends it', async () => {
    const { informer, abort } = make(new ScriptedSource().answerList('7', ['a@1']), {
      indexers: {
        bad: () => {
          throw new Error('cannot');
        },
      },
    });
    await expect(informer.run(abort.signal)).rejects.toThrow(IndexFunctionError);
    expect(informer.isStopped()).toBe(true);
  });

  test('an observer that throws does not end it', async () => {
    let angry = true;
    const { source, clock, informer, run } = make(new ScriptedSource().answerList('7', ['a@1']), {
      observe: (event) => {
        if (angry && 'step' in event && event.step === 3) throw new Error('observer');
      },
    });
    await run();
    angry = false;
    await clock.advanceAsync(1000);
    source.open.send('ADDED', thing('b@8'));
    await settle();
    expect(informer.indexer.listKeys()).toContain('ns/b');
  });

  test('its indexes are there, and more can be added while it runs', async () => {
    const { informer, run } = make(new ScriptedSource().answerList('7', ['a@1']), {
      indexers: { color: ({ color }) => [color] },
    });
    await run();
    informer.addIndexers({ name: ({ metadata }) => [metadata.name] });
    expect(informer.indexer.indexKeys('namespace', 'ns')).toEqual(['ns/a']);
    expect(informer.indexer.indexKeys('color', '')).toEqual(['ns/a']);
    expect(informer.indexer.indexKeys('name', 'a')).toEqual(['ns/a']);
  });

  test('what stands before its queue decides when it is popped', async () => {
    const popped: string[] = [];
    const { informer, run } = make(new ScriptedSource().answerList('7', ['a@1', 'b@2']), {
      wrapQueue: (queue) => ({
        get depth() {
          return queue.depth;
        },
        pop: async (process) => await queue.pop(process),
        popNow: (process) => {
          popped.push(`at depth ${queue.depth}`);
          return queue.popNow(process);
        },
      }),
    });
    await run();
    expect(popped).toEqual(['at depth 1']);
    expect(informer.queueSnapshot(10)).toEqual({ depth: 0, oldestSince: undefined, entries: [] });
    expect(informer.indexer.size).toBe(2);
  });

  test('a queue of an unknown kind is a TypeError that names it', () => {
    expect(() => make(undefined, { queue: 'fifo' as never })).toThrow(
      "queue: expected 'delta' or 'real', received fifo",
    );
  });
});

test('one new object goes through the steps 1 to 6 in order, each told after what it says', async () => {
  const { source, informer, run, events } = make(new ScriptedSource().answerList('7'), {
    indexers: { color: ({ color }) => [color] },
  });
  const registration: Registration = informer.addEventHandler({}, { name: 'table' });
  await run();
  events.length = 0;
  source.open.send('ADDED', thing('a@8', 'red'));
  await settle();
  const at = 1_000_000;
  const one = { key: 'ns/a', resourceVersion: '8', at };
  expect(events).toEqual([
    { step: 1, ...one, source: 'watch', eventType: 'ADDED' },
    { step: 2, ...one, deltaType: 'Added', depth: 1, deltasForKey: 1 },
    { step: 3, ...one, deltaTypes: ['Added'], waitedMs: 0, isInInitialList: false },
    { step: 4, ...one, deltaType: 'Added', operation: 'add' },
    { step: 5, ...one, size: 1, changedIndexes: ['namespace', 'color'] },
    { step: 6, ...one, handler: 'table', notification: 'add', isSync: false, pending: 1 },
  ]);
  expect(registration.pending).toBe(0);
});

test.each([{ queue: 'delta' as const }, { queue: 'real' as const }])(
  'with a $queue FIFO steps are counted and not built for an observer that passes them over; notes are',
  async ({ queue }) => {
    const counts = new Map<number, number>();
    const events: PipelineEvent[] = [];
    const passesOver = (step: number): boolean => counts.set(step, (counts.get(step) ?? 0) + 1) !== undefined;
    const observe = Object.assign((event: PipelineEvent) => void events.push(event), { passesOver });
    const { source, informer, run } = make(new ScriptedSource().answerList('7', ['a@1', 'b@2']), { queue, observe });
    informer.addEventHandler({});
    await run();
    source.open.send('MODIFIED', thing('a@8'));
    await settle();
    expect(Object.fromEntries(counts)).toEqual({ 1: 3, 2: 3, 3: 3, 4: 3, 5: 3, 6: 3 });
    expect(events.map((event) => ('note' in event ? event.note : event.step))).toEqual([
      'list-start',
      'list-page',
      'list-end',
      'watch-open',
    ]);
    expect(informer.listeners()).toMatchObject([{ pending: 0, oldestSince: undefined }]);
  },
);

describe('waitForCacheSync', () => {
  test('looks each 100 ms until all have synced', async () => {
    const clock = new ManualClock();
    let first = false;
    let second = false;
    const waiting = waitForCacheSync(
      clock,
      new AbortController().signal,
      () => first,
      () => second,
    );
    first = true;
    await clock.advanceAsync(500);
    second = true;
    await clock.advanceAsync(100);
    expect(await waiting).toBe(true);
  });

  test('is false when it is stopped first, true at once when there is nothing to wait for', async () => {
    const abort = new AbortController();
    const waiting = waitForCacheSync(new ManualClock(), abort.signal, () => false);
    abort.abort();
    expect(await waiting).toBe(false);
    expect(await waitForCacheSync(new ManualClock(), new AbortController().signal, () => true)).toBe(true);
  });
});

describe('FilteringResourceEventHandler', () => {
  const red = (object: Thing | DeletedFinalStateUnknown<Thing>): boolean =>
    (object instanceof DeletedFinalStateUnknown ? object.obj?.color : object.color) === 'red';

  test.each<{ name: string; act: (handler: ResourceEventHandler<Thing>) => void; told: string[] }>([
    { name: 'an add that matches', act: (handler) => handler.onAdd?.(thing('a@1', 'red'), true), told: ['+a@1 i'] },
    { name: 'an add that does not', act: (handler) => handler.onAdd?.(thing('a@1', 'blue'), true), told: [] },
    {
      name: 'an update from match to match',
      act: (handler) => handler.onUpdate?.(thing('a@1', 'red'), thing('a@2', 'red')),
      told: ['a@1>a@2'],
    },
    {
      name: 'an update that begins to match',
      act: (handler) => handler.onUpdate?.(thing('a@1', 'blue'), thing('a@2', 'red')),
      told: ['+a@2'],
    },
    {
      name: 'an update that ends to match',
      act: (handler) => handler.onUpdate?.(thing('a@1', 'red'), thing('a@2', 'blue')),
      told: ['-a@1'],
    },
    {
      name: 'an update that never matches',
      act: (handler) => handler.onUpdate?.(thing('a@1', 'blue'), thing('a@2', 'blue')),
      told: [],
    },
    { name: 'a delete that matches', act: (handler) => handler.onDelete?.(thing('a@1', 'red')), told: ['-a@1'] },
    {
      name: 'a tombstone that matches',
      act: (handler) => handler.onDelete?.(new DeletedFinalStateUnknown('ns/a', thing('a@1', 'red'))),
      told: ['-†ns/a a@1'],
    },
    { name: 'a delete that does not', act: (handler) => handler.onDelete?.(thing('a@1', 'blue')), told: [] },
  ])('$name', ({ act, told }) => {
    const { log, handler } = logging();
    act(new FilteringResourceEventHandler({ filter: red, handler }));
    expect(log).toEqual(told);
  });
});
