import type { HttpApiClient, OpenRequest } from './api-client.io.ts';
import { type ApiFailure, failureOf } from './api-failure.ts';
import type { Exchange, ResponseHead } from './exchange.io.ts';
import { JsonListReader } from './json-list-reader.ts';
import { JsonWatchReader } from './json-watch-reader.ts';
import { type BodyReader, Projector } from './list-reader.ts';
import type {
  ListerWatcher,
  ListOptions,
  ListPage,
  ListProgress,
  OnMalformed,
  Watcher,
  WatchOptions,
} from './lister-watcher.ts';
import { ProtobufListReader } from './protobuf-list-reader.ts';
import { ProtobufWatchReader } from './protobuf-watch-reader.ts';
import { StreamError } from './stream-error.ts';
import { WatchQueue } from './watch-queue.ts';
import type { Projection } from './wire-schema.ts';

const HEAD_DEADLINE_MS = 60_000;
const IDLE_DEADLINE_MS = 60_000;
/** Added to a watch's own timeout: finds a peer that is gone without cutting one that is quiet. */
const WATCH_GRACE_MS = 30_000;

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const JSON_ONLY = 'application/json';

export interface ResourceOptions<T> {
  /** `/api/v1/pods`, or `/api/v1/namespaces/NS/pods`. */
  readonly path: string;
  readonly projection: Projection<T>;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Whether protobuf is asked for first (true): for built-in kinds only. */
  readonly protobuf?: boolean;
}

type Asking = Pick<OpenRequest, 'query' | 'deadlines' | 'signal' | 'onOk'>;

/** Lists and watches one resource in the encoding that the server can. */
export function resourceListerWatcher<T>(client: HttpApiClient, options: ResourceOptions<T>): ListerWatcher<T> {
  return new Resource(client, options);
}

class Resource<T> implements ListerWatcher<T> {
  readonly #client: HttpApiClient;
  readonly #options: ResourceOptions<T>;
  readonly #projector: Projector<T>;
  /** False once the server has refused it. */
  #usesProtobuf: boolean;

  constructor(client: HttpApiClient, options: ResourceOptions<T>) {
    this.#client = client;
    this.#options = options;
    this.#projector = new Projector(options.projection);
    this.#usesProtobuf = options.protobuf ?? true;
  }

  async list(options: ListOptions, signal: AbortSignal, progress?: ListProgress<T>): Promise<ListPage<T>> {
    let reader: ProtobufListReader<T> | JsonListReader<T> | undefined;
    const exchange = await this.#open(false, {
      query: { ...this.#selectors(), ...options },
      signal,
      deadlines: { headMs: HEAD_DEADLINE_MS, idleMs: IDLE_DEADLINE_MS, wholeMs: 0 },
      onOk: (head) => {
        const Reader = readerFor(head, ProtobufListReader<T>, JsonListReader<T>);
        reader = new Reader(this.#projector, progress);
        return reader;
      },
    });
    await exchange.finished;
    return (reader as ProtobufListReader<T> | JsonListReader<T>).page;
  }

  async watch(options: WatchOptions, signal: AbortSignal, onMalformed?: OnMalformed): Promise<Watcher> {
    // The queue is there before the exchange, as events may come with the head of the answer.
    const opened: { exchange?: Exchange } = {};
    const queue = new WatchQueue({
      pause: () => opened.exchange?.pause(),
      resume: () => opened.exchange?.resume(),
      stop: () => opened.exchange?.abort(new Error('stopped')),
    });
    const exchange = await this.#open(true, {
      query: { watch: 1, ...this.#selectors(), ...options },
      signal,
      deadlines: { headMs: HEAD_DEADLINE_MS, idleMs: 0, wholeMs: options.timeoutSeconds * 1000 + WATCH_GRACE_MS },
      onOk: (head) => this.#watchReader(head, queue, onMalformed),
    });
    opened.exchange = exchange;
    exchange.finished.then(
      () => queue.end(),
      (failure: ApiFailure) => queue.fail(failure),
    );
    return queue;
  }

  #watchReader(head: ResponseHead, queue: WatchQueue, onMalformed: OnMalformed | undefined): BodyReader {
    if (readerFor(head, ProtobufWatchReader, JsonWatchReader) === ProtobufWatchReader)
      return new ProtobufWatchReader(this.#projector, queue.push);
    return new JsonWatchReader(this.#projector, queue.push, (reason) => {
      this.#client.counters.add('malformedLines');
      onMalformed?.(reason);
    });
  }

  async #open(isWatch: boolean, asking: Asking): Promise<Exchange> {
    const request = { ...asking, path: this.#options.path };
    try {
      return await this.#client.open({ ...request, accept: this.#accept(isWatch) });
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!this.#usesProtobuf || failure.kind !== 'status' || failure.status.code !== 406) throw failure;
      this.#usesProtobuf = false;
      return await this.#client.open({ ...request, accept: this.#accept(isWatch) });
    }
  }

  #accept(isWatch: boolean): string {
    if (!this.#usesProtobuf) return JSON_ONLY;
    return isWatch ? `${PROTOBUF};stream=watch,${PROTOBUF},${JSON_ONLY}` : `${PROTOBUF},${JSON_ONLY}`;
  }

  #selectors(): { labelSelector: string; fieldSelector: string } {
    return { labelSelector: this.#options.labelSelector ?? '', fieldSelector: this.#options.fieldSelector ?? '' };
  }
}

/** By what the answer says it is, not by what was asked for. */
function readerFor<P, J>(head: ResponseHead, protobuf: P, json: J): P | J {
  if (head.contentType.startsWith(PROTOBUF)) return protobuf;
  if (head.contentType.startsWith(JSON_ONLY)) return json;
  throw new StreamError(`the server answers with ${head.contentType || 'no content type'}, which is no Kubernetes API`);
}
