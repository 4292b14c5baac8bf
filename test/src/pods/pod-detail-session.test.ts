import { beforeEach, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../../src/kube/index.ts';
import { PodDetailSession } from '../../../src/pods/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { madePod } from '../../support/wire-pod.ts';

const pod = (name: string, resourceVersion = '1') => madePod({ metadata: { name, resourceVersion } });

let clock: ManualClock;
let asked: string[];
let answers: (path: string) => Promise<unknown>;
let session: PodDetailSession;
let changes: number;

const client = {
  get(path: string) {
    asked.push(path);
    return answers(path);
  },
} as Pick<ApiClient, 'get'>;

beforeEach(() => {
  clock = new ManualClock();
  asked = [];
  answers = (path) => Promise.resolve(path.endsWith('/events') ? { items: [] } : { kind: 'Pod', path });
  changes = 0;
  session = new PodDetailSession({ client, clock, onChange: () => changes++ });
});

describe('PodDetailSession', () => {
  test('asks for the pod and its events once it has been looked at for a moment', async () => {
    session.follow(pod('a'));
    expect(asked).toEqual([]);
    await clock.advanceAsync(150);
    expect(asked).toEqual(['/api/v1/namespaces/shop/pods/a', '/api/v1/namespaces/shop/events']);
    expect(session.state).toMatchObject({ key: 'shop/a', documents: { pod: { kind: 'Pod' } }, failure: undefined });
  });

  test('asks nothing for the pods that are only passed', async () => {
    for (const name of ['a', 'b', 'c']) {
      session.follow(pod(name));
      await clock.advanceAsync(100);
    }
    await clock.advanceAsync(50);
    expect(asked.filter((path) => path.includes('/pods/'))).toEqual(['/api/v1/namespaces/shop/pods/c']);
  });

  test('asks again when the pod has changed, and keeps what it has meanwhile', async () => {
    session.follow(pod('a'));
    await clock.advanceAsync(150);
    session.follow(pod('a', '2'));
    expect(session.state.documents).toBeDefined();
    await clock.advanceAsync(150);
    expect(asked.length).toBe(4);
    session.follow(pod('a', '2'));
    await clock.advanceAsync(1_000);
    expect(asked.length).toBe(4);
  });

  test('throws an answer away that comes for a pod that is no longer followed', async () => {
    let answer: (value: unknown) => void = () => {};
    answers = (path) => (path.endsWith('/pods/a') ? new Promise((resolve) => (answer = resolve)) : Promise.resolve({}));
    session.follow(pod('a'));
    await clock.advanceAsync(150);
    session.follow(pod('b'));
    answer({ kind: 'Pod', path: 'late' });
    await settle();
    expect(session.state).toMatchObject({ key: 'shop/b', documents: undefined });
  });

  test('shows the pod to one who may not read events', async () => {
    answers = (path) =>
      path.endsWith('/events') ? Promise.reject({ kind: 'refused' }) : Promise.resolve({ kind: 'Pod' });
    session.follow(pod('a'));
    await clock.advanceAsync(150);
    expect(session.state).toMatchObject({ documents: { pod: { kind: 'Pod' } }, failure: undefined });
  });

  test('says why it failed, and forgets it with the pod', async () => {
    answers = () => Promise.reject({ kind: 'refused' });
    session.follow(pod('a'));
    await clock.advanceAsync(150);
    expect(session.state).toMatchObject({ documents: undefined, failure: { kind: 'refused' } });
    session.follow(undefined);
    expect(session.state).toEqual({ key: undefined, documents: undefined, failure: undefined });
    expect(changes).toBeGreaterThan(1);
  });

  test('asks nothing after it was stopped', async () => {
    session.follow(pod('a'));
    session.stop();
    await clock.advanceAsync(20_000);
    expect([asked, clock.pending]).toEqual([[], 0]);
  });
});
