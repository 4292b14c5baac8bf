import { Gatherer } from './gatherer.ts';
import { isRecord } from './json-decoder.ts';
import { type BodyReader, type Projector, parseJson } from './list-reader.ts';
import type { WatchEvent } from './lister-watcher.ts';
import { BOOKMARK_SCHEMA, type BookmarkWire } from './object-meta-schema.ts';
import { StreamError } from './stream-error.ts';

const NEWLINE = 0x0a;

/**
 * Reads a watch in JSON: one event a line, parted by 0x0A only (U+2028 is a character like any other there).
 *
 * A line that is no event is told to `onMalformed` and passed over; one beyond LONGEST_OBJECT_BYTES is a StreamError.
 */
export class JsonWatchReader<T> implements BodyReader {
  readonly #projector: Projector<T>;
  readonly #onEvent: (event: WatchEvent) => void;
  readonly #onMalformed: (reason: string) => void;
  readonly #gatherer = new Gatherer();

  constructor(projector: Projector<T>, onEvent: (event: WatchEvent) => void, onMalformed: (reason: string) => void) {
    this.#projector = projector;
    this.#onEvent = onEvent;
    this.#onMalformed = onMalformed;
  }

  push(chunk: Buffer): void {
    let at = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, at)) {
      this.#gatherer.finishAt(chunk, at, end);
      at = end + 1;
      this.#line();
    }
    if (at < chunk.length) this.#gatherer.append(chunk, at, chunk.length);
  }

  /** The last line may come without its newline. */
  end(): void {
    if (!this.#gatherer.isHolding) return;
    this.#gatherer.finishAt(Buffer.alloc(0), 0, 0);
    this.#line();
  }

  #line(): void {
    const { bytes, start, end } = this.#gatherer;
    if (isBlank(bytes, start, end)) return;
    const event = this.#parse(bytes, start, end);
    if (event === undefined) return;
    this.#onEvent({ type: event.type, object: this.#object(event.type, event.object) });
  }

  #parse(bytes: Buffer, start: number, end: number): WatchEvent | undefined {
    try {
      const event = parseJson(bytes, start, end);
      if (isRecord(event) && typeof event.type === 'string') return { type: event.type, object: event.object };
      this.#onMalformed('a line that is no watch event');
    } catch (cause) {
      if (!(cause instanceof StreamError)) throw cause;
      this.#onMalformed(cause.message);
    }
    return undefined;
  }

  #object(type: string, object: unknown): unknown {
    if (!isRecord(object)) return object;
    const { kind, apiVersion } = object;
    if (type === 'BOOKMARK' && isRecord(object.metadata)) {
      const { metadata = {} } = this.#projector.json.decode(BOOKMARK_SCHEMA, object) as BookmarkWire;
      return { kind, apiVersion, metadata };
    }
    if (kind !== this.#projector.kind || apiVersion !== this.#projector.apiVersion) return object;
    return this.#projector.fromJson(object);
  }
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) > 0x20) return false;
  return true;
}
