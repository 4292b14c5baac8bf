import type { ApiStatus } from './api-statuses.ts';
import type { StoredObject } from './object-store.ts';

/** A part of an answer. */
export type Piece = string | Uint8Array;

export interface ListMetadata {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** How lists and watches of one resource are written. */
export interface Encoding<S extends StoredObject> {
  readonly listType: string;
  readonly watchType: string;
  list(metadata: ListMetadata, items: readonly S[]): Iterable<Piece>;
  event(type: string, object: S): Piece;
  /** An object with a resourceVersion alone; `isInitialEnd`: the initial events of a watch end here. */
  bookmark(resourceVersion: string, isInitialEnd: boolean): Piece;
  error(status: ApiStatus): Piece;
}

/** The annotation of the bookmark that ends initial events. */
export const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };
