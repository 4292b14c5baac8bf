import { afterEach, describe, expect, test } from 'vitest';
import { settle } from '../../support/manual-clock.ts';
import { ScriptedSource } from '../informer/scripted-source.ts';
import { thing } from '../informer/things.ts';
import { type Piped, pipedThings } from './piped-things.ts';

let piped: Piped | undefined;
afterEach(() => piped?.stop());

/** A watch that has been open for 2 s, so that its end is no short watch; `a` and `b` are known. */
async function watching(source = new ScriptedSource()): Promise<Piped> {
  source.answerList('7', ['a@1', 'b@2']).answerList('20', ['a@9', 'b@2']);
  piped = pipedThings(source);
  piped.informer.addEventHandler({}, { name: 'table' });
  await piped.run();
  await piped.clock.advanceAsync(2_000);
  source.open.send('MODIFIED', thing('a@9'));
  await settle();
  source.calls.length = 0;
  piped.events.length = 0;
  return piped;
}

const delays = ({ events }: Piped): number[] =>
  events.flatMap((event) => ('note' in event && event.note === 'backoff' ? [event.delayMs] : []));
const errors = ({ events }: Piped): string[] =>
  events.flatMap((event) =>
    'note' in event && event.note === 'watch-error' ? [`${event.level} ${event.message}`] : [],
  );

describe('of the server', () => {
  interface Row {
    readonly name: string;
    readonly arm: (piped: Piped) => void;
    /** Requests and notes of what follows in ten seconds. */
    readonly calls: readonly string[];
    readonly notes: readonly string[];
    readonly delays: readonly number[];
    readonly left: number;
  }
  const open = 'watch resourceVersion=9';
  const MESSAGE = 'too old resource version (a fault of the teaching mode)';

  test.each<Row>([
    {
      name: 'dropWatch(): reopened at once from lastSync, no list',
      arm: ({ session }) => session.faults.dropWatch(),
      calls: [open],
      notes: ['fault', 'fault', 'watch-close', 'watch-open'],
      delays: [],
      left: 0,
    },
    {
      name: "goneOn('list'): one 410, then at once a list without RV, page size kept",
      arm: ({ session }) => session.faults.goneOn('list'),
      // The first list, at the last version, is the one that strikes: it does not get to the server.
      calls: ['list', 'watch resourceVersion=20'],
      notes: [
        ...['fault', 'watch-close', 'gone', 'watch-error', 'backoff', 'relist', 'list-start', 'fault', 'gone'],
        ...['list-start', 'list-page', 'list-end', 'watch-open'],
      ],
      delays: [800],
      left: 0,
    },
    {
      name: "goneOn('watch'): connect error, error handler, backoff, list at lastSync",
      arm: ({ session }) => session.faults.goneOn('watch'),
      calls: ['list resourceVersion=9', 'watch resourceVersion=20'],
      notes: [
        ...['fault', 'watch-close', 'fault', 'gone', 'watch-error', 'backoff', 'relist', 'list-start', 'list-page'],
        ...['list-end', 'watch-open'],
      ],
      delays: [800],
      left: 0,
    },
    {
      name: "goneOn('event'): ERROR event, backoff, list at lastSync",
      arm: ({ session }) => session.faults.goneOn('event'),
      calls: ['list resourceVersion=9', 'watch resourceVersion=20'],
      notes: [
        ...['fault', 'fault', 'watch-close', 'gone', 'watch-error', 'backoff', 'relist', 'list-start', 'list-page'],
        ...['list-end', 'watch-open'],
      ],
      delays: [800],
      left: 0,
    },
    {
      name: 'refuse(3): three growing delays with the same RV, no list',
      arm: ({ session }) => session.faults.refuse(3),
      calls: [open],
      notes: ['fault', 'watch-close', 'fault', 'backoff', 'fault', 'backoff', 'fault', 'backoff', 'watch-open'],
      delays: [800, 1_600, 3_200],
      left: 0,
    },
    {
      name: 'tooMany(2): two growing delays with the same RV, no list',
      arm: ({ session }) => session.faults.tooMany(2),
      calls: [open],
      notes: ['fault', 'watch-close', 'fault', 'backoff', 'fault', 'backoff', 'watch-open'],
      delays: [800, 1_600],
      left: 0,
    },
  ])('$name', async (row) => {
    const all = await watching();
    row.arm(all);
    await all.clock.advanceAsync(10_000);
    expect(all.source.calls).toEqual(row.calls);
    expect(all.notes()).toEqual(row.notes);
    expect(delays(all)).toEqual(row.delays);
    expect(all.session.snapshot().faults.length).toBe(row.left);
    expect(all.informer.indexer.get('ns/a')?.metadata.resourceVersion).toBe('9');
  });

  test("goneOn('list') keeps the page size of the first list", async () => {
    const source = new ScriptedSource().answerList('7', ['a@1']);
    piped = pipedThings(source);
    piped.session.faults.goneOn('list');
    await piped.run();
    expect(source.calls).toEqual(['list limit=500', 'watch resourceVersion=7']);
  });

  test("goneOn('watch') calls the error handler, goneOn('event') does not", async () => {
    const first = await watching();
    const handled: string[] = [];
    first.session.faults.goneOn('watch');
    await settle();
    handled.push(...errors(first));
    expect(handled).toEqual([`debug failed to watch things: ${MESSAGE}`]);
    await first.clock.advanceAsync(5_000);
    first.events.length = 0;
    first.session.faults.goneOn('event');
    await settle();
    expect(errors(first)).toEqual([`debug ${MESSAGE}`]);
  });

  test('after a relist objects that are unchanged are sync updates, which no handler without a resync is told of', async () => {
    const all = await watching();
    all.session.faults.goneOn('event');
    await all.clock.advanceAsync(5_000);
    const steps = all.events.flatMap((event) =>
      'step' in event && event.step >= 4 ? [`${event.step} ${event.key}`] : [],
    );
    expect(steps).toEqual(['4 ns/a', '5 ns/a', '4 ns/b', '5 ns/b']);
  });

  test('a watch that is dropped when it is young and empty waits and lists', async () => {
    const source = new ScriptedSource().answerList('7', ['a@1']);
    piped = pipedThings(source);
    await piped.run();
    piped.session.faults.dropWatch();
    await piped.clock.advanceAsync(2_000);
    expect(source.calls.at(-2)).toBe('list resourceVersion=7');
    expect(delays(piped)).toEqual([800]);
    expect(piped.session.snapshot().reflector.shortWatches).toBe(1);
  });
});

describe('of a handler', () => {
  test('slowHandler(controller, 500, 2): only that listener waits, and it goes on by itself', async () => {
    const all = await watching();
    all.session.startController();
    await settle();
    all.session.faults.slowHandler('controller', 500, 2);
    for (const version of [10, 11, 12]) all.source.open.send('MODIFIED', thing(`a@${version}`));
    await settle();
    const pending = () => all.session.snapshot().listeners.map(({ name, pending }) => `${name} ${pending}`);
    expect(pending()).toEqual(['table 0', 'controller 2']);
    expect(all.session.snapshot().faults).toEqual([{ fault: 'slowHandler(controller, 500)', left: 1 }]);
    await all.clock.advanceAsync(500);
    expect(pending()).toEqual(['table 0', 'controller 1']);
    await all.clock.advanceAsync(500);
    expect(pending()).toEqual(['table 0', 'controller 0']);
    expect(all.session.snapshot().faults).toEqual([]);
  });

  test('throwInHandler(controller, 2): two items are skipped, with a pause of a second each', async () => {
    const all = await watching();
    all.session.startController();
    await all.clock.advanceAsync(200);
    all.session.faults.throwInHandler('controller', 2);
    for (const name of ['a', 'b', 'c', 'd']) all.source.open.send('MODIFIED', thing(`${name}@${name.charCodeAt(0)}`));
    await settle();
    const controller = () => all.session.snapshot().listeners[1];
    expect(controller()).toMatchObject({
      pending: 3,
      threw: 1,
      lastError: expect.stringContaining('controller threw'),
    });
    expect(controller()?.pausedUntil).toBe(all.clock.now() + 1_000);
    await all.clock.advanceAsync(1_000);
    expect(controller()).toMatchObject({ pending: 2, threw: 2 });
    await all.clock.advanceAsync(1_000);
    expect(controller()).toMatchObject({ pending: 0, threw: 2, pausedUntil: undefined, hasSynced: true });
    const enqueued = all.events.flatMap((event) => ('step' in event && event.step === 7 ? [event.key] : []));
    expect(enqueued).toEqual(['ns/a', 'ns/b', 'ns/c', 'ns/d']);
    expect(all.session.snapshot().reflector.handlerErrors).toBe(2);
  });

  test('a throw at an initial add: that registration never syncs', async () => {
    const all = await watching();
    all.session.faults.throwInHandler('controller', 1);
    all.session.startController();
    await all.clock.advanceAsync(5_000);
    const { listeners, controller } = all.session.snapshot();
    expect(listeners.map(({ name, hasSynced }) => [name, hasSynced])).toEqual([
      ['table', true],
      ['controller', false],
    ]);
    // Its workers wait for the informer, not for the handler.
    expect(controller).toMatchObject({ kind: 'running', adds: 1 });
  });
});

describe('of the workers', () => {
  async function controlled(): Promise<Piped> {
    const all = await watching();
    all.session.startController();
    await all.clock.advanceAsync(200);
    all.events.length = 0;
    return all;
  }
  const running = ({ session }: Piped) => {
    const { controller } = session.snapshot();
    if (controller.kind === 'off') throw new Error('the controller is off');
    return controller;
  };

  test.each([
    { name: 'n = 5 recovers and forgets', count: 5, delays: [5, 10, 20, 40, 80], ends: { forgotten: 1, dropped: 0 } },
    { name: 'n = 6 drops', count: 6, delays: [5, 10, 20, 40, 80], ends: { forgotten: 0, dropped: 1 } },
  ])('failReconcile(key, n): numRequeues and delays grow; $name', async ({ count, delays: expected, ends }) => {
    const all = await controlled();
    const before = running(all);
    all.session.faults.failReconcile('ns/a', count);
    all.source.open.send('MODIFIED', thing('a@10'));
    await settle();
    expect(running(all).queue.waiting).toEqual([{ key: 'ns/a', numRequeues: 1, readyAt: all.clock.now() + 5 }]);
    expect(running(all).nextDelays[0]?.term).toMatchObject({ kind: 'max-of', ms: 10 });
    await all.clock.advanceAsync(2_000);
    const retries = all.events.flatMap((event) =>
      'step' in event && event.step === 7 && event.delayMs !== undefined ? [[event.delayMs, event.numRequeues]] : [],
    );
    expect(retries).toEqual(expected.map((delay, index) => [delay, index + 1]));
    const after = running(all);
    expect(after.forgotten - before.forgotten).toBe(ends.forgotten);
    expect(after.dropped - before.dropped).toBe(ends.dropped);
    expect(after.queue.totals).toEqual({ queued: 0, processing: 0, dirty: 0, waiting: 0 });
    expect(all.notes()).toContain(ends.dropped === 1 ? 'dropped' : 'forgotten');
    expect(all.session.snapshot().faults).toEqual([]);
  });

  test('failReconcile(*, 2) is about the first key that comes', async () => {
    const all = await controlled();
    all.session.faults.failReconcile('*', 2);
    for (const name of ['b', 'a']) all.source.open.send('MODIFIED', thing(`${name}@10`));
    await settle();
    expect(all.session.snapshot().faults).toEqual([{ fault: 'failReconcile(ns/b, 2)', left: 1 }]);
    await all.clock.advanceAsync(1_000);
    const reads = all.events.flatMap((event) => ('step' in event && event.step === 9 ? [event.key] : []));
    expect(reads).toEqual(['ns/b', 'ns/a', 'ns/b', 'ns/b']);
  });

  test('pauseWorkers(): the depth grows to the number of distinct keys, adds collapse', async () => {
    const all = await controlled();
    all.session.faults.pauseWorkers();
    for (let version = 10; version < 14; version++)
      for (const name of ['a', 'b', 'c']) all.source.open.send('MODIFIED', thing(`${name}@${version}`));
    await settle();
    const before = running(all);
    expect(before.queue.queued.map(({ key }) => key)).toEqual(['ns/a', 'ns/b', 'ns/c']);
    expect(before).toMatchObject({ isPaused: true, workers: 2, busy: 0, collapsed: 9 });
    expect(all.session.snapshot().faults).toEqual([{ fault: 'pauseWorkers()', left: 1 }]);
    all.session.faults.resumeWorkers();
    await settle();
    expect(running(all).queue.totals.queued).toBe(0);
    expect(all.events.filter((event) => 'step' in event && event.step === 9)).toHaveLength(3);
  });
});

describe('pausePop()', () => {
  test('deltas pile up by key; one step pops one key with all of them', async () => {
    const all = await watching();
    all.session.faults.pausePop();
    for (const text of ['a@10', 'b@11', 'a@12']) all.source.open.send('MODIFIED', thing(text));
    await settle();
    const fifo = () => all.session.snapshot().fifo.entries.map(({ key, deltas }) => `${key} ${deltas.length}`);
    expect(fifo()).toEqual(['ns/a 2', 'ns/b 1']);
    expect(all.informer.queueDepth).toBe(2);
    all.session.stepPop();
    await settle();
    expect(fifo()).toEqual(['ns/b 1']);
    expect(all.events.filter((event) => 'step' in event && event.step === 3)).toMatchObject([
      { key: 'ns/a', deltaTypes: ['Updated', 'Updated'] },
    ]);
    all.session.faults.resumePop();
    await settle();
    expect(fifo()).toEqual([]);
  });

  test('a step that finds nothing to pop takes the next that comes, and no more', async () => {
    const all = await watching();
    all.session.faults.pausePop();
    all.session.stepPop();
    for (const text of ['a@10', 'b@11']) {
      all.source.open.send('MODIFIED', thing(text));
      await settle();
    }
    expect(all.session.snapshot().fifo.entries.map(({ key }) => key)).toEqual(['ns/b']);
  });

  test('an informer that is stopped meanwhile ends', async () => {
    const all = await watching();
    all.session.faults.pausePop();
    all.source.open.send('MODIFIED', thing('a@10'));
    await settle();
    await all.stop();
    expect(all.informer.isStopped()).toBe(true);
  });
});

test('disarmAll() takes everything back: waits, pauses and what is still armed', async () => {
  const all = await watching();
  all.session.startController();
  await all.clock.advanceAsync(200);
  const { faults } = all.session;
  faults.slowHandler('controller', 60_000, 5);
  faults.failReconcile('ns/zzz', 3);
  faults.pauseWorkers();
  faults.pausePop();
  all.source.open.send('MODIFIED', thing('a@10'));
  await settle();
  faults.resumePop();
  await settle();
  expect(all.session.snapshot().listeners[1]?.busySince).toBe(all.clock.now());
  expect(faults.armed().map(({ fault, left }) => `${fault} x${left}`)).toEqual([
    'slowHandler(controller, 60000) x4',
    'failReconcile(ns/zzz, 3) x3',
    'pauseWorkers() x1',
  ]);
  all.events.length = 0;
  faults.disarmAll();
  await settle();
  expect(faults.armed()).toEqual([]);
  expect(all.events.filter((event) => 'note' in event && event.note === 'fault')).toHaveLength(3);
  expect(all.events.some((event) => 'step' in event && event.step === 9 && event.key === 'ns/a')).toBe(true);
});

test.each([0, -1, 1.5])('a count of %s is refused', (count) => {
  piped = pipedThings();
  expect(() => piped?.session.faults.refuse(count)).toThrow(`count: expected a positive integer, received ${count}`);
});
