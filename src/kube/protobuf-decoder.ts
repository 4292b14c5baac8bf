import { StreamError } from './stream-error.ts';
import type { StringTable } from './string-table.ts';
import { type Cursor, readEnd, readSigned, readTag, skipValue } from './wire-cursor.ts';
import { type CompiledField, type CompiledSchema, KIND, type WireRecord, type WireValue } from './wire-schema.ts';

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the fields of a schema out of a protobuf message and skips all others without making anything of them.
 *
 * Invariant: no byte at or beyond `end` is looked at; whatever the bytes are, the only thing thrown is a StreamError.
 */
export class ProtobufDecoder {
  readonly #strings: StringTable;
  readonly #cursor: Cursor = { bytes: Buffer.alloc(0), at: 0, high: 0 };

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  decode(schema: CompiledSchema, bytes: Buffer, start: number, end: number): WireRecord {
    return readMessage(this.#place(bytes, start, end), this.#strings, schema, end);
  }

  /** Finds a length-delimited field of a message, the last one if there are several: where it lies, or undefined. */
  locate(number: number, bytes: Buffer, start: number, end: number): ByteRange | undefined {
    const cursor = this.#place(bytes, start, end);
    let found: ByteRange | undefined;
    while (cursor.at < end) {
      const tag = readTag(cursor, end);
      if (tag !== number * 8 + 2) {
        skipValue(cursor, tag, end);
        continue;
      }
      const valueEnd = readEnd(cursor, end);
      found = { start: cursor.at, end: valueEnd };
      cursor.at = valueEnd;
    }
    return found;
  }

  #place(bytes: Buffer, start: number, end: number): Cursor {
    if (start < 0 || end > bytes.length || start > end)
      throw new StreamError(`a message of ${end - start} bytes in ${bytes.length}`);
    this.#cursor.bytes = bytes;
    this.#cursor.at = start;
    return this.#cursor;
  }
}

// Functions and not methods: this runs for each field of each object of a list.

function readMessage(cursor: Cursor, strings: StringTable, schema: CompiledSchema, end: number): WireRecord {
  const out = { ...schema.blank };
  const { byNumber } = schema;
  while (cursor.at < end) {
    const from = cursor.at;
    const tag = readTag(cursor, end);
    const field = byNumber[tag >>> 3];
    if (field === undefined) skipValue(cursor, tag, end);
    else if (field.wireType === (tag & 7)) readField(cursor, strings, field, from, end, out);
    else if (field.wireType === 0 && (tag & 7) === 2 && field.repeated) readPacked(cursor, field, end, out);
    else skipValue(cursor, tag, end);
  }
  return out;
}

function readField(
  cursor: Cursor,
  strings: StringTable,
  field: CompiledField,
  from: number,
  end: number,
  out: WireRecord,
): void {
  if (field.wireType === 0) {
    put(out, field, readScalar(cursor, field, end));
    return;
  }
  const { kind } = field;
  if (kind >= KIND.stringMap) {
    cursor.at = from;
    readMap(cursor, strings, field, end, out);
    return;
  }
  const valueEnd = readEnd(cursor, end);
  let value: WireValue | undefined;
  if (kind === KIND.string) value = strings.ofBytes(cursor.bytes, cursor.at, valueEnd);
  else if (kind === KIND.message) value = readMessage(cursor, strings, field.message as CompiledSchema, valueEnd);
  else if (kind === KIND.time) value = readTime(cursor, valueEnd);
  else value = readQuantity(cursor, strings, valueEnd);
  cursor.at = valueEnd;
  put(out, field, value);
}

function put(out: WireRecord, field: CompiledField, value: WireValue | undefined): void {
  if (field.repeated) {
    if (value === undefined) return;
    const list = out[field.name] as WireValue[] | undefined;
    if (list === undefined) out[field.name] = [value];
    else list.push(value);
    return;
  }
  // Go writes the zeroes of fields that are not pointers, JSON leaves most of them out.
  const isZero = value === '' || value === 0 || value === false;
  if (!isZero) out[field.name] = value;
  else if (out[field.name] !== undefined) out[field.name] = undefined;
}

function readScalar(cursor: Cursor, field: CompiledField, end: number): number | boolean {
  const value = readSigned(cursor, end);
  return field.kind === KIND.bool ? value !== 0 : value;
}

function readPacked(cursor: Cursor, field: CompiledField, end: number, out: WireRecord): void {
  const valueEnd = readEnd(cursor, end);
  while (cursor.at < valueEnd) put(out, field, readScalar(cursor, field, valueEnd));
}

/** apimachinery's Time: seconds = 1, nanos = 2. Empty when not set. */
function readTime(cursor: Cursor, end: number): number | undefined {
  if (cursor.at === end) return undefined;
  let seconds = 0;
  let nanos = 0;
  while (cursor.at < end) {
    const tag = readTag(cursor, end);
    if (tag === 8) seconds = readSigned(cursor, end);
    else if (tag === 16) nanos = readSigned(cursor, end);
    else skipValue(cursor, tag, end);
  }
  return seconds * 1000 + Math.round(nanos / 1e6);
}

/** apimachinery's Quantity: string = 1. */
function readQuantity(cursor: Cursor, strings: StringTable, end: number): string {
  let text = '';
  while (cursor.at < end) {
    const tag = readTag(cursor, end);
    if (tag === 10) text = readString(cursor, strings, end);
    else skipValue(cursor, tag, end);
  }
  return text;
}

function readString(cursor: Cursor, strings: StringTable, end: number): string {
  const valueEnd = readEnd(cursor, end);
  const text = strings.ofBytes(cursor.bytes, cursor.at, valueEnd);
  cursor.at = valueEnd;
  return text;
}

/** All entries of a map that follow each other: Go writes them sorted and together. */
function readMap(cursor: Cursor, strings: StringTable, field: CompiledField, end: number, out: WireRecord): void {
  const start = cursor.at;
  let last = start;
  while (cursor.at < end && readTag(cursor, end) === field.number * 8 + 2) {
    cursor.at = readEnd(cursor, end);
    last = cursor.at;
  }
  const signature = cursor.bytes.toString('latin1', start, last);
  const isStrings = field.kind === KIND.stringMap;
  const map = strings.map(isStrings ? signature : `quantity ${signature}`, () => {
    cursor.at = start;
    return readEntries(cursor, strings, isStrings, last);
  });
  cursor.at = last;
  const before = out[field.name] as Readonly<Record<string, string>> | undefined;
  out[field.name] = before === undefined ? map : Object.freeze({ ...before, ...map });
}

function readEntries(cursor: Cursor, strings: StringTable, isStrings: boolean, end: number): Record<string, string> {
  const map: Record<string, string> = {};
  while (cursor.at < end) {
    readTag(cursor, end);
    const entryEnd = readEnd(cursor, end);
    readEntry(cursor, strings, isStrings, entryEnd, map);
  }
  return map;
}

/** A map entry: key = 1, value = 2. */
function readEntry(
  cursor: Cursor,
  strings: StringTable,
  isStrings: boolean,
  end: number,
  map: Record<string, string>,
): void {
  let key = '';
  let value = '';
  while (cursor.at < end) {
    const tag = readTag(cursor, end);
    if (tag === 10) key = readString(cursor, strings, end);
    else if (tag !== 18) skipValue(cursor, tag, end);
    else if (isStrings) value = readString(cursor, strings, end);
    else {
      const valueEnd = readEnd(cursor, end);
      value = readQuantity(cursor, strings, valueEnd);
    }
  }
  setEntry(map, key, value);
}

/** As JSON.parse does it: a key `__proto__` is a key like any other. */
export function setEntry(map: Record<string, string>, key: string, value: string): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}
