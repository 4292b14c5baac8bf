import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock, wait } from '../../src/flow/index.ts';
import {
  type ApiClient,
  failureOf,
  type ListerWatcher,
  type WatchEvent,
  type WatchOptions,
} from '../../src/kube/index.ts';
import { type Pod, podProjection } from '../../src/pods/index.ts';

/** A server under the contract, with at least three pods in `namespace` that stay for the length of the tests. */
export interface ServerUnderTest {
  readonly client: ApiClient;
  /** A namespace in which no pod changes by itself. */
  readonly namespace: string;
  /** Names of its pods, three or more, in order. */
  readonly names: readonly string[];
  /** A pod that may be deleted; a call makes it, or finds it. */
  victim(): Promise<{ readonly namespace: string; readonly name: string; readonly uid: string }>;
  /** Where `start` has a pod come that is Pending first and Running then. */
  readonly lively: string;
  start(): Promise<void>;
  /** Makes all older resourceVersions and continue tokens 410. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

interface JsonList {
  readonly kind: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly namespace: string; readonly resourceVersion: string };
  }[];
}

const signal = () => AbortSignal.timeout(20_000);
const WATCH: WatchOptions = {
  resourceVersion: '',
  resourceVersionMatch: '',
  timeoutSeconds: 5,
  allowWatchBookmarks: false,
  sendInitialEvents: false,
};

/** What a client of lists and watches may rely on: the same for the demo and for kube-apiserver. */
export function describeListWatchContract(title: string, open: () => Promise<ServerUnderTest>): void {
  describe(`list and watch of ${title}`, () => {
    let server: ServerUnderTest;
    beforeAll(async () => {
      server = await open();
    });
    afterAll(() => server?.close());

    const path = () => `/api/v1/namespaces/${server.namespace}/pods`;
    const list = async (query: Record<string, string | number> = {}, at = path()) =>
      (await server.client.get(at, query, signal())) as JsonList;
    const refusal = async (query: Record<string, string | number>, at = path()) =>
      statusOf(server.client.get(at, query, signal()));
    const names = (found: JsonList) => found.items.map(({ metadata }) => metadata.name);
    const source = (more: { labelSelector?: string; fieldSelector?: string } = {}): ListerWatcher<Pod> =>
      server.client.listerWatcher({ path: path(), projection: podProjection, ...more });

    test('a list is in the order of names and has a resourceVersion', async () => {
      const all = await list();
      expect([all.kind, names(all)]).toEqual(['PodList', server.names]);
      expect(all.metadata.resourceVersion).toMatch(/^\d+$/);
      expect(all.metadata.continue ?? '').toBe('');
    });

    test('pages hold their state together, and say how many are left', async () => {
      const first = await list({ limit: 2 });
      expect([names(first), first.metadata.remainingItemCount]).toEqual([
        server.names.slice(0, 2),
        server.names.length - 2,
      ]);
      const rest = await list({ limit: 500, continue: first.metadata.continue ?? '' });
      expect(names(rest)).toEqual(server.names.slice(2));
      expect([rest.metadata.resourceVersion, rest.metadata.continue ?? '']).toEqual([
        first.metadata.resourceVersion,
        '',
      ]);
    });

    test('a page of a selection does not say how many are left', async () => {
      const page = await list({ limit: 1, fieldSelector: 'metadata.name!=nobody' });
      expect([page.items.length, page.metadata.remainingItemCount]).toEqual([1, undefined]);
      expect(page.metadata.continue).not.toBe('');
    });

    test('selectors select', async () => {
      const [one = '', ...others] = server.names;
      expect(names(await list({ fieldSelector: `metadata.name=${one}` }))).toEqual([one]);
      expect(names(await list({ fieldSelector: `metadata.name!=${one}` }))).toEqual(others);
      expect(names(await list({ labelSelector: 'no.such/label' }))).toEqual([]);
      expect(names(await list({ labelSelector: '!no.such/label' }))).toEqual(server.names);
      expect(names(await list({ fieldSelector: 'status.phase=Nonsense' }))).toEqual([]);
    });

    test('a namespace that is not there is empty, a pod that is not there is 404', async () => {
      expect(names(await list({}, '/api/v1/namespaces/no-such-namespace/pods'))).toEqual([]);
      expect(await refusal({}, `${path()}/nobody`)).toMatchObject({
        code: 404,
        reason: 'NotFound',
        message: 'pods "nobody" not found',
      });
      expect(await refusal({}, '/api/v1/nothings')).toMatchObject({ code: 404, reason: 'NotFound' });
    });

    test('what makes no sense is refused as the server refuses it', async () => {
      expect(await refusal({ limit: 'x' })).toMatchObject({
        code: 400,
        reason: 'BadRequest',
        message: 'strconv.ParseInt: parsing "x": invalid syntax',
      });
      expect(await refusal({ continue: '!!' })).toMatchObject({ code: 400, reason: 'BadRequest' });
      expect(await refusal({ labelSelector: 'a=b=c' })).toMatchObject({ code: 400, reason: 'BadRequest' });
      expect(await refusal({ fieldSelector: 'nope=1' })).toMatchObject({
        code: 400,
        message: 'field label not supported: nope',
      });
      expect(await refusal({ resourceVersionMatch: 'Exact' })).toMatchObject({ code: 422, reason: 'Invalid' });
      expect(await refusal({ resourceVersionMatch: 'Exact', resourceVersion: '0' })).toMatchObject({
        code: 422,
        reason: 'Invalid',
      });
      expect(await refusal({ watch: 1, resourceVersionMatch: 'NotOlderThan' })).toMatchObject({
        code: 422,
        reason: 'Invalid',
      });
      expect(await refusal({ watch: 1, sendInitialEvents: 'true' })).toMatchObject({ code: 422, reason: 'Invalid' });
      const put = server.client.request({ method: 'PUT', path: '/api/v1/pods', body: {}, signal: signal() });
      expect(await statusOf(put)).toMatchObject({ code: 405, reason: 'MethodNotAllowed' });
    });

    test('a resourceVersion that is still to come is too large', async () => {
      expect(await refusal({ resourceVersion: '999999999' })).toMatchObject({
        code: 504,
        reason: 'Timeout',
        message: expect.stringContaining('Too large resource version: 999999999'),
      });
    });

    test('a watch without a resourceVersion begins with all there is', async () => {
      const events = await collect(source(), WATCH, server.names.length);
      expect(events.map(({ type, object }) => `${type} ${(object as Pod).metadata.name}`).toSorted()).toEqual(
        server.names.map((name) => `ADDED ${name}`),
      );
    });

    test('a watch ends by itself after its timeout', async () => {
      const { resourceVersion } = (await list()).metadata;
      const started = Date.now();
      expect(await collect(source(), { ...WATCH, resourceVersion, timeoutSeconds: 1 })).toEqual([]);
      expect(Date.now() - started).toBeGreaterThan(800);
    });

    test('initial events end with a bookmark that says so', async () => {
      const options = {
        ...WATCH,
        timeoutSeconds: 15,
        sendInitialEvents: true,
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: true,
      };
      const events = await collect(source(), options, server.names.length + 1);
      const last = events.at(-1) as { type: string; object: { metadata: { annotations?: Record<string, string> } } };
      expect([last.type, last.object.metadata.annotations?.['k8s.io/initial-events-end']]).toEqual([
        'BOOKMARK',
        'true',
      ]);
    });

    test('a pod is deleted in two steps, or in one without grace; a wrong uid is a conflict', async () => {
      const { namespace, name, uid } = await server.victim();
      const at = `/api/v1/namespaces/${namespace}/pods/${name}`;
      const remove = (body: object) =>
        server.client.request({
          method: 'DELETE',
          path: at,
          body: { kind: 'DeleteOptions', apiVersion: 'v1', ...body },
          signal: signal(),
        });
      expect(await statusOf(remove({ preconditions: { uid: 'wrong' } }))).toMatchObject({
        code: 409,
        reason: 'Conflict',
      });
      const { resourceVersion } = (await list({}, `/api/v1/namespaces/${namespace}/pods`)).metadata;
      const one = server.client.listerWatcher({
        path: `/api/v1/namespaces/${namespace}/pods`,
        projection: podProjection,
        fieldSelector: `metadata.name=${name}`,
      });
      const watching = collect(
        one,
        { ...WATCH, resourceVersion, timeoutSeconds: 10 },
        ({ type }) => type === 'DELETED',
      );
      await remove({ preconditions: { uid }, gracePeriodSeconds: 20 });
      await wait(systemClock, 100);
      await remove({ gracePeriodSeconds: 0 });
      const events = (await watching).filter(
        ({ type, object }) => type === 'DELETED' || (object as Pod).deletedAt !== undefined,
      );
      expect(events.map(({ type, object }) => [type, (object as Pod).metadata.uid === uid])).toEqual([
        ...events.slice(1).map(() => ['MODIFIED', true]),
        ['DELETED', true],
      ]);
      const versions = events.map(({ object }) => Number((object as Pod).metadata.resourceVersion));
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      expect(await statusOf(server.client.get(at, {}, signal()))).toMatchObject({ code: 404 });
    });

    test('what leaves a selection is deleted for its watch, and is there still', async () => {
      const at = `/api/v1/namespaces/${server.lively}/pods`;
      const { resourceVersion } = (await list({}, at)).metadata;
      const pending = server.client.listerWatcher({
        path: at,
        projection: podProjection,
        fieldSelector: 'status.phase=Pending',
      });
      const added = new Set<string>();
      const watching = collect(pending, { ...WATCH, resourceVersion, timeoutSeconds: 15 }, ({ type, object }) => {
        const { name } = (object as Pod).metadata;
        if (type === 'ADDED') added.add(name);
        return type === 'DELETED' && added.has(name);
      });
      await server.start();
      const events = await watching;
      const left = (events.at(-1) as { object: Pod }).object.metadata.name;
      const seen = events.filter(({ object }) => (object as Pod).metadata.name === left).map(({ type }) => type);
      expect([seen[0], seen.at(-1)]).toEqual(['ADDED', 'DELETED']);
      expect(await server.client.get(`${at}/${left}`, {}, signal())).toMatchObject({ status: { phase: 'Running' } });
    });

    test('after a compaction a continue token is 410, and brings one that goes on', async () => {
      const first = await list({ limit: 1 });
      await server.compact();
      const token = first.metadata.continue ?? '';
      const status = (await refusal({ limit: 1, continue: token })) as {
        code: number;
        reason: string;
        message: string;
      };
      expect(status).toMatchObject({
        code: 410,
        reason: 'Expired',
        message: expect.stringContaining('The provided continue parameter is too old'),
      });
      expect(await refusal({ limit: 1, resourceVersion: first.metadata.resourceVersion })).toMatchObject({
        code: 410,
        reason: 'Expired',
      });
      expect(
        await refusal({ resourceVersionMatch: 'Exact', resourceVersion: first.metadata.resourceVersion }),
      ).toMatchObject({ code: 410, reason: 'Expired' });
      expect(names(await list({ resourceVersion: first.metadata.resourceVersion }))).toEqual(server.names);
    });
  });
}

/** The Status that a promise rejects with. */
async function statusOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (thrown) {
    const failure = failureOf(thrown);
    return failure.kind === 'status' ? failure.status : failure;
  }
  return undefined;
}

/** Events of a watch until it ends, or until there are so many, or the one that was waited for. */
async function collect(
  source: ListerWatcher<Pod>,
  options: WatchOptions,
  until: number | ((event: WatchEvent) => boolean) = Number.POSITIVE_INFINITY,
): Promise<WatchEvent[]> {
  const watcher = await source.watch(options, signal());
  const events: WatchEvent[] = [];
  for await (const event of watcher) {
    events.push(event);
    if (typeof until === 'number' ? events.length === until : until(event)) break;
  }
  watcher.stop();
  return events;
}
