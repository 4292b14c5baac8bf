import { type KubeObject, metaNamespaceKey } from '../kube/index.ts';

/** Why a state is in the queue: seen by a watch, listed again, or told again by a resync. */
export type DeltaType = 'Added' | 'Updated' | 'Deleted' | 'Replaced' | 'Sync';

/** An object that is gone, though nobody saw it go: a list came without it. `obj` is the last state known, maybe an old one. */
export class DeletedFinalStateUnknown<T> {
  readonly key: string;
  readonly obj: T | undefined;

  constructor(key: string, obj: T | undefined) {
    this.key = key;
    this.obj = obj;
  }
}

export type OrTombstone<T> = T | DeletedFinalStateUnknown<T>;

export interface Delta<T> {
  readonly type: DeltaType;
  readonly object: OrTombstone<T>;
}

/** What happened to one key since it was last popped, oldest first; at least one. */
export type Deltas<T> = readonly Delta<T>[];

export type KeyOf<T> = (object: T) => string;

/** As metaNamespaceKey, but a tombstone yields its own key. */
export function deletionHandlingMetaNamespaceKey(
  object: KubeObject | string | DeletedFinalStateUnknown<unknown>,
): string {
  return object instanceof DeletedFinalStateUnknown ? object.key : metaNamespaceKey(object);
}

/** The resourceVersion of an object or of a tombstone's last known state; '' when there is none. */
export function resourceVersionOf(object: OrTombstone<KubeObject>): string {
  const known = object instanceof DeletedFinalStateUnknown ? object.obj : object;
  return known?.metadata.resourceVersion ?? '';
}
