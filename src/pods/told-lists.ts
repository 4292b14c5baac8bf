import type { ListerWatcher } from '../kube/index.ts';

/** What a list tells before it is whole. */
export interface ListListener<T> {
  /** An object of a list that is still coming in. */
  onListed(object: T): void;
  /** The list has failed: what it told may not be so. */
  onListFailed(): void;
}

/** The same source, which also tells each object of a list when it comes in, long before a large list is whole. */
export function tellLists<T>(source: ListerWatcher<T>, listener: ListListener<T>): ListerWatcher<T> {
  return {
    async list(options, signal, progress) {
      let told = 0;
      try {
        return await source.list(options, signal, (items, remaining) => {
          for (; told < items.length; told++) listener.onListed(items[told] as T);
          progress?.(items, remaining);
        });
      } catch (failure) {
        listener.onListFailed();
        throw failure;
      }
    },
    watch: (options, signal, onMalformed) => source.watch(options, signal, onMalformed),
  };
}
