import { Gatherer } from './gatherer.ts';
import { isRecord } from './json-decoder.ts';
import { type BodyReader, ListGathering, type Projector, parseJson } from './list-reader.ts';
import type { ListPage, ListProgress } from './lister-watcher.ts';
import { StreamError } from './stream-error.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What the scanner stands before, or in, at the top level of the list. */
type Place =
  | 'start'
  | 'key'
  | 'in-key'
  | 'colon'
  | 'value'
  | 'in-string'
  | 'in-nested'
  | 'in-scalar'
  | 'after'
  | 'items'
  | 'in-item'
  | 'done';

/**
 * Cuts the items out of a JSON list as its bytes come, by strings and depth only, and parses and projects each alone:
 * there is never a string of the whole body. Split anywhere, the result is the same.
 */
export class JsonListReader<T> implements BodyReader {
  readonly #projector: Projector<T>;
  readonly #list: ListGathering<T>;
  readonly #gatherer = new Gatherer();
  #place: Place = 'start';
  #key = '';
  #depth = 0;
  #inString = false;
  #isEscaped = false;

  constructor(projector: Projector<T>, progress?: ListProgress<T>) {
    this.#projector = projector;
    this.#list = new ListGathering(progress);
  }

  get page(): ListPage<T> {
    return this.#list.page();
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; )
      at = this.#isWithin() ? this.#read(chunk, at) : this.#between(chunk[at] as number, at);
    this.#list.tell();
  }

  end(): void {
    if (this.#place !== 'done') throw new StreamError('the list ends in the middle');
  }

  #isWithin(): boolean {
    return this.#place.startsWith('in-');
  }

  /** One byte between two values; returns where to read on: the same byte where a value begins with it. */
  #between(byte: number, at: number): number {
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1;
    const place = this.#place;
    if (place === 'start' && byte === OPEN_OBJECT) this.#place = 'key';
    else if (place === 'key' && byte === QUOTE) return this.#begin('in-key', at);
    else if (place === 'colon' && byte === COLON) this.#place = 'value';
    else if (place === 'value') return this.#beginValue(byte, at);
    else if (place === 'after' && byte === COMMA) this.#place = 'key';
    else if ((place === 'after' || place === 'key') && byte === CLOSE_OBJECT) this.#place = 'done';
    else if (place === 'items' && byte === OPEN_OBJECT) return this.#begin('in-item', at);
    else if (place === 'items' && byte === CLOSE_ARRAY) this.#place = 'after';
    else if (place !== 'items' || byte !== COMMA)
      throw new StreamError(`the body is no JSON list: ${String.fromCharCode(byte)} at ${place}`);
    return at + 1;
  }

  #beginValue(byte: number, at: number): number {
    if (this.#key === 'items' && byte === OPEN_ARRAY) {
      this.#place = 'items';
      return at + 1;
    }
    if (byte === QUOTE) return this.#begin('in-string', at);
    return this.#begin(byte === OPEN_OBJECT || byte === OPEN_ARRAY ? 'in-nested' : 'in-scalar', at);
  }

  #begin(place: Place, at: number): number {
    this.#place = place;
    this.#depth = 0;
    this.#inString = false;
    this.#isEscaped = false;
    return at;
  }

  /** Reads within a value from `at` on; returns where it ends, or the end of the chunk. */
  #read(chunk: Buffer, at: number): number {
    const end = this.#place === 'in-scalar' ? scalarEnd(chunk, at) : this.#valueEnd(chunk, at);
    if (end < 0) {
      this.#gatherer.append(chunk, at, chunk.length);
      return chunk.length;
    }
    this.#gatherer.finishAt(chunk, at, end);
    this.#take(this.#gatherer.bytes, this.#gatherer.start, this.#gatherer.end);
    return end;
  }

  /** Behind the last byte of the string, object or array; -1 when it goes on behind this chunk. */
  #valueEnd(chunk: Buffer, from: number): number {
    let depth = this.#depth;
    let inString = this.#inString;
    let isEscaped = this.#isEscaped;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (depth === 0) return at + 1;
        }
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) return at + 1;
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#isEscaped = isEscaped;
    return -1;
  }

  #take(bytes: Buffer, start: number, end: number): void {
    if (this.#place === 'in-item') {
      this.#place = 'items';
      this.#list.items.push(this.#projector.fromJson(parseJson(bytes, start, end)));
    } else if (this.#place === 'in-key') {
      this.#place = 'colon';
      this.#key = String(parseJson(bytes, start, end));
    } else {
      this.#place = 'after';
      this.#member(this.#key, parseJson(bytes, start, end));
    }
  }

  #member(key: string, value: unknown): void {
    if (key === 'kind') this.#list.kind = String(value);
    else if (key === 'apiVersion') this.#list.apiVersion = String(value);
    else if (key === 'metadata' && isRecord(value)) {
      this.#list.resourceVersion = String(value.resourceVersion ?? '');
      this.#list.continue = String(value.continue ?? '');
      const remaining = value.remainingItemCount;
      this.#list.remainingItemCount = typeof remaining === 'number' ? remaining : undefined;
    }
  }
}

function scalarEnd(chunk: Buffer, from: number): number {
  for (let at = from; at < chunk.length; at++) {
    const byte = chunk[at] as number;
    if (byte === COMMA || byte === CLOSE_OBJECT || byte <= 0x20) return at;
  }
  return -1;
}
