import { StreamError } from './stream-error.ts';

/** A place in a protobuf message. https://protobuf.dev/programming-guides/encoding/ */
export interface Cursor {
  bytes: Buffer;
  at: number;
  /** The high 32 bits of the last number read. */
  high: number;
}

/** The length of a varint of 64 bits. */
const LONGEST_VARINT = 10;
const TWO_32 = 4_294_967_296;

/** The low 32 bits of a number, unsigned. Throws a StreamError when it does not end before `end`. */
function readVarint(cursor: Cursor, end: number): number {
  const { at } = cursor;
  if (at >= end) throw new StreamError('the message ends within a number');
  const byte = cursor.bytes[at] as number;
  if (byte >= 0x80) return readLongVarint(cursor, Math.min(end, at + LONGEST_VARINT));
  cursor.at = at + 1;
  cursor.high = 0;
  return byte;
}

function readLongVarint(cursor: Cursor, end: number): number {
  let low = 0;
  let high = 0;
  for (let at = cursor.at, shift = 0; at < end; at++, shift += 7) {
    const byte = cursor.bytes[at] as number;
    const bits = byte & 0x7f;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high = bits >>> 4;
    } else high |= bits << (shift - 32);
    if (byte < 0x80) {
      cursor.at = at + 1;
      cursor.high = high >>> 0;
      return low >>> 0;
    }
  }
  throw new StreamError('the message ends within a number');
}

/** A field's number and wire type. */
export function readTag(cursor: Cursor, end: number): number {
  const tag = readVarint(cursor, end);
  if (tag < 8 || cursor.high !== 0) throw new StreamError('a field number out of range');
  return tag;
}

/** Where the length-delimited value ends whose length is read here; never beyond `end`. */
export function readEnd(cursor: Cursor, end: number): number {
  const length = readVarint(cursor, end);
  if (length > end - cursor.at || cursor.high !== 0) {
    throw new StreamError(`a length of ${cursor.high * TWO_32 + length}, ${end - cursor.at} bytes left in the message`);
  }
  return cursor.at + length;
}

/** Passes over the value of a field whose tag has been read. */
export function skipValue(cursor: Cursor, tag: number, end: number): void {
  const wireType = tag & 7;
  if (wireType === 2) cursor.at = readEnd(cursor, end);
  else if (wireType === 0) readVarint(cursor, end);
  else if (wireType === 1) advance(cursor, 8, end);
  else if (wireType === 5) advance(cursor, 4, end);
  else throw new StreamError(`wire type ${wireType} is not used by Kubernetes`);
}

function advance(cursor: Cursor, count: number, end: number): void {
  if (count > end - cursor.at) throw new StreamError(`${count} bytes, ${end - cursor.at} left in the message`);
  cursor.at += count;
}

/** A number in two's complement of 64 bits, as near as a double comes. */
export function readSigned(cursor: Cursor, end: number): number {
  const low = readVarint(cursor, end);
  const { high } = cursor;
  if (high < 0x8000_0000) return high * TWO_32 + low;
  return -((~high >>> 0) * TWO_32 + ((~low >>> 0) + 1));
}
