import { type Encoding, INITIAL_EVENTS_END, type ListMetadata } from './encoding.ts';
import type { PodProtobuf } from './pod-protobuf.ts';
import type { PodState } from './pod-state.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

export const PROTOBUF_TYPE = 'application/vnd.kubernetes.protobuf';

/** Stands before every object on the wire that is no part of another (apimachinery's protobuf serializer). */
const MAGIC = Buffer.from('k8s\0');

/** Pods that are written at a time: some 64 KB, a good length for a socket. */
const PODS_PER_PIECE = 32;
/** A page of a list is made once and kept until it is sent; a longer list is made twice. */
const KEPT_PODS = 1_000;

/** How kube-apiserver writes pods for clients that ask for protobuf. */
export function podProtobufEncoding(pods: PodProtobuf): Encoding<PodState> {
  const writer = new ProtobufWriter();
  const write = (items: readonly PodState[], from: number): void => {
    for (let at = Math.min(items.length, from + PODS_PER_PIECE) - 1; at >= from; at--) {
      const before = writer.length;
      pods.write(writer, items[at] as PodState);
      writer.head(2, before);
    }
  };
  function* pieces(items: readonly PodState[]): Iterable<Buffer> {
    for (let from = 0; from < items.length; from += PODS_PER_PIECE) {
      write(items, from);
      yield writer.take();
    }
  }
  const lengthOf = (items: readonly PodState[]): number => {
    let length = 0;
    for (let from = 0; from < items.length; from += PODS_PER_PIECE) {
      write(items, from);
      length += writer.length;
      writer.drop();
    }
    return length;
  };
  return {
    listType: PROTOBUF_TYPE,
    watchType: `${PROTOBUF_TYPE};stream=watch`,
    *list(metadata, items) {
      const head = listHead(writer, metadata);
      // The length of a list stands before its items.
      const kept = items.length <= KEPT_PODS ? [...pieces(items)] : undefined;
      const length = kept === undefined ? lengthOf(items) : kept.reduce((sum, piece) => sum + piece.length, 0);
      yield unknownHead(writer, 'PodList', head.length + length);
      yield head;
      yield* kept ?? pieces(items);
    },
    event(type, pod) {
      pods.write(writer, pod);
      return frame(writer, type, 'Pod');
    },
    bookmark(resourceVersion, isInitialEnd) {
      const annotations = isInitialEnd ? { annotations: INITIAL_EVENTS_END } : {};
      writer.message(
        { metadata: { number: 1, type: BOOKMARK_METADATA } },
        { metadata: { resourceVersion, ...annotations } },
      );
      return frame(writer, 'BOOKMARK', 'Pod');
    },
    error({ code, reason, message }) {
      writer.message(STATUS, { status: 'Failure', message, reason, code });
      return frame(writer, 'ERROR', 'Status');
    },
  };
}

const BOOKMARK_METADATA = {
  resourceVersion: { number: 6, type: 'string' },
  annotations: { number: 12, type: 'stringMap' },
} as const;

/** meta/v1 Status. */
const STATUS = {
  status: { number: 2, type: 'string' },
  message: { number: 3, type: 'string' },
  reason: { number: 4, type: 'string' },
  code: { number: 6, type: 'int' },
} as const;

/** `ListMeta { resourceVersion = 2, continue = 3, remainingItemCount = 4 }` as the metadata (1) of a list. */
function listHead(
  writer: ProtobufWriter,
  { resourceVersion, continue: token, remainingItemCount }: ListMetadata,
): Buffer {
  if (remainingItemCount !== undefined) writer.int(4, remainingItemCount);
  if (token !== undefined) writer.string(3, token);
  writer.string(2, resourceVersion);
  writer.head(1, 0);
  return writer.take();
}

/** `runtime.Unknown { typeMeta = 1 { apiVersion = 1, kind = 2 }, raw = 2 }` up to its raw bytes, of which `length` follow. */
function unknownHead(writer: ProtobufWriter, kind: string, length: number): Buffer {
  writer.varint(length);
  writer.varint(2 * 8 + 2);
  typeMeta(writer, kind);
  writer.bytes(MAGIC);
  return writer.take();
}

function typeMeta(writer: ProtobufWriter, kind: string): void {
  const before = writer.length;
  writer.string(2, kind);
  writer.string(1, 'v1');
  writer.head(1, before);
}

/** What was written as the object of a WatchEvent `{ type = 1, object = 2 { raw = 1 } }`, behind its length in four bytes. */
function frame(writer: ProtobufWriter, type: string, kind: string): Buffer {
  writer.head(2, 0);
  typeMeta(writer, kind);
  writer.bytes(MAGIC);
  writer.head(1, 0);
  writer.head(2, 0);
  writer.string(1, type);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(writer.length);
  return Buffer.concat([length, writer.take()]);
}
