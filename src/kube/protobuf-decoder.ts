import { StreamError } from './stream-error.ts';
import type { StringTable } from './string-table.ts';
import type { CompiledField, CompiledSchema, WireRecord, WireValue } from './wire-schema.ts';

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The length of a varint of 64 bits. */
const LONGEST_VARINT = 10;
const TWO_32 = 4_294_967_296;

/**
 * Reads the fields of a schema out of a protobuf message and skips all others without making anything of them.
 * https://protobuf.dev/programming-guides/encoding/
 *
 * Invariant: no byte at or beyond `end` is looked at; whatever the bytes are, the only thing thrown is a StreamError.
 */
export class ProtobufDecoder {
  readonly #strings: StringTable;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** The high half of the last varint, for numbers beyond 32 bits. */
  #high = 0;

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  decode(schema: CompiledSchema, bytes: Buffer, start: number, end: number): WireRecord {
    if (start < 0 || end > bytes.length || start > end)
      throw new StreamError(`a message of ${end - start} bytes in ${bytes.length}`);
    this.#bytes = bytes;
    this.#at = start;
    return this.#message(schema, end);
  }

  /** Finds a length-delimited field of a message, the last one if there are several: where it lies, or undefined. */
  locate(number: number, bytes: Buffer, start: number, end: number): ByteRange | undefined {
    if (start < 0 || end > bytes.length || start > end)
      throw new StreamError(`a message of ${end - start} bytes in ${bytes.length}`);
    this.#bytes = bytes;
    this.#at = start;
    let found: ByteRange | undefined;
    while (this.#at < end) {
      const tag = this.#varint(end);
      if (tag !== number * 8 + 2) {
        this.#skipTagged(tag, end);
        continue;
      }
      const length = this.#length(end);
      found = { start: this.#at, end: this.#at + length };
      this.#at = found.end;
    }
    return found;
  }

  #message(schema: CompiledSchema, end: number): WireRecord {
    const out: WireRecord = {};
    const { byNumber } = schema;
    while (this.#at < end) {
      const from = this.#at;
      const tag = this.#varint(end);
      const number = tag >>> 3;
      if (number === 0 || this.#high !== 0) throw new StreamError('a field number out of range');
      const field = number < byNumber.length ? byNumber[number] : undefined;
      const wireType = tag & 7;
      if (field === undefined) this.#skip(wireType, end);
      else if (field.wireType === wireType) this.#field(out, field, from, end);
      else if (field.repeated && field.wireType === 0 && wireType === 2) this.#packed(out, field, end);
      else this.#skip(wireType, end);
    }
    return out;
  }

  #field(out: WireRecord, field: CompiledField, from: number, end: number): void {
    if (field.wireType === 0) {
      this.#put(out, field, this.#scalar(field, end));
      return;
    }
    if (field.type === 'stringMap' || field.type === 'quantityMap') {
      this.#at = from;
      this.#map(out, field, end);
      return;
    }
    const length = this.#length(end);
    this.#put(out, field, this.#lengthDelimited(field, this.#at + length));
  }

  /** The value of a field that ends at `end`, and `#at` there; undefined for a time that is not set. */
  #lengthDelimited(field: CompiledField, end: number): WireValue | undefined {
    const start = this.#at;
    if (field.type === 'string') {
      this.#at = end;
      return this.#strings.ofBytes(this.#bytes, start, end);
    }
    if (field.type === 'message') return this.#message(field.message as CompiledSchema, end);
    if (field.type === 'time') return this.#time(end);
    return this.#quantity(end);
  }

  #put(out: WireRecord, field: CompiledField, value: WireValue | undefined): void {
    if (field.repeated) {
      if (value === undefined) return;
      const list = out[field.name] as WireValue[] | undefined;
      if (list === undefined) out[field.name] = [value];
      else list.push(value);
      return;
    }
    // Go writes the zeroes of fields that are not pointers, JSON leaves most of them out.
    if (value !== undefined && value !== '' && value !== 0 && value !== false) out[field.name] = value;
    else if (out[field.name] !== undefined) out[field.name] = undefined;
  }

  #scalar(field: CompiledField, end: number): number | boolean {
    const low = this.#varint(end);
    if (field.type === 'bool') return low !== 0 || this.#high !== 0;
    return signed(low, this.#high);
  }

  #packed(out: WireRecord, field: CompiledField, end: number): void {
    const length = this.#length(end);
    const last = this.#at + length;
    while (this.#at < last) this.#put(out, field, this.#scalar(field, last));
  }

  /** apimachinery's Time: seconds = 1, nanos = 2. Empty when not set. */
  #time(end: number): number | undefined {
    if (this.#at === end) return undefined;
    let seconds = 0;
    let nanos = 0;
    while (this.#at < end) {
      const tag = this.#varint(end);
      if (tag !== 8 && tag !== 16) this.#skipTagged(tag, end);
      else if (tag === 8) seconds = signed(this.#varint(end), this.#high);
      else nanos = signed(this.#varint(end), this.#high);
    }
    return seconds * 1000 + Math.round(nanos / 1e6);
  }

  /** apimachinery's Quantity: string = 1. */
  #quantity(end: number): string {
    let text = '';
    while (this.#at < end) {
      const tag = this.#varint(end);
      if (tag === 10) text = this.#string(end);
      else this.#skipTagged(tag, end);
    }
    return text;
  }

  /** All entries of a map that follow each other: Go writes them sorted and together. */
  #map(out: WireRecord, field: CompiledField, end: number): void {
    const start = this.#at;
    let last = start;
    while (this.#at < end) {
      const tag = this.#varint(end);
      if (tag >>> 3 !== field.number || (tag & 7) !== 2) break;
      const length = this.#length(end);
      this.#at += length;
      last = this.#at;
    }
    const signature = this.#bytes.toString('latin1', start, last);
    const map = this.#strings.map(`${field.type}${signature}`, () => this.#entries(field, start, last));
    this.#at = last;
    const before = out[field.name] as Readonly<Record<string, string>> | undefined;
    out[field.name] = before === undefined ? map : Object.freeze({ ...before, ...map });
  }

  #entries(field: CompiledField, start: number, end: number): Record<string, string> {
    const map: Record<string, string> = {};
    this.#at = start;
    while (this.#at < end) {
      this.#varint(end);
      const length = this.#length(end);
      this.#entry(map, field, this.#at + length);
    }
    return map;
  }

  /** A map entry: key = 1, value = 2. */
  #entry(map: Record<string, string>, field: CompiledField, end: number): void {
    let key = '';
    let value = '';
    while (this.#at < end) {
      const tag = this.#varint(end);
      if (tag === 10) key = this.#string(end);
      else if (tag !== 18) this.#skipTagged(tag, end);
      else if (field.type === 'stringMap') value = this.#string(end);
      else {
        const length = this.#length(end);
        value = this.#quantity(this.#at + length);
      }
    }
    setEntry(map, key, value);
  }

  #string(end: number): string {
    const length = this.#length(end);
    const start = this.#at;
    this.#at = start + length;
    return this.#strings.ofBytes(this.#bytes, start, this.#at);
  }

  #skipTagged(tag: number, end: number): void {
    if (tag >>> 3 === 0 || this.#high !== 0) throw new StreamError('a field number out of range');
    this.#skip(tag & 7, end);
  }

  #skip(wireType: number, end: number): void {
    if (wireType === 0) this.#varint(end);
    else if (wireType === 1) this.#advance(8, end);
    else if (wireType === 2) this.#advance(this.#length(end), end);
    else if (wireType === 5) this.#advance(4, end);
    else throw new StreamError(`wire type ${wireType} is not used by Kubernetes`);
  }

  #advance(count: number, end: number): void {
    if (count > end - this.#at) throw new StreamError(`${count} bytes, ${end - this.#at} left in the message`);
    this.#at += count;
  }

  /** A length that fits into what is left. */
  #length(end: number): number {
    const length = this.#varint(end);
    if (this.#high !== 0 || length > end - this.#at)
      throw new StreamError(`a length of ${length}, ${end - this.#at} bytes left in the message`);
    return length;
  }

  /** The low 32 bits of a varint, unsigned; the high ones are in `#high`. */
  #varint(end: number): number {
    const bytes = this.#bytes;
    const first = this.#at;
    if (first >= end) throw new StreamError('the message ends within a number');
    const byte = bytes[first] as number;
    if (byte < 0x80) {
      this.#at = first + 1;
      this.#high = 0;
      return byte;
    }
    return this.#longVarint(first, Math.min(end, first + LONGEST_VARINT));
  }

  #longVarint(first: number, end: number): number {
    let low = 0;
    let high = 0;
    for (let at = first, shift = 0; at < end; at++, shift += 7) {
      const byte = this.#bytes[at] as number;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.#at = at + 1;
        this.#high = high >>> 0;
        return low >>> 0;
      }
    }
    throw new StreamError('the message ends within a number');
  }
}

/** Two's complement of 64 bits, as near as a double comes. */
function signed(low: number, high: number): number {
  if (high < 0x8000_0000) return high * TWO_32 + low;
  return -((~high >>> 0) * TWO_32 + ((~low >>> 0) + 1));
}

/** As JSON.parse does it: a key `__proto__` is a key like any other. */
export function setEntry(map: Record<string, string>, key: string, value: string): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}
