import { type Clock, Counters, type Random } from '../flow/index.ts';
import type { Observe } from './pipeline-event.ts';

export type InformerCounter =
  | 'lists'
  | 'watches'
  | 'shortWatches'
  | 'malformedLines'
  | 'skippedEvents'
  | 'processErrors'
  | 'handlerErrors';

export interface ReflectorOptions {
  /** In messages: `pods`. */
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Events with an object of another kind are passed over. */
  readonly expected?: { readonly kind: string; readonly apiVersion: string } | undefined;
  /** 0: never. */
  readonly resyncPeriodMs?: number | undefined;
  readonly shouldResync?: (() => boolean) | undefined;
  /** Whether to begin with a watch in place of a list. */
  readonly watchList?: boolean | undefined;
  /** Heeded above 300 s only; a watch then lives up to twice as long. */
  readonly minWatchTimeoutMs?: number | undefined;
  /** Items a page; 0: 500, and none after the first list. */
  readonly watchListPageSize?: number | undefined;
  /** How long a watch broken by an InternalError is opened again at once; 0: never. */
  readonly maxInternalErrorRetryMs?: number | undefined;
  readonly onBookmark?: ((resourceVersion: string) => void) | undefined;
  readonly counters?: Counters<InformerCounter> | undefined;
  readonly observe?: Observe | undefined;
}

export type CheckedOptions = Omit<
  ReflectorOptions,
  'resyncPeriodMs' | 'minWatchTimeoutMs' | 'watchListPageSize' | 'maxInternalErrorRetryMs' | 'counters'
> & {
  readonly resyncPeriodMs: number;
  readonly minWatchTimeoutMs: number;
  readonly watchListPageSize: number;
  readonly maxInternalErrorRetryMs: number;
  readonly counters: Counters<InformerCounter>;
};

/** A watch lives from 5 to 10 minutes, so that those of many clients do not end together. */
const SHORTEST_TIMEOUT_MS = 300_000;

/** Throws a TypeError that names option, expected and received. */
export function checkReflectorOptions(options: ReflectorOptions): CheckedOptions {
  if (typeof options.name !== 'string' || options.name === '')
    throw new TypeError(`name: expected a text, received ${String(options.name)}`);
  if (typeof options.random !== 'function')
    throw new TypeError(`random: expected a function, received ${typeof options.random}`);
  if (typeof options.clock?.after !== 'function')
    throw new TypeError(`clock: expected a Clock, received ${String(options.clock)}`);
  return {
    ...options,
    resyncPeriodMs: atLeastZero('resyncPeriodMs', options.resyncPeriodMs),
    minWatchTimeoutMs: Math.max(SHORTEST_TIMEOUT_MS, atLeastZero('minWatchTimeoutMs', options.minWatchTimeoutMs)),
    watchListPageSize: atLeastZero('watchListPageSize', options.watchListPageSize),
    maxInternalErrorRetryMs: atLeastZero('maxInternalErrorRetryMs', options.maxInternalErrorRetryMs),
    counters: options.counters ?? new Counters(),
  };
}

export function atLeastZero(name: string, value: number | undefined): number {
  if (value === undefined) return 0;
  if (typeof value === 'number' && value >= 0) return value;
  throw new TypeError(`${name}: expected a number of at least 0, received ${String(value)}`);
}
