import { useSyncExternalStore } from 'react';

interface View<T> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => T;
}

/** The snapshot of a LiveView or a Store, rendered again when it is another one. */
export const useView = <T>(view: View<T>): T => useSyncExternalStore(view.subscribe, view.getSnapshot);
