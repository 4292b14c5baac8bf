import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PodChange, PodSession } from '../../../src/pods/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { ScriptedPods } from '../../support/scripted-pods.ts';
import { madePod } from '../../support/wire-pod.ts';

const pod = (name: string, more: object = {}) => ({ ...madePod({ metadata: { name } }), ...more });

let clock: ManualClock;
let server: ScriptedPods;
let session: PodSession;
let told: string[];

const tell = (change: PodChange) => {
  told.push(
    'pod' in change
      ? `${change.type} ${change.pod.metadata.name}`
      : change.type === 'SYNCED'
        ? `SYNCED ${change.count}`
        : change.type,
  );
};

function open(servers: readonly ScriptedPods[]): void {
  session = new PodSession({ listerWatchers: servers, clock, random: () => 0.5 });
  session.onChange(tell);
  session.start();
}

/** Time for the next look, and for what it wakes. */
async function look(): Promise<void> {
  await settle(20);
  await clock.advanceAsync(100);
  await settle(20);
}

const rows = () => {
  session.view.invalidate();
  const stop = session.view.subscribe(() => {});
  session.view.flush();
  stop();
  return Array.from({ length: session.table.length }, (_, index) => session.table.keyAt(index));
};

beforeEach(() => {
  clock = new ManualClock();
  server = new ScriptedPods([pod('b'), pod('a')]);
  told = [];
});
afterEach(() => session.stop());

describe('PodSession', () => {
  test('tells how many pods it synced before any change', async () => {
    open([server]);
    await look();
    server.put(pod('c'));
    server.put(pod('a', { status: 'Pending' }));
    server.delete(pod('b'));
    await look();
    expect(told).toEqual(['SYNCED 2', 'ADDED c', 'MODIFIED a', 'DELETED b']);
  });

  test('puts the table in order when its view is read', async () => {
    open([server]);
    await look();
    expect(rows()).toEqual(['shop/a', 'shop/b']);
    server.put(pod('aa'));
    await look();
    expect(rows()).toEqual(['shop/a', 'shop/aa', 'shop/b']);
    expect(session.view.getSnapshot()).toMatchObject({
      total: 3,
      shown: 3,
      looking: 0,
      hasSynced: true,
      resourceVersion: '101',
    });
  });

  describe('while its first list comes in', () => {
    test('shows what has come so far, and tells of nothing', async () => {
      const list = server.hold();
      open([server]);
      await look();
      list.bring(pod('b'));
      expect(rows()).toEqual(['shop/b']);
      list.bring(pod('c'), pod('a'));
      expect(rows()).toEqual(['shop/a', 'shop/b', 'shop/c']);
      expect(session.view.getSnapshot()).toMatchObject({ hasSynced: false, total: 3, sync: { received: 3 } });
      expect(told).toEqual([]);
      list.end();
      await look();
      // c went before the list was whole, as when a list is asked for again.
      expect(rows()).toEqual(['shop/a', 'shop/b']);
      expect(told).toEqual(['SYNCED 2']);
    });

    test('takes back what a list brought that failed', async () => {
      const list = server.hold();
      open([server]);
      await look();
      list.bring(pod('b'), pod('gone'));
      expect(rows()).toEqual(['shop/b', 'shop/gone']);
      list.fail({ kind: 'network', cause: new Error('reset') });
      await settle(20);
      expect(rows()).toEqual([]);
      await clock.advanceAsync(2000);
      await look();
      expect(rows()).toEqual(['shop/a', 'shop/b']);
      expect(told).toEqual(['SYNCED 2']);
    });

    test('a relist shows no more than the informers know', async () => {
      open([server]);
      await look();
      const list = server.hold();
      server.breakWith({ kind: 'status', status: { code: 410, reason: 'Expired', message: 'too old' } } as never);
      server.failure = undefined;
      await clock.advanceAsync(2000);
      await look();
      expect(server.lists).toHaveLength(2);
      list.bring(pod('new'));
      expect(rows()).toEqual(['shop/a', 'shop/b']);
      list.end();
      await look();
    });
  });

  test('makes no snapshot while nothing has changed', async () => {
    open([server]);
    await look();
    const stop = session.view.subscribe(() => {});
    const before = session.view.getSnapshot();
    await look();
    session.view.flush();
    expect(session.view.getSnapshot()).toBe(before);
    server.put(pod('c'));
    await look();
    session.view.flush();
    expect(session.view.getSnapshot()).not.toBe(before);
    stop();
  });

  test('says STALE when the server goes, FRESH when it is back, and then what was missed', async () => {
    open([server]);
    await look();
    server.breakWith({ kind: 'refused' });
    await look();
    expect(session.syncState()).toMatchObject({ kind: 'waiting', failure: { kind: 'refused' } });
    server.put(pod('c'));
    server.failure = undefined;
    for (let waited = 0; waited < 50; waited++) await look();
    expect(told.slice(0, 2)).toEqual(['SYNCED 2', 'STALE']);
    expect(told.slice(2).toSorted()).toEqual(['ADDED c', 'FRESH']);
    expect(session.syncState().kind).toBe('watching');
    expect(server.lists.length).toBeGreaterThan(1);
    expect(rows()).toEqual(['shop/a', 'shop/b', 'shop/c']);
  });

  test('holds no second copy of a pod after a relist', async () => {
    open([server]);
    await look();
    server.breakWith({ kind: 'refused' });
    await look();
    server.renew();
    server.failure = undefined;
    for (let waited = 0; waited < 50; waited++) await look();
    rows();
    expect(session.table.get('shop/a')).toBe(session.get('shop/a'));
  });

  test('keeps its rows while the server is away', async () => {
    open([server]);
    await look();
    server.breakWith({ kind: 'refused' });
    await look();
    expect(rows()).toEqual(['shop/a', 'shop/b']);
  });

  test('is as fresh as the least fresh of its sources', async () => {
    const other = new ScriptedPods([{ ...madePod({ metadata: { namespace: 'iot', name: 'x' } }) }]);
    other.failure = { kind: 'refused' };
    open([server, other]);
    await look();
    expect([session.syncState().kind, told]).toEqual(['waiting', []]);
    other.failure = undefined;
    for (let waited = 0; waited < 30; waited++) await look();
    expect([session.syncState().kind, told[0], rows(), session.namespaces()]).toEqual([
      'watching',
      'SYNCED 3',
      ['iot/x', 'shop/a', 'shop/b'],
      ['iot', 'shop'],
    ]);
  });

  test('tells nobody who has left', async () => {
    open([server]);
    const heard: string[] = [];
    const leave = session.onChange(({ type }) => heard.push(type));
    await look();
    leave();
    server.put(pod('c'));
    await look();
    expect(heard).toEqual(['SYNCED']);
  });

  test('stops within the stop', async () => {
    open([server]);
    await look();
    await session.stop();
    server.put(pod('c'));
    await look();
    expect(told).toEqual(['SYNCED 2']);
    expect(clock.pending).toBe(0);
  });
});
