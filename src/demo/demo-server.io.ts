import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Cancel, type Clock, Counters, inBackground, KpiError, messageOf, nextTurn } from '../flow/index.ts';
import { type DemoAnswer, DemoApi } from './demo-api.ts';
import type { DemoCluster } from './demo-cluster.ts';
import { WatchStream } from './watch-stream.io.ts';

/** More than any delete needs; the demo takes no objects. */
const LARGEST_BODY_BYTES = 64 * 1024;
/** Longer than a client's own idle time, so that it is not cut while it is about to ask again. */
const KEEP_ALIVE_MS = 65_000;
/** The cluster is not played more often than this, however much falls due. */
const SHORTEST_TICK_MS = 20;
/** Pieces of a list between two turns of the event loop: a list of 50,000 pods must not hold up the watches. */
const PIECES_PER_TURN = 8;

export type DemoCounter = 'requests' | 'watches' | 'overrunWatches' | 'failedRequests';

/** Serves a demo cluster on loopback, in plain http, and lets it live by a clock. */
export class DemoServer {
  readonly counters = new Counters<DemoCounter>();
  readonly #api: DemoApi;
  readonly #clock: Clock;
  readonly #streams = new Set<WatchStream>();
  #server: Server | undefined;
  #port = 0;
  #cancelTick: Cancel | undefined;

  constructor(cluster: DemoCluster, clock: Clock) {
    this.#api = new DemoApi(cluster);
    this.#clock = clock;
  }

  /** The port that it listens on, 0 before it has listened. */
  get port(): number {
    return this.#port;
  }

  get cluster(): DemoCluster {
    return this.#api.cluster;
  }

  /** Begins to listen, on the same port as before when there was one. Throws `DEMO_LISTEN`. */
  async start(): Promise<void> {
    const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      inBackground(this.#serve(request, response), () => {
        this.counters.add('failedRequests');
        response.destroy();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => {
        reject(
          new KpiError(
            'DEMO_LISTEN',
            `the demo cluster cannot listen on 127.0.0.1:${this.#port}: ${messageOf(cause)}`,
            { cause },
          ),
        );
      });
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.#tick();
  }

  /** Ends all connections and stops listening; the cluster stands still until the next start. */
  async stop(): Promise<void> {
    this.#cancelTick?.();
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    this.dropWatches();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  /** Cuts all watches in the middle, as a broken network does. */
  dropWatches(): void {
    for (const stream of this.#streams) stream.cut();
  }

  /** Plays the cluster up to now, and again when something falls due. */
  #tick(): void {
    this.#cancelTick?.();
    this.cluster.advance(this.#clock.now());
    const waitMs = Math.max(SHORTEST_TICK_MS, this.cluster.nextAt - this.#clock.now());
    this.#cancelTick = this.#clock.after(waitMs, () => this.#tick());
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.counters.add('requests');
    const body = await bodyOf(request);
    const answer = this.#api.answer(
      {
        method: request.method ?? 'GET',
        url: request.url ?? '/',
        accept: request.headers.accept ?? '',
        contentType: request.headers['content-type'] ?? '',
        body,
      },
      this.#clock.now(),
    );
    // What was asked for may have made something fall due earlier.
    if (request.method === 'DELETE') this.#tick();
    await this.#send(answer, response);
  }

  async #send(answer: DemoAnswer, response: ServerResponse): Promise<void> {
    switch (answer.kind) {
      case 'body':
        response.writeHead(answer.code, { 'content-type': answer.contentType }).end(answer.body);
        return;
      case 'list':
        return await sendPieces(answer, response);
      case 'later':
        await new Promise<void>((resolve) => {
          const cancel = this.#clock.after(answer.afterMs, resolve);
          response.once('close', () => {
            cancel();
            resolve();
          });
        });
        return response.destroyed ? undefined : await this.#send(answer.again(), response);
      default:
        this.#watch(answer, response);
    }
  }

  #watch({ feed, options, contentType }: DemoAnswer & { kind: 'watch' }, response: ServerResponse): void {
    this.counters.add('watches');
    const { world } = this.cluster;
    const stream = new WatchStream(feed, response, {
      contentType,
      options,
      clock: this.#clock,
      version: () => world.version,
    });
    this.#streams.add(stream);
    stream.onEnd((isOverrun) => {
      this.#streams.delete(stream);
      if (isOverrun) this.counters.add('overrunWatches');
    });
    stream.start();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY_BYTES) throw new KpiError('DEMO_BODY', 'the body of the request is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function sendPieces(
  { contentType, pieces }: DemoAnswer & { kind: 'list' },
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'content-type': contentType });
  let sinceTurn = 0;
  for (const piece of pieces) {
    if (!response.write(piece)) await drained(response);
    if (++sinceTurn % PIECES_PER_TURN === 0) await nextTurn();
    if (response.destroyed) return;
  }
  response.end();
}

/** Resolves when there is room again, or nobody reads any more. */
const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
