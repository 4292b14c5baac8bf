import type { WireField, WireSchema } from '../kube/index.ts';
import { ApiTime } from './api-time.ts';

/** Bytes of the buffer at first; it grows to the largest message. */
const FIRST_LENGTH = 64 * 1024;
/** A call into the runtime costs as much as writing so many letters here. */
const SHORT_TEXT = 80;

/**
 * Writes protobuf messages from their end to their beginning, so that a length is known when it is written and nothing is
 * moved. https://protobuf.dev/programming-guides/encoding/
 *
 * What is written last stands first. Fields may stand in any order; what is repeated is written backwards.
 */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafe(FIRST_LENGTH);
  /** The message so far is from here to the end of the buffer. */
  #at = FIRST_LENGTH;

  /** Bytes written so far. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  /** A copy of what was written; the next message begins anew. */
  take(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(this.#at));
    this.#at = this.#buffer.length;
    return bytes;
  }

  /** Forgets what was written. */
  drop(): void {
    this.#at = this.#buffer.length;
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#at -= bytes.length;
    this.#buffer.set(bytes, this.#at);
  }

  text(text: string): void {
    if (text.length <= SHORT_TEXT && this.#shortAscii(text)) return;
    const length = Buffer.byteLength(text);
    this.#reserve(length);
    this.#at -= length;
    this.#buffer.write(text, this.#at);
  }

  /** An unsigned whole number below 2^53. */
  varint(value: number): void {
    this.#reserve(10);
    if (value < 0x80) {
      this.#buffer[--this.#at] = value;
      return;
    }
    const length = Math.floor(Math.log2(value) / 7) + 1;
    this.#at -= length;
    let rest = value;
    for (let place = this.#at; place < this.#at + length - 1; place++) {
      this.#buffer[place] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#at + length - 1] = rest;
  }

  /** The head of a length-delimited field whose content was written since `lengthBefore`. */
  head(number: number, lengthBefore: number): void {
    this.varint(this.length - lengthBefore);
    this.varint(number * 8 + 2);
  }

  string(number: number, text: string): void {
    const before = this.length;
    this.text(text);
    this.head(number, before);
  }

  int(number: number, value: number): void {
    this.varint(value);
    this.varint(number * 8);
  }

  /** A message by its schema: the fields of `value` that the schema has. */
  message(schema: WireSchema, value: object): void {
    for (const name in value) {
      const field = schema[name];
      const inner = (value as Readonly<Record<string, unknown>>)[name];
      if (field === undefined || inner === undefined || inner === null) continue;
      if (field.repeated !== true) this.#field(field, inner);
      else
        for (let item = (inner as unknown[]).length - 1; item >= 0; item--)
          this.#field(field, (inner as unknown[])[item]);
    }
  }

  #field({ number, type }: WireField, value: unknown): void {
    switch (type) {
      case 'string':
        return this.string(number, String(value));
      case 'int':
        return this.int(number, Number(value));
      case 'bool':
        return this.int(number, value === true ? 1 : 0);
      case 'stringMap':
      case 'quantityMap':
        return this.#map(number, value as Readonly<Record<string, string>>, type);
      default: {
        const before = this.length;
        if (type === 'time') this.int(1, value instanceof ApiTime ? value.seconds : 0);
        else if (type === 'quantity') this.string(1, String(value));
        else this.message(type, value as object);
        this.head(number, before);
      }
    }
  }

  /** A map is a repeated message of key (1) and value (2). */
  #map(number: number, map: Readonly<Record<string, string>>, type: 'stringMap' | 'quantityMap'): void {
    for (const [key, value] of Object.entries(map)) {
      const before = this.length;
      if (type === 'stringMap') this.string(2, value);
      else {
        this.string(1, value);
        this.head(2, before);
      }
      this.string(1, key);
      this.head(number, before);
    }
  }

  /** False, and nothing is written, when a letter takes more than one byte. */
  #shortAscii(text: string): boolean {
    this.#reserve(text.length);
    const from = this.#at - text.length;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit >= 0x80) return false;
      this.#buffer[from + index] = unit;
    }
    this.#at = from;
    return true;
  }

  #reserve(length: number): void {
    if (this.#at >= length) return;
    const used = this.length;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, used + length));
    this.#buffer.copy(larger, larger.length - used, this.#at);
    this.#at = larger.length - used;
    this.#buffer = larger;
  }
}
