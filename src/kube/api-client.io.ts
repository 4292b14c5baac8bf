import type { Dispatcher } from 'undici';
import { type Clock, Counters, systemCodeOf } from '../flow/index.ts';
import { type ApiFailure, failureOfCause, isApiFailure } from './api-failure.ts';
import { BodyCollector, statusOfBody } from './body-collector.ts';
import type { ClusterAccess, Credentials } from './cluster-access.ts';
import type { Connections } from './connections.io.ts';
import { type Deadlines, Exchange, type ResponseHead } from './exchange.io.ts';
import type { BodyReader } from './list-reader.ts';
import type { ListerWatcher } from './lister-watcher.ts';
import { type Query, queryText } from './query.ts';
import { type ResourceOptions, resourceListerWatcher } from './resource.io.ts';

/** To the first byte: a server that has to gather 50,000 pods needs its time. */
const HEAD_DEADLINE_MS = 60_000;
const IDLE_DEADLINE_MS = 60_000;
/** The largest answer that is held whole; lists of many objects are read by a ListerWatcher. */
const LARGEST_BODY_BYTES = 32 * 1024 * 1024;
const LARGEST_ERROR_BYTES = 1024 * 1024;

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON, by `contentType` (application/json). */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

export interface OpenRequest extends ApiRequest {
  readonly accept: string;
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal;
  /** Who reads the body of a 2xx answer. */
  readonly onOk: (head: ResponseHead) => BodyReader;
}

export type ApiCounter = 'requests' | 'reauthentications' | 'malformedLines';

/** What a cluster can be asked. Every promise rejects with an ApiFailure: see `describeFailure`. */
export interface ApiClient {
  readonly access: ClusterAccess;
  readonly counters: Counters<ApiCounter>;
  /** The parsed JSON. */
  request(request: ApiRequest): Promise<unknown>;
  get(path: string, query?: Query, signal?: AbortSignal): Promise<unknown>;
  /** The object of one kind at one path, and its changes, each projected to a T. */
  listerWatcher<T>(options: ResourceOptions<T>): ListerWatcher<T>;
  close(): Promise<void>;
}

export function createApiClient(access: ClusterAccess, options: { clock: Clock }): ApiClient {
  return new HttpApiClient(access, options.clock);
}

const NEVER = new AbortController().signal;

/** One Agent for all requests; credentials are asked for at each, and once more after a 401. */
export class HttpApiClient implements ApiClient {
  readonly access: ClusterAccess;
  readonly clock: Clock;
  readonly counters = new Counters<ApiCounter>();
  #opening: Promise<Connections> | undefined;
  #isClosed = false;
  readonly #origin: string;
  readonly #prefix: string;
  readonly #acceptEncoding: string;

  constructor(access: ClusterAccess, clock: Clock) {
    this.access = access;
    this.clock = clock;
    const url = new URL(access.server);
    this.#origin = url.origin;
    this.#prefix = url.pathname.replace(/\/$/, '');
    this.#acceptEncoding = isLoopback(url.hostname) ? 'identity' : 'gzip';
  }

  async request(request: ApiRequest): Promise<unknown> {
    const body = new BodyCollector(LARGEST_BODY_BYTES);
    const exchange = await this.open({
      ...request,
      accept: 'application/json',
      signal: request.signal ?? NEVER,
      deadlines: { headMs: HEAD_DEADLINE_MS, idleMs: IDLE_DEADLINE_MS, wholeMs: 0 },
      onOk: () => body,
    });
    await exchange.finished;
    return parsed(body);
  }

  get(path: string, query: Query = {}, signal: AbortSignal = NEVER): Promise<unknown> {
    return this.request({ path, query, signal });
  }

  listerWatcher<T>(options: ResourceOptions<T>): ListerWatcher<T> {
    return resourceListerWatcher(this, options);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#opening)?.close();
  }

  /** undici takes 0.1 s to be read from disk: whoever only names the client does not wait for it. */
  async #connections(): Promise<Connections> {
    this.#opening ??= import('./connections.io.ts').then(({ Connections }) => new Connections(this.access, this.clock));
    const connections = await this.#opening;
    if (this.#isClosed) throw failureOfCause(new Error('the client is closed'));
    return connections;
  }

  /** Resolves when a 2xx answer begins, rejects with an ApiFailure for any other. */
  async open(request: OpenRequest): Promise<Exchange> {
    try {
      return await this.#attempt(request, false);
    } catch (thrown) {
      const failure = isApiFailure(thrown) ? thrown : failureOfCause(thrown);
      if (failure.kind === 'status' && failure.status.code === 401) {
        this.counters.add('reauthentications');
        return await this.#attempt(request, true);
      }
      // The server closed a connection that was kept open just as it was used again: nothing has been answered yet.
      if (isStaleConnection(failure) && (request.method ?? 'GET') === 'GET' && !request.signal.aborted)
        return await this.#attempt(request, false);
      throw failure;
    }
  }

  async #attempt(request: OpenRequest, isRejected: boolean): Promise<Exchange> {
    const credentials = await this.access
      .credentials(isRejected)
      .catch((cause: unknown) => Promise.reject(failureOfCause(cause)));
    return this.#exchange(request, credentials, (await this.#connections()).for(credentials.tls));
  }

  #exchange(request: OpenRequest, credentials: Credentials, dispatcher: Dispatcher): Promise<Exchange> {
    this.counters.add('requests');
    return new Promise((resolve, reject) => {
      const errorBody = new BodyCollector(LARGEST_ERROR_BYTES);
      let failed: ResponseHead | undefined;
      const exchange = new Exchange({
        dispatcher,
        request: {
          origin: this.#origin,
          path: `${this.#prefix}${request.path}${queryText(request.query ?? {})}`,
          method: request.method ?? 'GET',
          headers: this.#headers(request, credentials),
          ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        },
        clock: this.clock,
        deadlines: request.deadlines,
        signal: request.signal,
        onHead: (head) => {
          if (head.status < 300) {
            resolve(exchange);
            return request.onOk(head);
          }
          failed = head;
          return errorBody;
        },
      });
      exchange.start().finished.then(() => {
        if (failed !== undefined)
          reject({ kind: 'status', status: statusOfBody(failed, errorBody.bytes()) } satisfies ApiFailure);
      }, reject);
    });
  }

  #headers(request: OpenRequest, credentials: Credentials): Record<string, string> {
    return {
      accept: request.accept,
      'accept-encoding': this.#acceptEncoding,
      'user-agent': 'kpi-tui',
      ...(request.body !== undefined && { 'content-type': request.contentType ?? 'application/json' }),
      ...credentials.headers,
    };
  }
}

function parsed(body: BodyCollector): unknown {
  try {
    return body.json();
  } catch (cause) {
    return Promise.reject(failureOfCause(cause));
  }
}

/** Compression costs more than the loopback does. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}

function isStaleConnection(failure: ApiFailure): boolean {
  const code = failure.kind === 'network' ? systemCodeOf(failure.cause) : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
