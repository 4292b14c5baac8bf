import { afterEach, describe, expect, test } from 'vitest';
import { SharedInformer } from '../../../src/informer/index.ts';
import { PipelineSession } from '../../../src/pipeline/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { EXPIRED, ScriptedSource } from '../informer/scripted-source.ts';
import { type Thing, thing } from '../informer/things.ts';
import { type Piped, pipedThings } from './piped-things.ts';

let piped: Piped | undefined;
afterEach(() => piped?.stop());

async function started(source = new ScriptedSource().answerList('7', ['a@1', 'b@2'])): Promise<Piped> {
  piped = pipedThings(source);
  piped.informer.addEventHandler({}, { name: 'table' });
  await piped.run();
  return piped;
}

test('an empty pipeline can be looked at', () => {
  piped = pipedThings();
  const { steps, ...rest } = piped.session.snapshot();
  expect(steps.map(({ step, total, perSecond, lastKey }) => [step, total, perSecond, lastKey])).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => [step, 0, 0, '']),
  );
  expect(rest).toMatchObject({ hasSynced: false, listeners: [], faults: [], controller: { kind: 'off' } });
});

test('each step tells how often, how lately and of what', async () => {
  const { source, clock, session } = await started();
  clock.advance(2_000);
  for (const version of [8, 9, 10]) source.open.send('MODIFIED', thing(`a@${version}`));
  await settle();
  clock.advance(1_000);
  const { steps, indexer } = session.snapshot();
  expect(steps.slice(0, 6).map(({ total, lastKey }) => [total, lastKey])).toEqual(Array(6).fill([5, 'ns/a']));
  expect(steps[0]?.perSecond).toBeCloseTo(0.5);
  expect(steps[0]?.slots.slice(-3)).toEqual([2, 0, 3]);
  expect(steps[6]?.total).toBe(0);
  expect(indexer.indexes).toEqual([{ name: 'namespace', values: 1, largest: [{ value: 'ns', keys: 2 }] }]);
  expect(indexer.operations).toMatchObject({ add: { total: 2 }, update: { total: 3 }, delete: { total: 0 } });
});

test('the latency of a step is the time since the step before, of the same change', async () => {
  const { source, clock, session } = await started();
  session.faults.pausePop();
  source.open.send('MODIFIED', thing('a@8'));
  await settle();
  clock.advance(400);
  session.faults.resumePop();
  await settle();
  const { steps, lag } = session.snapshot();
  expect(steps[2]?.latency?.p99Ms).toBe(400);
  expect(steps[1]?.latency?.p99Ms).toBe(0);
  expect(lag).toMatchObject({ toStep: 6, lastMs: 400, oldestMs: undefined });
});

test('what waits has an age', async () => {
  const { source, clock, session } = await started();
  session.faults.pausePop();
  source.open.send('MODIFIED', thing('b@8'));
  await settle();
  clock.advance(700);
  source.open.send('MODIFIED', thing('a@9'));
  source.open.send('DELETED', thing('a@10'));
  await settle();
  clock.advance(300);
  const { fifo, lag, isPopPaused } = session.snapshot();
  expect(isPopPaused).toBe(true);
  expect(lag.oldestMs).toBe(1_000);
  expect(fifo).toEqual({
    kind: 'delta',
    depth: 2,
    oldestSince: clock.now() - 1_000,
    entries: [
      { key: 'ns/b', deltas: [{ type: 'Updated', resourceVersion: '8' }], since: clock.now() - 1_000 },
      {
        key: 'ns/a',
        deltas: [
          { type: 'Updated', resourceVersion: '9' },
          { type: 'Deleted', resourceVersion: '10' },
        ],
        since: clock.now() - 300,
      },
    ],
  });
});

describe('a journey', () => {
  test('has each step of the followed key, from those that the ring still has', async () => {
    const { source, session } = await started();
    source.open.send('MODIFIED', thing('a@8'));
    await settle();
    session.follow('ns/a');
    expect(session.journeys().map(({ steps }) => steps.map(({ step }) => step))).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3, 4, 5, 6],
    ]);
    source.open.send('DELETED', thing('a@9'));
    source.open.send('MODIFIED', thing('b@10'));
    await settle();
    const { journey, recentKeys } = session.snapshot();
    expect(journey?.steps.map(({ key, step }) => `${key} ${step}`)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `ns/a ${n}`));
    expect(journey?.steps[3]).toMatchObject({ operation: 'delete', resourceVersion: '9' });
    expect(recentKeys).toEqual(['ns/b', 'ns/a']);
  });

  test('has the deltas that were popped together', async () => {
    const { source, session } = await started();
    session.follow('ns/a');
    session.faults.pausePop();
    for (const version of [8, 9]) source.open.send('MODIFIED', thing(`a@${version}`));
    await settle();
    session.faults.resumePop();
    await settle();
    expect(session.snapshot().journey?.steps.map(({ step }) => step)).toEqual([1, 2, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
  });
});

test('lists, watches and what is wrong with them are counted and on the time line', async () => {
  const { source, clock, session } = await started(
    new ScriptedSource().answerList('7', ['a@1']).answerList('20', ['a@1']),
  );
  source.open.bookmark('9');
  await settle();
  expect(session.snapshot().reflector).toMatchObject({ lists: 1, watches: 1, bookmarks: 1, watchOpenSince: 1_000_000 });
  source.open.error({ code: 410, reason: 'Expired' });
  await settle();
  const { reflector, sync } = session.snapshot();
  expect(reflector).toMatchObject({ gone: 1, backoffs: 1, watchOpenSince: undefined, backoff: { delayMs: 800 } });
  expect(sync.kind).toBe('waiting');
  clock.advance(799);
  expect(session.snapshot().reflector.backoff?.until).toBe(1_000_800);
  await clock.advanceAsync(1);
  const after = session.snapshot();
  expect(after.reflector).toMatchObject({ lists: 2, relists: 1, backoff: undefined, watchOpenSince: 1_000_800 });
  expect(after.timeLine.map(({ informer, note }) => `${informer} ${note.note}`)).toEqual(
    [
      ...['list-start', 'list-page', 'list-end', 'watch-open', 'bookmark', 'watch-close', 'gone', 'watch-error'],
      ...['backoff', 'relist', 'list-start', 'list-page', 'list-end', 'watch-open'],
    ].map((note) => `things ${note}`),
  );
});

describe('a flood of more steps in a second than the ring holds', () => {
  /** 1,000 changes, without a listener unless the test adds one. */
  async function flooded(before: (session: PipelineSession<Thing>) => void = () => {}) {
    const clock = new ManualClock(1_000_000);
    const source = new ScriptedSource().answerList('7', ['a@1', 'b@2']);
    const session = new PipelineSession<Thing>({ clock });
    const informer = new SharedInformer<Thing>({ ...session.hooks('things', source), clock, random: () => 0 });
    session.attach(informer);
    informer.addEventHandler({});
    before(session);
    const stop = new AbortController();
    const running = informer.run(stop.signal);
    await settle();
    for (let version = 8; version < 1_008; version++) source.open.send('MODIFIED', thing(`a@${version}`));
    await settle();
    const more = async (...changed: string[]) => {
      for (const text of changed) source.open.send('MODIFIED', thing(text));
      await settle();
    };
    const end = async () => {
      stop.abort();
      await running;
    };
    return { clock, session, more, end };
  }

  test('is counted to the last, and kept only as far as the ring goes', async () => {
    const { session, clock, more, end } = await flooded();
    const { events, steps } = session.snapshot();
    expect(steps.slice(0, 6).map(({ total }) => total)).toEqual(Array(6).fill(1_002));
    expect(events).toEqual({ kept: 5_000, lost: 6 * 1_002 - 5_000, total: 6 * 1_002 });
    // What comes when it is over is kept again, and not taken for slow.
    clock.advance(250);
    await more('b@2000', 'a@2001');
    const after = session.snapshot();
    expect(after.recentKeys).toEqual(['ns/a', 'ns/b']);
    expect(after.steps[0]?.lastKey).toBe('ns/a');
    expect(after.steps.map(({ latency }) => latency?.p99Ms ?? 0)).toEqual(Array(9).fill(0));
    await end();
  });

  test('is told in full to who listens, and of the key that is followed', async () => {
    const told: number[] = [];
    const listening = await flooded((session) => session.onEvent((event) => 'step' in event && told.push(event.step)));
    expect(told.length).toBe(6 * 1_002);
    expect(listening.session.snapshot().events).toMatchObject({ kept: 5_000, lost: 6 * 1_002 - 5_000 });
    await listening.end();
    const following = await flooded((session) => session.follow('ns/b'));
    await following.more('b@2000', 'b@2001');
    const journeys = following.session.journeys().map(({ steps }) => steps.map(({ step }) => step));
    expect(journeys).toEqual(Array(3).fill([1, 2, 3, 4, 5, 6]));
    await following.end();
  });
});

test('a list that is gone counts as one 410', async () => {
  const { source, session } = await started(new ScriptedSource().failList(EXPIRED).answerList('7', ['a@1']));
  expect(source.calls.slice(0, 2)).toEqual(['list resourceVersion=0 limit=500', 'list limit=500']);
  expect(session.snapshot().reflector).toMatchObject({ lists: 1, gone: 1 });
});

test('two informers are one pipeline: their objects, indexes and listeners together', async () => {
  const clock = new ManualClock(1_000_000);
  const session = new PipelineSession<Thing>({ clock });
  const stop = new AbortController();
  const sources = [
    new ScriptedSource().answerList('7', ['a@1', 'b@2']),
    new ScriptedSource().answerList('8', ['c@3', 'd@4', 'e@5']),
  ];
  const informers = sources.map((source, index) => {
    const hooks = session.hooks(`things-${index}`, source);
    const informer = new SharedInformer<Thing>({
      ...hooks,
      clock,
      random: () => 0,
      indexers: { color: () => ['red'] },
    });
    session.attach(informer);
    return informer;
  });
  session.startController();
  const running = informers.map((informer) => informer.run(stop.signal));
  await settle();
  await clock.advanceAsync(100);
  const { indexer, listeners, reflector, controller, hasSynced } = session.snapshot();
  expect(hasSynced).toBe(true);
  expect(indexer.objects).toBe(5);
  expect(indexer.indexes.map(({ name, values }) => [name, values])).toEqual([
    ['namespace', 1],
    ['color', 1],
  ]);
  expect(indexer.indexes[1]?.largest).toEqual([{ value: 'red', keys: 5 }]);
  expect(listeners.map(({ name }) => name)).toEqual(['controller', 'controller-2']);
  expect(reflector).toMatchObject({ lists: 2, watches: 2 });
  expect(controller).toMatchObject({ kind: 'running', adds: 5, notFound: 0 });
  stop.abort();
  await session.stop();
  await Promise.all(running);
});

describe('the example controller', () => {
  test('reads every key once, counts what was deleted, and can be stopped and started again', async () => {
    const { source, clock, session, informer } = await started();
    session.startController();
    session.startController();
    await clock.advanceAsync(100);
    source.open.send('DELETED', thing('a@8'));
    await settle();
    const state = () => session.snapshot().controller;
    expect(state()).toMatchObject({
      kind: 'running',
      workers: 2,
      busy: 0,
      adds: 3,
      notFound: 1,
      limiter: 'controller',
    });
    expect(session.snapshot().lag.toStep).toBe(9);
    await session.stopController();
    expect(state()).toEqual({ kind: 'off' });
    expect(informer.listeners().map(({ name }) => name)).toEqual(['table']);
    expect(session.snapshot().lag.toStep).toBe(6);
    session.startController({ workers: 0, limiter: 'bucket' });
    await clock.advanceAsync(100);
    expect(state()).toMatchObject({ workers: 0, limiter: 'bucket', queue: { totals: { queued: 1 } } });
    expect(session.isIdle).toBe(false);
    session.controller?.setWorkers(3);
    await settle();
    expect(state()).toMatchObject({ workers: 3, queue: { totals: { queued: 0 } } });
    expect(session.isIdle).toBe(true);
  });

  test('takes another limiter while it runs', async () => {
    const { source, clock, session } = await started();
    session.startController();
    await clock.advanceAsync(100);
    session.controller?.setLimiter('fast-slow');
    session.faults.failReconcile('ns/a', 1);
    source.open.send('MODIFIED', thing('a@8'));
    await settle();
    const { controller } = session.snapshot();
    expect(controller).toMatchObject({
      limiter: 'fast-slow',
      nextDelays: [{ key: 'ns/a', term: { kind: 'fast-slow', failures: 1 } }],
    });
  });
});
