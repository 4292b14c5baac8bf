import { statusJson } from './api-statuses.ts';
import { type Encoding, INITIAL_EVENTS_END } from './encoding.ts';
import type { StoredObject } from './object-store.ts';
import type { ResourceKind } from './resource-kind.ts';

/** Lists are cut into pieces of about this length, so that nothing long is ever made of one. */
const PIECE_LENGTH = 64 * 1024;

export const JSON_TYPE = 'application/json';

/** Every resource has this one. */
export function jsonEncoding<S extends StoredObject>(kind: ResourceKind<S>): Encoding<S> {
  const head = `{"kind":"${kind.kind}","apiVersion":"v1",`;
  return {
    listType: JSON_TYPE,
    watchType: JSON_TYPE,
    *list(metadata, items) {
      let piece = `{"kind":"${kind.kind}List","apiVersion":"v1","metadata":${JSON.stringify(metadata)},"items":[`;
      for (const [index, item] of items.entries()) {
        piece += index === 0 ? kind.render(item) : `,${kind.render(item)}`;
        if (piece.length < PIECE_LENGTH) continue;
        yield piece;
        piece = '';
      }
      yield `${piece}]}\n`;
    },
    event: (type, object) => `{"type":"${type}","object":${head}${kind.render(object).slice(1)}}\n`,
    bookmark(resourceVersion, isInitialEnd) {
      const annotations = isInitialEnd ? { annotations: INITIAL_EVENTS_END } : {};
      const metadata = { resourceVersion, creationTimestamp: null, ...annotations };
      const rest = kind.kind === 'Pod' ? { spec: { containers: null }, status: {} } : {};
      return `${JSON.stringify({ type: 'BOOKMARK', object: { kind: kind.kind, apiVersion: 'v1', metadata, ...rest } })}\n`;
    },
    error: (status) => `{"type":"ERROR","object":${statusJson(status)}}\n`,
  };
}
