import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/flow/index.ts';
import { SharedInformer, type SharedInformerOptions } from '../../../src/informer/index.ts';
import { type ApiClient, createApiClient, plainAccess } from '../../../src/kube/index.ts';
import { FakeApiServer, type Thing, thingProjection } from '../../support/fake-api-server.ts';

let server: FakeApiServer;
let client: ApiClient;
let stop: AbortController;

beforeEach(async () => {
  server = await FakeApiServer.start();
  client = createApiClient(plainAccess({ server: server.url, context: 'fake' }), { clock: systemClock });
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await client.close();
  await server.stop();
});

function informerFor(protobuf: boolean, options: Partial<SharedInformerOptions<Thing>> = {}): SharedInformer<Thing> {
  const informer = new SharedInformer<Thing>({
    name: 'pods',
    listerWatcher: client.listerWatcher({ path: '/api/v1/pods', projection: thingProjection, protobuf }),
    clock: systemClock,
    // The shortest waits there are: 0.8 s, 1.6 s, ...
    random: () => 0,
    expected: { kind: 'Pod', apiVersion: 'v1' },
    ...options,
  });
  informer.run(stop.signal).catch((cause: unknown) => expect.unreachable(String(cause)));
  return informer;
}

/** A busy machine takes its time for the first request. */
const eventually = <V>(read: () => V) => expect.poll(read, { timeout: 10_000 });

const keys = (informer: SharedInformer<Thing>): string[] => informer.indexer.listKeys().sort();

describe.each([
  { encoding: 'protobuf', protobuf: true },
  { encoding: 'JSON', protobuf: false },
])('over $encoding', ({ protobuf }) => {
  test('the indexer becomes equal to the server, and stays so', async () => {
    for (let index = 0; index < 50; index++) server.put(`pod-${index}`);
    const informer = informerFor(protobuf);
    await eventually(() => informer.hasSynced()).toBe(true);
    server.put('pod-0', 'Failed');
    server.delete('pod-1');
    server.put('new', 'Pending', 'other');
    await eventually(() => keys(informer)).toEqual(server.keys);
    await eventually(() => informer.indexer.get('default/pod-0')?.phase).toBe('Failed');
    expect(informer.indexer.indexKeys('namespace', 'other')).toEqual(['other/new']);
  });

  test('a watch that is dropped costs no list', async () => {
    server.put('a');
    const informer = informerFor(protobuf);
    await eventually(() => server.openWatches).toBe(1);
    for (const how of ['end', 'cut'] as const) {
      server.put(`before-${how}`);
      await eventually(() => keys(informer)).toEqual(server.keys);
      server.dropWatches(how);
      server.put(`meanwhile-${how}`);
      await eventually(() => keys(informer)).toEqual(server.keys);
      await eventually(() => server.openWatches).toBe(1);
    }
    expect(server.of('list')).toEqual([{ resourceVersion: '0', limit: '500' }]);
    expect(server.of('watch').map(({ resourceVersion }) => resourceVersion)).toEqual(['101', '102', '104']);
  });

  test('a version that the server has forgotten ends with a complete store, after one list', async () => {
    for (const name of ['a', 'b']) server.put(name);
    const informer = informerFor(protobuf);
    await eventually(() => server.openWatches).toBe(1);
    server.dropWatches('cut');
    server.script('watch', (response) => response.destroy());
    server.delete('a');
    server.put('c');
    server.compact();
    await eventually(() => keys(informer)).toEqual(['default/b', 'default/c']);
    expect(server.of('list')).toEqual([{ resourceVersion: '0', limit: '500' }, { resourceVersion: '102' }]);
  });

  test('a server that goes away and comes back is waited for, and nothing is listed', async () => {
    server.put('a');
    const informer = informerFor(protobuf);
    await eventually(() => informer.syncState().kind).toBe('watching');
    server.put('b');
    await eventually(() => keys(informer)).toEqual(server.keys);
    await server.stop();
    await eventually(() => informer.syncState()).toMatchObject({ kind: 'waiting', failure: { kind: 'refused' } });
    server.put('c');
    await server.listen();
    await eventually(() => keys(informer)).toEqual(server.keys);
    expect(informer.syncState().kind).toBe('watching');
    expect(server.of('list')).toHaveLength(1);
  });

  test('pages are read one after the other where there is no cache', async () => {
    server.pagesFromCache = true;
    for (let index = 0; index < 1203; index++) server.put(`pod-${index}`);
    const informer = informerFor(protobuf);
    await eventually(() => informer.hasSynced()).toBe(true);
    expect(informer.indexer.size).toBe(1203);
    expect(server.of('list').map(({ continue: token }) => token)).toEqual([undefined, '500:1303', '1000:1303']);
  });

  test('a watch-list brings all without a list', async () => {
    for (let index = 0; index < 200; index++) server.put(`pod-${index}`);
    const informer = informerFor(protobuf, { watchList: true });
    await eventually(() => informer.hasSynced()).toBe(true);
    server.put('new');
    await eventually(() => keys(informer)).toEqual(server.keys);
    expect(server.of('list')).toEqual([]);
    expect(server.of('watch')).toHaveLength(1);
  });
});

test('5,000 projected objects take less than 8 MB of heap, with indexer and queue', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const count = 5000;
  for (let index = 0; index < count; index++)
    server.put(`pod-with-a-name-of-usual-length-${index}`, 'Running', `namespace-${index % 20}`);
  collect();
  const before = process.memoryUsage().heapUsed;
  const informer = informerFor(true);
  const registration = informer.addEventHandler({ onAdd: () => {} });
  await eventually(() => registration.hasSynced()).toBe(true);
  collect();
  expect(informer.indexer.size).toBe(count);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8 * 1024 * 1024);
});
