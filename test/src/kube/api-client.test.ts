import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/flow/index.ts';
import {
  type ApiClient,
  type ClusterAccess,
  createApiClient,
  failureOf,
  type ListOptions,
  plainAccess,
  type WatchEvent,
  type Watcher,
  type WatchOptions,
} from '../../../src/kube/index.ts';
import { answerJson, answerList, FakeApiServer, type Thing, thingProjection } from '../../support/fake-api-server.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';

const LIST: ListOptions = { resourceVersion: '0', resourceVersionMatch: '', limit: 500, continue: '' };
const WATCH: WatchOptions = {
  resourceVersion: '100',
  resourceVersionMatch: '',
  timeoutSeconds: 300,
  allowWatchBookmarks: true,
  sendInitialEvents: false,
};

let server: FakeApiServer;
let client: ApiClient;
const stops: (() => unknown)[] = [];
const signal = new AbortController().signal;

beforeEach(async () => {
  server = await FakeApiServer.start();
  client = clientFor();
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await server.stop();
});

function clientFor(
  access: ClusterAccess = plainAccess({ server: server.url, context: 'fake' }),
  clock = systemClock as ManualClock | typeof systemClock,
): ApiClient {
  const made = createApiClient(access, { clock });
  stops.push(() => made.close());
  return made;
}

const things = (protobuf = true, from = client) =>
  from.listerWatcher<Thing>({ path: '/api/v1/pods', projection: thingProjection, protobuf });

async function take(watcher: Watcher, count: number): Promise<WatchEvent[]> {
  const events = watcher[Symbol.asyncIterator]();
  const taken: WatchEvent[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

const names = (events: readonly WatchEvent[]): string[] =>
  events.map(({ type, object }) => `${type} ${(object as Thing).metadata.name}`);

describe.each([
  { encoding: 'protobuf', protobuf: true },
  { encoding: 'JSON', protobuf: false },
])('in $encoding', ({ protobuf }) => {
  test('a list has the objects, projected, with its version and token', async () => {
    for (const name of ['a', 'b', 'c']) server.put(name);
    const first = await things(protobuf).list({ ...LIST, resourceVersion: '', limit: 2 }, signal);
    expect(first).toMatchObject({
      resourceVersion: '103',
      continue: '2:103',
      remainingItemCount: 1,
      kind: 'PodList',
      apiVersion: 'v1',
    });
    expect(first.items).toEqual([
      { metadata: { name: 'a', namespace: 'default', uid: 'uid-101', resourceVersion: '101' }, phase: 'Running' },
      { metadata: { name: 'b', namespace: 'default', uid: 'uid-102', resourceVersion: '102' }, phase: 'Running' },
    ]);
  });

  test('the requests have the parameters of the wire and no others', async () => {
    const listed = client.listerWatcher<Thing>({
      path: '/api/v1/namespaces/x/pods',
      projection: thingProjection,
      protobuf,
      labelSelector: 'a in (b,c)',
      fieldSelector: 'spec.nodeName=pi',
    });
    await listed.list(LIST, signal);
    await listed.list({ ...LIST, resourceVersion: '', continue: '2:100' }, signal);
    (await listed.watch(WATCH, signal)).stop();
    const selectors = { labelSelector: 'a in (b,c)', fieldSelector: 'spec.nodeName=pi' };
    expect(server.requests.map(({ path, query }) => ({ path, query }))).toEqual([
      { path: '/api/v1/namespaces/x/pods', query: { ...selectors, resourceVersion: '0', limit: '500' } },
      { path: '/api/v1/namespaces/x/pods', query: { ...selectors, limit: '500', continue: '2:100' } },
      {
        path: '/api/v1/namespaces/x/pods',
        query: { ...selectors, watch: '1', resourceVersion: '100', timeoutSeconds: '300', allowWatchBookmarks: 'true' },
      },
    ]);
  });

  test('a watch brings what happens, and ends when the server ends it', async () => {
    const watcher = await things(protobuf).watch(WATCH, signal);
    server.put('a');
    server.put('a', 'Failed');
    server.delete('a');
    expect(names(await take(watcher, 3))).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    server.dropWatches();
    expect(await take(watcher, 1)).toEqual([]);
  });

  test('a bookmark and an error come with what they say', async () => {
    const watcher = await things(protobuf).watch(WATCH, signal);
    server.bookmark({ 'k8s.io/initial-events-end': 'true' });
    server.error({ code: 410, reason: 'Expired', message: 'too old' });
    const [bookmark, error] = await take(watcher, 2);
    expect(bookmark).toMatchObject({
      type: 'BOOKMARK',
      object: {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: { resourceVersion: '100', annotations: { 'k8s.io/initial-events-end': 'true' } },
      },
    });
    expect(error).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' },
    });
    watcher.stop();
  });

  test('a refusal is a failure with its status', async () => {
    const status = {
      code: 429,
      reason: 'TooManyRequests',
      message: 'slow down',
      details: { causes: [{ reason: 'r', message: 'm' }], retryAfterSeconds: 3 },
    };
    server.refuse('list', status);
    await expect(things(protobuf).list(LIST, signal)).rejects.toEqual({ kind: 'status', status });
  });

  test('a connection that is cut in the middle is a network failure, after the events that came', async () => {
    const watcher = await things(protobuf).watch(WATCH, signal);
    server.put('a');
    expect(names(await take(watcher, 1))).toEqual(['ADDED a']);
    server.write(protobuf ? Buffer.from([0, 0, 0, 9, 1]) : '{"type":"ADDED","obj');
    server.dropWatches('cut');
    await expect(take(watcher, 1)).rejects.toMatchObject({ kind: 'network' });
  });

  test('20,000 events through a reader that often waits: none is lost, none changed', async () => {
    const watcher = await things(protobuf).watch(WATCH, signal);
    const count = 20_000;
    for (let index = 0; index < count; index++)
      server.put(`pod-${index % 7}`, `phase ${index} ${'x'.repeat(index % 90)}`);
    const phases: string[] = [];
    for await (const { object } of watcher) {
      phases.push((object as Thing).phase);
      if (phases.length % 2000 === 0) await sleep(5);
      if (phases.length === count) break;
    }
    expect(phases).toEqual(Array.from({ length: count }, (_, index) => `phase ${index} ${'x'.repeat(index % 90)}`));
  });
});

describe('what a client has to live with', () => {
  test('a server that refuses protobuf is asked for JSON, from then on', async () => {
    server.speaksProtobuf = false;
    server.put('a');
    const listed = things();
    expect((await listed.list(LIST, signal)).items).toHaveLength(1);
    await listed.list(LIST, signal);
    expect(server.requests.map(({ headers }) => headers.accept)).toEqual([
      'application/vnd.kubernetes.protobuf,application/json',
      'application/json',
      'application/json',
    ]);
  });

  test('an answer is read by what it says it is', async () => {
    const thing = server.put('a');
    server.script('list', (response) =>
      answerList(response, { items: [thing], meta: { resourceVersion: '5' }, isProtobuf: false }),
    );
    expect((await things().list(LIST, signal)).items).toEqual([thing]);
  });

  test('a page that is no API is told as such', async () => {
    server.script('list', (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>'),
    );
    await expect(things().list(LIST, signal)).rejects.toMatchObject({
      kind: 'network',
      cause: { name: 'StreamError', message: expect.stringContaining('text/html') },
    });
  });

  test('an error without a Status has its code and its text', async () => {
    server.script('list', (response) => response.writeHead(502, { 'content-type': 'text/plain' }).end('bad gateway'));
    await expect(things().list(LIST, signal)).rejects.toEqual({
      kind: 'status',
      status: { code: 502, reason: '', message: 'bad gateway' },
    });
  });

  test('a gzipped answer is read as it comes', async () => {
    const items = Array.from({ length: 500 }, (_, index) => ({
      kind: 'Pod',
      metadata: { name: `pod-${index}`, resourceVersion: '1' },
    }));
    const body = gzipSync(
      JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '9' }, items }),
    );
    server.script('list', (response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body),
    );
    const page = await things().list(LIST, signal);
    expect(page.items).toHaveLength(500);
    expect(page.items.at(-1)?.metadata.name).toBe('pod-499');
  });

  test('a malformed line is counted and passed over', async () => {
    const reasons: string[] = [];
    const watcher = await things(false).watch(WATCH, signal, (reason) => reasons.push(reason));
    server.write('{"type":"ADDED","object":{]}\n\n[1]\n');
    server.put('a');
    expect(names(await take(watcher, 1))).toEqual(['ADDED a']);
    expect(client.counters.get('malformedLines')).toBe(2);
    expect(reasons).toHaveLength(2);
    watcher.stop();
  });

  test('U+2028 parts no lines, and the last line needs no newline', async () => {
    const watcher = await things(false).watch(WATCH, signal);
    const line = (name: string) =>
      JSON.stringify({
        type: 'ADDED',
        object: { kind: 'Pod', apiVersion: 'v1', metadata: { name, resourceVersion: '1' } },
      });
    server.write(`${line('a\u2028b')}\n${line('c')}`);
    server.dropWatches();
    expect(names(await take(watcher, 3))).toEqual(['ADDED a\u2028b', 'ADDED c']);
  });

  test('an object of another kind comes as it is', async () => {
    const watcher = await things(false).watch(WATCH, signal);
    server.write(
      `${JSON.stringify({ type: 'ADDED', object: { kind: 'Node', apiVersion: 'v1', metadata: { name: 'pi' } } })}\n`,
    );
    expect(await take(watcher, 1)).toEqual([
      { type: 'ADDED', object: { kind: 'Node', apiVersion: 'v1', metadata: { name: 'pi' } } },
    ]);
    watcher.stop();
  });

  test('a line that never ends is a stream error, not all of the memory', async () => {
    const watcher = await things(false).watch(WATCH, signal);
    const piece = Buffer.alloc(1024 * 1024, 0x20);
    for (let mib = 0; mib < 18; mib++) server.write(piece);
    await expect(take(watcher, 1)).rejects.toMatchObject({ kind: 'network', cause: { name: 'StreamError' } });
  });

  test('nobody there is a refusal', async () => {
    await server.stop();
    await expect(things().list(LIST, signal)).rejects.toEqual({ kind: 'refused' });
  });

  test('localhost with nobody there, on any of its addresses, is a refusal too', async () => {
    const port = new URL(server.url).port;
    await server.stop();
    await expect(
      things(true, clientFor(plainAccess({ server: `http://localhost:${port}`, context: 'x' }))).list(LIST, signal),
    ).rejects.toEqual({ kind: 'refused' });
  });

  test('stopping ends a list and a watch at once', async () => {
    const stop = new AbortController();
    server.script('list', () => {});
    const listing = things().list(LIST, stop.signal);
    const watcher = await things().watch(WATCH, stop.signal);
    stop.abort();
    await expect(listing).rejects.toMatchObject({ kind: 'network' });
    await expect(take(watcher, 1)).rejects.toMatchObject({ kind: 'network' });
    watcher.stop();
    await expect.poll(() => server.openWatches).toBe(0);
  });

  test('a watcher that is stopped closes its connection and ends', async () => {
    const watcher = await things().watch(WATCH, signal);
    server.put('a');
    watcher.stop();
    expect(await take(watcher, 1)).toEqual([]);
    await expect.poll(() => server.openWatches).toBe(0);
  });

  test('requests one after the other share their connections', async () => {
    for (let time = 0; time < 20; time++) await things().list(LIST, signal);
    await client.get('/version');
    // The first answer is read before its connection is free again: a second one may be opened, never a third.
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  test('a connection that the server closed while it was idle is no failure', async () => {
    await things().list(LIST, signal);
    // The next request goes out before the client has seen the end of the connection.
    server.script('list', (response) => response.socket?.destroy());
    expect((await things().list(LIST, signal)).items).toEqual([]);
    expect(server.of('list')).toHaveLength(3);
  });
});

describe('deadlines', () => {
  test('a quiet watch lives to its timeout and half a minute more, then its peer counts as gone', async () => {
    const clock = new ManualClock();
    const watcher = await things(true, clientFor(undefined, clock)).watch(WATCH, signal);
    const end = take(watcher, 1).then(
      () => 'ended',
      (failure: unknown) => failure,
    );
    clock.advance(329_000);
    await settle();
    server.bookmark();
    expect(await end).toBe('ended');
    const quiet = take(watcher, 1).then(
      () => 'ended',
      (failure: unknown) => failure,
    );
    clock.advance(1000);
    expect(await quiet).toMatchObject({ kind: 'network', cause: { message: 'no end within 330 s' } });
  });

  test('a list that stands still for a minute has failed, one that trickles has not', async () => {
    const clock = new ManualClock();
    server.script('list', (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"kind":"PodList",');
      stops.push(() => response.end());
      server.script('other', (other) => {
        response.write('"apiVersion":"v1",');
        answerJson(other, 200, {});
      });
    });
    const slow = clientFor(undefined, clock);
    const listing = things(false, slow).list(LIST, signal);
    const outcome = listing.then(
      () => 'listed',
      (failure: unknown) => failure,
    );
    await expect.poll(() => clock.pending).toBeGreaterThan(0);
    await sleep(20);
    clock.advance(59_000);
    await client.get('/poke');
    await sleep(20);
    clock.advance(59_000);
    await settle();
    expect(await Promise.race([outcome, settle().then(() => 'still listing')])).toBe('still listing');
    clock.advance(1000);
    expect(await outcome).toMatchObject({ kind: 'network', cause: { message: 'nothing came for 60 s' } });
  });

  test('a server that takes the connection and says nothing has failed after a minute', async () => {
    const clock = new ManualClock();
    server.script('list', () => {});
    const outcome = things(true, clientFor(undefined, clock)).list(LIST, signal).catch(failureOf);
    await expect.poll(() => server.requests.length).toBe(1);
    clock.advance(60_000);
    expect(await outcome).toMatchObject({ kind: 'network', cause: { message: 'no answer within 60 s' } });
  });
});

describe('credentials', () => {
  const access = (token: (isRejected: boolean) => string): ClusterAccess => ({
    ...plainAccess({ server: server.url, context: 'fake' }),
    credentials: (isRejected) =>
      Promise.resolve({ headers: { authorization: `Bearer ${token(isRejected)}` }, tls: {} }),
  });
  const unauthorized = { code: 401, reason: 'Unauthorized', message: 'Unauthorized' };

  test('are asked for at each request', async () => {
    let count = 0;
    const authorised = clientFor(access(() => `t${++count}`));
    await authorised.get('/a');
    await authorised.get('/b');
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
  });

  test('are asked for once more after a 401', async () => {
    server.refuse('list', unauthorized);
    await things(true, clientFor(access((isRejected) => (isRejected ? 'new' : 'old')))).list(LIST, signal);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('that are rejected twice are a failure', async () => {
    server.refuse('list', unauthorized, 2);
    await expect(things(true, clientFor(access(() => 'x'))).list(LIST, signal)).rejects.toMatchObject({
      kind: 'status',
      status: unauthorized,
    });
    expect(server.requests).toHaveLength(2);
  });
});

test('a request sends its body and gives the JSON of the answer', async () => {
  const answer = await client.request({
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { a: 1 },
    query: { dryRun: 'All', none: '' },
  });
  expect(answer).toEqual({ path: '/api/v1/namespaces', method: 'POST' });
  expect(server.requests[0]).toMatchObject({
    query: { dryRun: 'All' },
    headers: { 'content-type': 'application/json' },
  });
});
