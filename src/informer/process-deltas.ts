import type { Clock } from '../flow/index.ts';
import type { KubeObject } from '../kube/index.ts';
import {
  type DeletedFinalStateUnknown,
  type Delta,
  type Deltas,
  type OrTombstone,
  resourceVersionOf,
} from './delta.ts';
import type { Indexer } from './indexer.ts';
import type { Observe } from './pipeline-event.ts';

/** What is told of a change, and of its key, after the indexer has it. */
export interface ChangeSink<T> {
  onAdd(key: string, object: T, isInInitialList: boolean): void;
  onUpdate(key: string, old: T, now: T): void;
  onDelete(key: string, object: OrTombstone<T>): void;
}

export interface Processing<T extends KubeObject> {
  readonly indexer: Indexer<T>;
  readonly keyOf: (object: OrTombstone<T>) => string;
  readonly sink: ChangeSink<T>;
  readonly clock: Pick<Clock, 'now'>;
  readonly observe?: Observe | undefined;
}

/**
 * Brings the deltas of one key into the indexer, oldest first, and tells the sink of each. No await anywhere in it.
 *
 * Whether it is an add or an update is a matter of what the indexer knows, not of the delta's name. An error drops the
 * deltas that are left.
 */
export function processDeltas<T extends KubeObject>(
  deltas: Deltas<T>,
  isInInitialList: boolean,
  processing: Processing<T>,
): void {
  for (const delta of deltas) processDelta(delta, isInInitialList, processing);
}

function processDelta<T extends KubeObject>(
  delta: Delta<T>,
  isInInitialList: boolean,
  processing: Processing<T>,
): void {
  const { indexer, sink } = processing;
  // Once: the string that the indexer has looked up is the one that all others get.
  const key = processing.keyOf(delta.object);
  if (delta.type === 'Deleted') {
    tell(key, delta, 'delete', processing);
    indexer.delete(delta.object);
    sink.onDelete(key, delta.object);
    return;
  }
  const object = delta.object as Exclude<typeof delta.object, DeletedFinalStateUnknown<T>>;
  const old = indexer.get(key);
  tell(key, delta, old === undefined ? 'add' : 'update', processing);
  if (old === undefined) {
    indexer.add(object);
    sink.onAdd(key, object, isInInitialList);
  } else {
    indexer.update(object);
    // What the indexer keeps is what everybody sees.
    sink.onUpdate(key, old, object);
  }
}

function tell<T extends KubeObject>(
  key: string,
  delta: Delta<T>,
  operation: 'add' | 'update' | 'delete',
  processing: Processing<T>,
): void {
  const { observe, clock } = processing;
  if (observe === undefined || observe.passesOver?.(4)) return;
  const resourceVersion = resourceVersionOf(delta.object);
  observe({ step: 4, key, resourceVersion, deltaType: delta.type, operation, at: clock.now() });
}
