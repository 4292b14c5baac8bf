import type { WireField, WireSchema, WireType } from '../../src/kube/index.ts';
import { formatRfc3339 } from '../../src/text/index.ts';

/** Wire objects as a test writes them: JSON names, times in ms. */
export interface WireObject {
  readonly [name: string]: unknown;
}

/** Go's way: fields in the order of their numbers, maps sorted. `extra` may put unknown fields before any other. */
export function encodeWire(
  schema: WireSchema,
  object: WireObject,
  extra: () => Buffer = () => Buffer.alloc(0),
): Buffer {
  const fields = Object.entries(schema).sort(([, a], [, b]) => a.number - b.number);
  const parts: Buffer[] = [];
  for (const [name, field] of fields) {
    parts.push(extra());
    const value = object[name];
    if (value === undefined) continue;
    for (const item of field.repeated ? (value as unknown[]) : [value]) parts.push(encodeField(field, item, extra));
  }
  parts.push(extra());
  return Buffer.concat(parts);
}

function encodeField(field: WireField, value: unknown, extra: () => Buffer): Buffer {
  const { type, number } = field;
  if (type === 'int' || type === 'bool')
    return Buffer.concat([tag(number, 0), varint(BigInt(type === 'bool' ? Number(value) : (value as number)))]);
  if (type === 'stringMap' || type === 'quantityMap') {
    const entries = Object.entries(value as Record<string, string>).sort(([a], [b]) => (a < b ? -1 : 1));
    return Buffer.concat(
      entries.map(([key, text]) =>
        lengthDelimited(
          number,
          Buffer.concat([
            lengthDelimited(1, Buffer.from(key)),
            lengthDelimited(2, valueBytes(type === 'stringMap' ? 'string' : 'quantity', text, extra)),
          ]),
        ),
      ),
    );
  }
  return lengthDelimited(number, valueBytes(type, value, extra));
}

function valueBytes(type: WireType, value: unknown, extra: () => Buffer): Buffer {
  if (typeof type === 'object') return encodeWire(type, value as WireObject, extra);
  if (type === 'quantity') return lengthDelimited(1, Buffer.from(value as string));
  if (type !== 'time') return Buffer.from(value as string);
  const ms = value as number;
  const seconds = Math.floor(ms / 1000);
  return Buffer.concat([tag(1, 0), varint(BigInt(seconds)), tag(2, 0), varint(BigInt((ms - seconds * 1000) * 1e6))]);
}

/** The same object as the server's JSON has it: what Go leaves out when it is empty is left out. */
export function toJson(schema: WireSchema, object: WireObject): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema)) {
    const value = object[name];
    if (value === undefined) continue;
    out[name] = field.repeated
      ? (value as unknown[]).map((item) => jsonValue(field.type, item))
      : jsonValue(field.type, value);
  }
  return out;
}

function jsonValue(type: WireType, value: unknown): unknown {
  if (typeof type === 'object') return toJson(type, value as WireObject);
  return type === 'time' ? formatRfc3339(value as number) : value;
}

export const tag = (number: number, wireType: number): Buffer => varint(BigInt(number * 8 + wireType));

export const lengthDelimited = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([tag(number, 2), varint(BigInt(bytes.length)), bytes]);

/** 64 bits in two's complement, as protobuf writes negative numbers. */
export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

const MAGIC = Buffer.from('k8s\0');

/** `k8s\0` and a runtime.Unknown. */
export const envelope = (apiVersion: string, kind: string, raw: Buffer): Buffer =>
  Buffer.concat([
    MAGIC,
    lengthDelimited(
      1,
      Buffer.concat([lengthDelimited(1, Buffer.from(apiVersion)), lengthDelimited(2, Buffer.from(kind))]),
    ),
    lengthDelimited(2, raw),
    lengthDelimited(3, Buffer.alloc(0)),
    lengthDelimited(4, Buffer.alloc(0)),
  ]);

/** A watch frame: length, type, and the object in its envelope. */
export function watchFrame(type: string, object: Buffer): Buffer {
  const event = Buffer.concat([lengthDelimited(1, Buffer.from(type)), lengthDelimited(2, lengthDelimited(1, object))]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(event.length);
  return Buffer.concat([length, event]);
}
