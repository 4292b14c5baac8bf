/** Parameters of a list, named as on the wire. '' and 0 are not sent. */
export interface ListOptions {
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly limit: number;
  readonly continue: string;
}

/** Parameters of a watch, named as on the wire. '' and false are not sent. */
export interface WatchOptions {
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly timeoutSeconds: number;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean;
}

export interface ListPage<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** '' on the last page. */
  readonly continue: string;
  readonly remainingItemCount?: number;
  /** Of the list itself, where the source knows it: a Table is no list of objects. */
  readonly kind?: string;
  readonly apiVersion?: string;
}

/**
 * `object` is, for ADDED, MODIFIED and DELETED, what the projection made; for BOOKMARK an object with its metadata; for
 * ERROR a Status. An object of another kind than asked for comes as it is, with its kind and apiVersion.
 */
export interface WatchEvent {
  readonly type: string;
  readonly object: unknown;
}

/** Ends when the server ends the watch, throws an ApiFailure when it breaks. For one reader. */
export interface Watcher extends AsyncIterable<WatchEvent> {
  stop(): void;
}

/** Told while a page of a list comes in: its items so far (one array that grows), and how many later pages will bring. */
export type ListProgress<T> = (items: readonly T[], remaining: number | undefined) => void;

/** Told of each line of a watch that is no event; it has been passed over. */
export type OnMalformed = (reason: string) => void;

/** One resource of an API server. Both promises reject with an ApiFailure. */
export interface ListerWatcher<T> {
  list(options: ListOptions, signal: AbortSignal, progress?: ListProgress<T>): Promise<ListPage<T>>;
  watch(options: WatchOptions, signal: AbortSignal, onMalformed?: OnMalformed): Promise<Watcher>;
}
