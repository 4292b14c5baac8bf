import type { ServerResponse } from 'node:http';
import type { Cancel, Clock } from '../flow/index.ts';
import type { ListOptions } from './list-options.ts';
import type { WatchFeed } from './watch-feed.ts';

/** How often a quiet watch is told how far it has come. */
const BOOKMARK_MS = 60_000;
/** What a server chooses when the client names no timeout. */
const DEFAULT_TIMEOUT_SECONDS = 1_800;
/** Changes wait this long, so that one write takes all of a moment's changes. */
const PUMP_MS = 10;
/** Initial events are made this many at a time. */
const EVENTS_PER_WRITE = 32;

interface WatchContext {
  readonly contentType: string;
  readonly options: ListOptions;
  readonly clock: Clock;
  /** The resourceVersion of the moment. */
  readonly version: () => number;
}

/** One open watch on a response: writes while the reader takes it, ends at its timeout, sends bookmarks on the way. */
export class WatchStream {
  readonly #feed: WatchFeed<never>;
  readonly #response: ServerResponse;
  readonly #context: WatchContext;
  readonly #cancels: Cancel[] = [];
  #onEnd: (isOverrun: boolean) => void = () => {};
  #isBlocked = false;
  #isPumpDue = false;

  constructor(feed: WatchFeed<never>, response: ServerResponse, context: WatchContext) {
    this.#feed = feed;
    this.#response = response;
    this.#context = context;
  }

  onEnd(listener: (isOverrun: boolean) => void): void {
    this.#onEnd = listener;
  }

  start(): void {
    const { contentType, options, clock, version } = this.#context;
    const response = this.#response;
    response.writeHead(200, { 'content-type': contentType });
    response.flushHeaders();
    response.on('drain', () => {
      this.#isBlocked = false;
      this.#pump();
    });
    response.on('close', () => this.#end());
    this.#feed.onWake(() => this.#pumpSoon());
    if (options.allowBookmarks) this.#cancels.push(clock.every(BOOKMARK_MS, () => this.#feed.bookmark(version())));
    const timeoutMs = (options.timeoutSeconds || DEFAULT_TIMEOUT_SECONDS) * 1000;
    this.#cancels.push(clock.after(timeoutMs, () => this.#close()));
    this.#pump();
  }

  /** Breaks the connection in the middle. */
  cut(): void {
    this.#response.destroy();
  }

  #pumpSoon(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    this.#context.clock.after(PUMP_MS, () => this.#pump());
  }

  #pump(): void {
    this.#isPumpDue = false;
    if (this.#response.destroyed) return;
    if (this.#feed.isOverrun) return this.cut();
    while (!this.#isBlocked) {
      const pieces: Buffer[] = [];
      while (pieces.length < EVENTS_PER_WRITE) {
        const piece = this.#feed.next();
        if (piece === undefined) break;
        pieces.push(Buffer.from(piece as string));
      }
      if (pieces.length === 0) break;
      this.#isBlocked = !this.#response.write(Buffer.concat(pieces));
    }
    if (this.#feed.isOver) this.#response.end();
  }

  /** The end of a watch's time: a last bookmark spares the client a relist. */
  #close(): void {
    if (this.#context.options.allowBookmarks) this.#feed.bookmark(this.#context.version());
    this.#pump();
    this.#response.end();
  }

  #end(): void {
    for (const cancel of this.#cancels.splice(0)) cancel();
    this.#feed.close();
    this.#onEnd(this.#feed.isOverrun);
  }
}
