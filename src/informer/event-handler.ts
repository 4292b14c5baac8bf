import type { OrTombstone } from './delta.ts';

/** A handler may be slow by returning a promise: only its own notifications wait for it. */
type Handled = void | Promise<void>;

/**
 * Told of changes, one at a time, in their order. A delete carries the last known state; delete and create may come as one
 * update, so whoever cares compares UIDs.
 */
export interface ResourceEventHandler<T> {
  onAdd?(object: T, isInInitialList: boolean): Handled;
  onUpdate?(old: T, now: T): Handled;
  onDelete?(object: OrTombstone<T>): Handled;
}

/** Lets through what `filter` holds of; an object that begins or ends to match comes as an add or a delete. */
export class FilteringResourceEventHandler<T> implements ResourceEventHandler<T> {
  readonly #filter: (object: OrTombstone<T>) => boolean;
  readonly #handler: ResourceEventHandler<T>;

  constructor(options: { filter: (object: OrTombstone<T>) => boolean; handler: ResourceEventHandler<T> }) {
    this.#filter = options.filter;
    this.#handler = options.handler;
  }

  onAdd(object: T, isInInitialList: boolean): Handled {
    if (this.#filter(object)) return this.#handler.onAdd?.(object, isInInitialList);
  }

  onUpdate(old: T, now: T): Handled {
    const was = this.#filter(old);
    const is = this.#filter(now);
    if (was && is) return this.#handler.onUpdate?.(old, now);
    if (is) return this.#handler.onAdd?.(now, false);
    if (was) return this.#handler.onDelete?.(old);
  }

  onDelete(object: OrTombstone<T>): Handled {
    if (this.#filter(object)) return this.#handler.onDelete?.(object);
  }
}
