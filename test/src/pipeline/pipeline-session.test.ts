import { afterEach, describe, expect, test } from 'vitest';
import { settle } from '../../support/manual-clock.ts';
import { EXPIRED, ScriptedSource } from '../informer/scripted-source.ts';
import { thing } from '../informer/things.ts';
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
  await clock.advanceAsync(800);
  const after = session.snapshot();
  expect(after.reflector).toMatchObject({ lists: 2, relists: 1, backoff: undefined, watchOpenSince: 1_000_800 });
  expect(after.timeLine.map(({ informer, note }) => `${informer} ${note.note}`)).toEqual(
    [
      ...['list-start', 'list-page', 'list-end', 'watch-open', 'bookmark', 'watch-close', 'gone', 'watch-error'],
      ...['backoff', 'relist', 'list-start', 'list-page', 'list-end', 'watch-open'],
    ].map((note) => `things ${note}`),
  );
});

test('the ring of events is bounded, and says what it lost', async () => {
  const { source, session } = await started();
  for (let version = 8; version < 1_008; version++) source.open.send('MODIFIED', thing(`a@${version}`));
  await settle();
  const { events } = session.snapshot();
  expect(events.kept).toBe(5_000);
  expect(events.total).toBe(events.kept + events.lost);
  expect(events.lost).toBeGreaterThan(0);
});

test('a list that is gone counts as one 410', async () => {
  const { source, session } = await started(new ScriptedSource().failList(EXPIRED).answerList('7', ['a@1']));
  expect(source.calls.slice(0, 2)).toEqual(['list resourceVersion=0 limit=500', 'list limit=500']);
  expect(session.snapshot().reflector).toMatchObject({ lists: 1, gone: 1 });
});
