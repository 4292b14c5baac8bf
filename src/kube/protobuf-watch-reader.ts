import { STATUS_SCHEMA, statusOf } from './api-status.ts';
import { Gatherer } from './gatherer.ts';
import type { BodyReader, Projector } from './list-reader.ts';
import type { WatchEvent } from './lister-watcher.ts';
import { BOOKMARK_SCHEMA, type BookmarkWire } from './object-meta-schema.ts';
import type { ByteRange } from './protobuf-decoder.ts';
import { openEnvelope } from './protobuf-envelope.ts';
import { LONGEST_OBJECT_BYTES, StreamError } from './stream-error.ts';
import { compileSchema, type Wire, type WireSchema } from './wire-schema.ts';

/** meta/v1 WatchEvent: type = 1, object = 2 { raw = 1 }. */
const WATCH_EVENT = { type: { number: 1, type: 'string' } } as const satisfies WireSchema;
const WATCH_EVENT_SCHEMA = compileSchema(WATCH_EVENT);
const EVENT_OBJECT = 2;
const OBJECT_RAW = 1;

const LENGTH_BYTES = 4;

/** Reads a watch in protobuf: frames of a 4-byte big-endian length and a WatchEvent. Split anywhere, the result is the same. */
export class ProtobufWatchReader<T> implements BodyReader {
  readonly #projector: Projector<T>;
  readonly #onEvent: (event: WatchEvent) => void;
  readonly #gatherer = new Gatherer();
  #lengthBytes = 0;
  #length = 0;

  constructor(projector: Projector<T>, onEvent: (event: WatchEvent) => void) {
    this.#projector = projector;
    this.#onEvent = onEvent;
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#lengthBytes < LENGTH_BYTES) {
        this.#length = this.#length * 256 + (chunk[at++] as number);
        this.#lengthBytes++;
        if (this.#lengthBytes === LENGTH_BYTES && this.#length > LONGEST_OBJECT_BYTES)
          throw new StreamError(`a watch frame of ${this.#length} bytes`);
        continue;
      }
      at += this.#gatherer.take(chunk, at, this.#length);
      if (this.#gatherer.isWhole) this.#frame();
    }
  }

  end(): void {
    if (this.#lengthBytes > 0) throw new StreamError('the watch ends within a frame');
  }

  #frame(): void {
    this.#lengthBytes = 0;
    this.#length = 0;
    const { bytes, start, end } = this.#gatherer;
    const decoder = this.#projector.protobuf;
    const { type = '' } = decoder.decode(WATCH_EVENT_SCHEMA, bytes, start, end) as Wire<typeof WATCH_EVENT>;
    const extension = decoder.locate(EVENT_OBJECT, bytes, start, end);
    const object = extension && decoder.locate(OBJECT_RAW, bytes, extension.start, extension.end);
    if (object === undefined) throw new StreamError('a watch event without an object');
    this.#onEvent({ type, object: this.#object(type, bytes, object) });
  }

  #object(type: string, bytes: Buffer, range: ByteRange): unknown {
    const decoder = this.#projector.protobuf;
    const { kind, apiVersion, raw } = openEnvelope(decoder, bytes, range.start, range.end);
    if (kind === 'Status')
      return { kind, apiVersion, ...statusOf(decoder.decode(STATUS_SCHEMA, bytes, raw.start, raw.end)) };
    if (type === 'BOOKMARK' || kind !== this.#projector.kind || apiVersion !== this.#projector.apiVersion) {
      const { metadata = {} } = decoder.decode(BOOKMARK_SCHEMA, bytes, raw.start, raw.end) as BookmarkWire;
      return { kind, apiVersion, metadata };
    }
    return this.#projector.fromProtobuf(bytes, raw.start, raw.end);
  }
}
