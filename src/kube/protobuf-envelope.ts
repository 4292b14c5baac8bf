import { TYPE_META_SCHEMA, type TypeMetaWire } from './object-meta-schema.ts';
import type { ByteRange, ProtobufDecoder } from './protobuf-decoder.ts';
import { StreamError } from './stream-error.ts';

/** Every protobuf body of Kubernetes begins with it: `k8s` and a zero byte. */
export const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/** runtime.Unknown: typeMeta = 1, raw = 2. */
export const UNKNOWN_TYPE_META = 1;
export const UNKNOWN_RAW = 2;

export interface Envelope {
  readonly kind: string;
  readonly apiVersion: string;
  /** Where the object's own bytes lie. */
  readonly raw: ByteRange;
}

/** Opens `k8s\0` and the runtime.Unknown behind it. Throws a StreamError on anything else. */
export function openEnvelope(decoder: ProtobufDecoder, bytes: Buffer, start: number, end: number): Envelope {
  if (end - start < MAGIC.length || MAGIC.compare(bytes, start, start + MAGIC.length) !== 0) {
    throw new StreamError('the object is not Kubernetes protobuf');
  }
  const from = start + MAGIC.length;
  const typeMeta = decoder.locate(UNKNOWN_TYPE_META, bytes, from, end);
  const raw = decoder.locate(UNKNOWN_RAW, bytes, from, end) ?? { start: end, end };
  const { kind = '', apiVersion = '' } =
    typeMeta === undefined
      ? {}
      : (decoder.decode(TYPE_META_SCHEMA, bytes, typeMeta.start, typeMeta.end) as TypeMetaWire);
  return { kind, apiVersion, raw };
}
