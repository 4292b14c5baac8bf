import { messageOf } from '../flow/index.ts';
import { JsonDecoder } from './json-decoder.ts';
import type { ListPage, ListProgress } from './lister-watcher.ts';
import { ProtobufDecoder } from './protobuf-decoder.ts';
import { StreamError } from './stream-error.ts';
import { StringTable } from './string-table.ts';
import { type CompiledSchema, compileSchema, type Projection, type WireRecord } from './wire-schema.ts';

/** A body that is read as it comes. `push` throws a StreamError on bytes that are wrong, `end` on those that are missing. */
export interface BodyReader {
  push(chunk: Buffer): void;
  end(): void;
}

/** A projection ready for use: compiled once, with the strings that its objects share. */
export class Projector<T> {
  readonly kind: string;
  readonly apiVersion: string;
  readonly #schema: CompiledSchema;
  readonly #fromWire: (wire: never) => T;
  readonly protobuf: ProtobufDecoder;
  readonly json: JsonDecoder;

  constructor(projection: Projection<T>) {
    const strings = new StringTable();
    this.kind = projection.kind;
    this.apiVersion = projection.apiVersion;
    this.#schema = compileSchema(projection.schema);
    this.#fromWire = projection.fromWire;
    this.protobuf = new ProtobufDecoder(strings);
    this.json = new JsonDecoder(strings);
  }

  fromProtobuf(bytes: Buffer, start: number, end: number): T {
    return this.#project(this.protobuf.decode(this.#schema, bytes, start, end));
  }

  fromJson(object: unknown): T {
    return this.#project(this.json.decode(this.#schema, object));
  }

  #project(wire: WireRecord): T {
    return this.#fromWire(wire as never);
  }
}

/** What list readers of both encodings gather. */
export class ListGathering<T> {
  readonly items: T[] = [];
  resourceVersion = '';
  continue = '';
  remainingItemCount: number | undefined;
  kind = '';
  apiVersion = '';
  readonly #progress: ListProgress<T> | undefined;

  constructor(progress: ListProgress<T> | undefined) {
    this.#progress = progress;
  }

  /** After each chunk: cheap, and as often as a screen could want it. */
  tell(): void {
    this.#progress?.(this.items, this.remainingItemCount);
  }

  page(): ListPage<T> {
    const { items, resourceVersion, kind, apiVersion, remainingItemCount } = this;
    const page = { items, resourceVersion, continue: this.continue, kind, apiVersion };
    return remainingItemCount === undefined ? page : { ...page, remainingItemCount };
  }
}

/** Any parse error of JSON as the one error that readers throw. */
export function parseJson(bytes: Buffer, start: number, end: number): unknown {
  try {
    return JSON.parse(bytes.toString('utf8', start, end));
  } catch (cause) {
    throw new StreamError(`not JSON: ${messageOf(cause)}`, { cause });
  }
}
