import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { KubeObject, Projection, Status, Wire, WireSchema } from '../../src/kube/index.ts';
import { encodeWire, envelope, lengthDelimited, toJson, watchFrame } from './wire-encode.ts';

/** What the fake server keeps of a pod; enough for every path of the pipeline. */
const THING_SCHEMA = {
  metadata: {
    number: 1,
    type: {
      name: { number: 1, type: 'string' },
      namespace: { number: 3, type: 'string' },
      uid: { number: 5, type: 'string' },
      resourceVersion: { number: 6, type: 'string' },
      labels: { number: 11, type: 'stringMap' },
    },
  },
  status: { number: 3, type: { phase: { number: 1, type: 'string' } } },
} as const satisfies WireSchema;

export interface Thing extends KubeObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
  };
  readonly phase: string;
}

export const thingProjection: Projection<Thing> = {
  kind: 'Pod',
  apiVersion: 'v1',
  schema: THING_SCHEMA,
  fromWire: ({ metadata, status }: Wire<typeof THING_SCHEMA>): Thing => ({
    metadata: {
      name: metadata?.name ?? '',
      namespace: metadata?.namespace ?? '',
      uid: metadata?.uid ?? '',
      resourceVersion: metadata?.resourceVersion ?? '',
    },
    phase: status?.phase ?? '',
  }),
};

export interface FakeRequest {
  readonly kind: 'list' | 'watch' | 'other';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
}

interface HistoryEvent {
  readonly type: string;
  readonly version: number;
  readonly object: Thing;
}

/** Takes a request in place of the server; the socket is there to be cut. */
export type Script = (response: ServerResponse, request: FakeRequest) => void;

interface OpenWatch {
  readonly response: ServerResponse;
  readonly isProtobuf: boolean;
}

const STATUS_SCHEMA = {
  status: { number: 2, type: 'string' },
  message: { number: 3, type: 'string' },
  reason: { number: 4, type: 'string' },
  details: {
    number: 5,
    type: {
      causes: {
        number: 4,
        type: { reason: { number: 1, type: 'string' }, message: { number: 2, type: 'string' } },
        repeated: true,
      },
      retryAfterSeconds: { number: 5, type: 'int' },
    },
  },
  code: { number: 6, type: 'int' },
} as const satisfies WireSchema;
const LIST_META = {
  resourceVersion: { number: 2, type: 'string' },
  continue: { number: 3, type: 'string' },
  remainingItemCount: { number: 4, type: 'int' },
} as const satisfies WireSchema;
const BOOKMARK = {
  metadata: {
    number: 1,
    type: { resourceVersion: { number: 6, type: 'string' }, annotations: { number: 12, type: 'stringMap' } },
  },
} as const satisfies WireSchema;

const GONE: Status = { code: 410, reason: 'Expired', message: 'too old resource version' };

/**
 * An API server on loopback that keeps pods, with list, pages, watch, bookmarks and 410 as the real one has them, in both
 * encodings. What it cannot do by itself, as cutting a line in the middle, a test scripts for the next request.
 */
export class FakeApiServer {
  readonly requests: FakeRequest[] = [];
  /** Sockets accepted so far. */
  connections = 0;
  version = 100;
  /** Whether it speaks protobuf; otherwise that is refused with 406. */
  speaksProtobuf = true;
  /** As a server without a watch cache: a limit counts at resourceVersion 0 too. */
  pagesFromCache = false;
  readonly #objects = new Map<string, Thing>();
  readonly #watches = new Set<OpenWatch>();
  readonly #sockets = new Set<Socket>();
  #history: HistoryEvent[] = [];
  #oldest = 0;
  #scripts: { kind: FakeRequest['kind']; script: Script }[] = [];
  #server: Server | undefined;
  #port = 0;

  static async start(): Promise<FakeApiServer> {
    const server = new FakeApiServer();
    await server.listen();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  get keys(): string[] {
    return [...this.#objects.keys()].sort();
  }

  /** Listens, on the port it had before. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => this.#answer(request, response));
    server.keepAliveTimeout = 60_000;
    server.on('connection', (socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Cuts everything; connections are refused from now on. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  put(name: string, phase = 'Running', namespace = 'default'): Thing {
    const key = `${namespace}/${name}`;
    const old = this.#objects.get(key);
    const version = ++this.version;
    const object: Thing = {
      metadata: { name, namespace, uid: old?.metadata.uid ?? `uid-${version}`, resourceVersion: String(version) },
      phase,
    };
    this.#objects.set(key, object);
    this.#happen({ type: old === undefined ? 'ADDED' : 'MODIFIED', version, object });
    return object;
  }

  delete(name: string, namespace = 'default'): void {
    const key = `${namespace}/${name}`;
    const old = this.#objects.get(key);
    if (old === undefined) return;
    this.#objects.delete(key);
    const version = ++this.version;
    this.#happen({
      type: 'DELETED',
      version,
      object: { ...old, metadata: { ...old.metadata, resourceVersion: String(version) } },
    });
  }

  /** What happened up to now is forgotten: lists and watches from before are 410. */
  compact(): void {
    this.#history = [];
    this.#oldest = this.version;
  }

  bookmark(annotations: Record<string, string> = {}, version = this.version): void {
    for (const watch of this.#watches)
      this.#send(watch, 'BOOKMARK', bookmarkObject(String(version), annotations, watch.isProtobuf));
  }

  /** An ERROR event in every open watch. */
  error(status: Status): void {
    for (const watch of this.#watches) this.#send(watch, 'ERROR', statusBody(status, watch.isProtobuf));
  }

  /** Ends all watches as their timeout would, or cuts their connections. */
  dropWatches(how: 'end' | 'cut' = 'end'): void {
    for (const { response } of this.#watches) {
      if (how === 'end') response.end();
      else response.socket?.destroy();
    }
    this.#watches.clear();
  }

  /** Raw bytes into every open watch. */
  write(bytes: Buffer | string): void {
    for (const { response } of this.#watches) response.write(bytes);
  }

  /** The next request of this kind is the script's. */
  script(kind: FakeRequest['kind'], script: Script): void {
    this.#scripts.push({ kind, script });
  }

  /** The next request of this kind gets this status. */
  refuse(kind: FakeRequest['kind'], status: Status, times = 1): void {
    for (let time = 0; time < times; time++)
      this.script(kind, (response, { headers }) => answerStatus(response, status, acceptsProtobuf(headers)));
  }

  of(kind: FakeRequest['kind']): Readonly<Record<string, string>>[] {
    return this.requests.filter((request) => request.kind === kind).map((request) => request.query);
  }

  #answer(incoming: IncomingMessage, response: ServerResponse): void {
    const url = new URL(incoming.url ?? '/', this.url);
    const query = Object.fromEntries(url.searchParams);
    const isPods = url.pathname.endsWith('/pods');
    const kind = !isPods || incoming.method !== 'GET' ? 'other' : query.watch === '1' ? 'watch' : 'list';
    const request: FakeRequest = { kind, path: url.pathname, query, headers: incoming.headers };
    this.requests.push(request);
    incoming.resume();
    const index = this.#scripts.findIndex((script) => script.kind === kind);
    if (index >= 0) this.#scripts.splice(index, 1)[0]?.script(response, request);
    else if (kind === 'other') answerJson(response, 200, { path: url.pathname, method: incoming.method });
    else if (acceptsProtobuf(incoming.headers) && !this.speaksProtobuf)
      answerStatus(response, { code: 406, reason: 'NotAcceptable', message: 'only JSON' }, false);
    else if (kind === 'list') this.#list(response, request);
    else this.#watch(response, request);
  }

  #list(response: ServerResponse, { query, headers }: FakeRequest): void {
    const isProtobuf = acceptsProtobuf(headers);
    const [start, tokenVersion] = (query.continue ?? `0:${this.version}`).split(':').map(Number) as [number, number];
    const asked = Number(query.resourceVersion ?? 0);
    if (query.continue !== undefined && tokenVersion < this.#oldest) return answerStatus(response, GONE, isProtobuf);
    if (asked > this.version) return answerStatus(response, tooLarge, isProtobuf);
    if (asked !== 0 && asked < this.#oldest && query.resourceVersionMatch === 'Exact')
      return answerStatus(response, GONE, isProtobuf);
    const limit = query.resourceVersion === '0' && !this.pagesFromCache ? 0 : Number(query.limit ?? 0);
    const all = this.keys.map((key) => this.#objects.get(key) as Thing);
    const items = limit === 0 ? all : all.slice(start, start + limit);
    const remaining = all.length - start - items.length;
    const meta = {
      resourceVersion: String(tokenVersion),
      ...(remaining > 0 &&
        limit > 0 && { continue: `${start + limit}:${tokenVersion}`, remainingItemCount: remaining }),
    };
    answerList(response, { items, meta, isProtobuf });
  }

  #watch(response: ServerResponse, { query, headers }: FakeRequest): void {
    const isProtobuf = acceptsProtobuf(headers);
    const watch: OpenWatch = { response, isProtobuf };
    response.writeHead(200, {
      'content-type': isProtobuf ? 'application/vnd.kubernetes.protobuf;stream=watch' : 'application/json',
    });
    response.flushHeaders();
    const from = query.resourceVersion ?? '';
    if (query.sendInitialEvents === 'true' || from === '' || from === '0') {
      for (const key of this.keys) this.#send(watch, 'ADDED', objectBody(this.#objects.get(key) as Thing, isProtobuf));
      if (query.sendInitialEvents === 'true')
        this.#send(
          watch,
          'BOOKMARK',
          bookmarkObject(String(this.version), { 'k8s.io/initial-events-end': 'true' }, isProtobuf),
        );
    } else if (Number(from) < this.#oldest) {
      this.#send(watch, 'ERROR', statusBody(GONE, isProtobuf));
      response.end();
      return;
    } else {
      for (const event of this.#history.filter(({ version }) => version > Number(from)))
        this.#send(watch, event.type, objectBody(event.object, isProtobuf));
    }
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
  }

  #happen(event: HistoryEvent): void {
    this.#history.push(event);
    for (const watch of this.#watches) this.#send(watch, event.type, objectBody(event.object, watch.isProtobuf));
  }

  #send({ response, isProtobuf }: OpenWatch, type: string, object: Buffer | unknown): void {
    response.write(isProtobuf ? watchFrame(type, object as Buffer) : `${JSON.stringify({ type, object })}\n`);
  }
}

const tooLarge: Status = {
  code: 504,
  reason: 'Timeout',
  message: 'Too large resource version: 9, current: 1',
  details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] },
};

const acceptsProtobuf = (headers: IncomingMessage['headers']): boolean => String(headers.accept).includes('protobuf');

const wireOf = ({ metadata, phase }: Thing) => ({ metadata, status: { phase } });

const objectBody = (object: Thing, isProtobuf: boolean): Buffer | unknown =>
  isProtobuf
    ? envelope('v1', 'Pod', encodeWire(THING_SCHEMA, wireOf(object)))
    : { kind: 'Pod', apiVersion: 'v1', ...toJson(THING_SCHEMA, wireOf(object)) };

const bookmarkObject = (
  resourceVersion: string,
  annotations: Record<string, string>,
  isProtobuf: boolean,
): Buffer | unknown =>
  isProtobuf
    ? envelope('v1', 'Pod', encodeWire(BOOKMARK, { metadata: { resourceVersion, annotations } }))
    : { kind: 'Pod', apiVersion: 'v1', metadata: { resourceVersion, annotations } };

const statusBody = (status: Status, isProtobuf: boolean): Buffer | unknown =>
  isProtobuf
    ? envelope('v1', 'Status', encodeWire(STATUS_SCHEMA, { status: 'Failure', ...status }))
    : { kind: 'Status', apiVersion: 'v1', status: 'Failure', ...status };

export function answerJson(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function answerStatus(response: ServerResponse, status: Status, isProtobuf: boolean): void {
  if (!isProtobuf) return answerJson(response, status.code, statusBody(status, false));
  response.writeHead(status.code, { 'content-type': 'application/vnd.kubernetes.protobuf' });
  response.end(statusBody(status, true));
}

export function answerList(
  response: ServerResponse,
  list: { items: readonly Thing[]; meta: Record<string, unknown>; isProtobuf: boolean },
): void {
  const { items, meta, isProtobuf } = list;
  if (!isProtobuf)
    return answerJson(response, 200, {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: meta,
      items: items.map((item) => toJson(THING_SCHEMA, wireOf(item))),
    });
  const raw = [
    lengthDelimited(1, encodeWire(LIST_META, meta)),
    ...items.map((item) => lengthDelimited(2, encodeWire(THING_SCHEMA, wireOf(item)))),
  ];
  response.writeHead(200, { 'content-type': 'application/vnd.kubernetes.protobuf' });
  response.end(envelope('v1', 'PodList', Buffer.concat(raw)));
}
