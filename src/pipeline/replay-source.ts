import {
  type ApiFailure,
  type KubeObject,
  type ListerWatcher,
  type ListPage,
  metaNamespaceKey,
  type WatchEvent,
  type Watcher,
} from '../kube/index.ts';
import type { ReplayInbox } from './replay-inbox.ts';
import type { StreamLine } from './stream-line.ts';

/**
 * A server that answers as it did when it was recorded, at the recorded times.
 *
 * A reflector whose waits fall out otherwise may ask in another order than the recorded one did. Then it gets on all the
 * same: a list that was not recorded is the state reached so far, a watch that was not ends at once, so that the list
 * comes that was.
 */
export class ReplaySource<T extends KubeObject> implements ListerWatcher<T> {
  readonly #inbox: ReplayInbox<T>;
  /** What the server had by what was answered so far. */
  #objects = new Map<string, T>();
  #resourceVersion = '';
  /** Of a list whose last page has not come. */
  #listed: T[] = [];

  constructor(inbox: ReplayInbox<T>) {
    this.#inbox = inbox;
  }

  async list(
    _options: unknown,
    signal: AbortSignal,
    progress?: (items: readonly T[], remaining: number | undefined) => void,
  ): Promise<ListPage<T>> {
    const items: T[] = [];
    for (;;) {
      const line = await this.#next(signal);
      if (signal.aborted) throw stopped();
      if (line?.type === 'items') {
        items.push(...line.items);
        progress?.(items, undefined);
      } else if (line?.type === 'list') return this.#page(line, items);
      else if (line?.type === 'failure' && line.of === 'list') throw this.#taken(line.failure);
      else return { items: [...this.#objects.values()], resourceVersion: this.#resourceVersion, continue: '' };
      this.#inbox.take();
    }
  }

  async watch(_options: unknown, signal: AbortSignal): Promise<Watcher> {
    const line = await this.#next(signal);
    if (signal.aborted) throw stopped();
    if (line?.type === 'failure' && line.of === 'watch') throw this.#taken(line.failure);
    if (line?.type === 'watch') {
      this.#inbox.take();
      if (line.sendInitialEvents) this.#objects = new Map();
    }
    return this.#watcher(signal);
  }

  /** The next line that answers a request: what is left of a watch that nobody reads any more is passed over. */
  async #next(signal: AbortSignal): Promise<StreamLine<T> | undefined> {
    for (;;) {
      const line = await this.#inbox.peek(signal);
      const isOfWatch =
        line?.type === 'event' || line?.type === 'close' || (line?.type === 'failure' && line.of === 'events');
      if (!isOfWatch) return line;
      if (line.type === 'event') this.#apply(line.event);
      this.#inbox.take();
    }
  }

  #page(line: StreamLine<T> & { type: 'list' }, items: readonly T[]): ListPage<T> {
    this.#inbox.take();
    const { remainingItemCount, kind, apiVersion } = line;
    for (const item of items) this.#listed.push(item);
    if (line.continue === '') {
      this.#objects = new Map(this.#listed.map((object) => [metaNamespaceKey(object), object]));
      this.#listed = [];
    }
    this.#resourceVersion = line.resourceVersion;
    return {
      items,
      resourceVersion: line.resourceVersion,
      continue: line.continue,
      ...(remainingItemCount !== undefined && { remainingItemCount }),
      ...(kind !== undefined && { kind }),
      ...(apiVersion !== undefined && { apiVersion }),
    };
  }

  #watcher(signal: AbortSignal): Watcher {
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    return {
      stop: () => stop.abort(),
      [Symbol.asyncIterator]: () => ({ next: () => this.#nextEvent(either) }),
    };
  }

  async #nextEvent(signal: AbortSignal): Promise<IteratorResult<WatchEvent>> {
    const line = await this.#inbox.peek(signal);
    const ended: IteratorResult<WatchEvent> = { done: true, value: undefined };
    if (signal.aborted) return ended;
    // After the end of the recording nothing happens any more, as on a quiet server.
    if (line === undefined) return await forever(signal, ended);
    if (line.type === 'event') {
      this.#inbox.take();
      this.#apply(line.event);
      return { done: false, value: line.event };
    }
    if (line.type === 'failure' && line.of === 'events') throw this.#taken(line.failure);
    if (line.type === 'close') this.#inbox.take();
    return ended;
  }

  #apply({ type, object }: WatchEvent): void {
    const { metadata } = object as Partial<KubeObject>;
    if (metadata?.resourceVersion !== undefined) this.#resourceVersion = metadata.resourceVersion;
    if (type === 'ADDED' || type === 'MODIFIED') this.#objects.set(metaNamespaceKey(object as T), object as T);
    else if (type === 'DELETED') this.#objects.delete(metaNamespaceKey(object as T));
  }

  #taken(failure: ApiFailure): ApiFailure {
    this.#inbox.take();
    return failure;
  }
}

const stopped = (): ApiFailure => ({ kind: 'network', cause: new Error('stopped') });

function forever<V>(signal: AbortSignal, value: V): Promise<V> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(value);
    signal.addEventListener('abort', () => resolve(value), { once: true });
  });
}
