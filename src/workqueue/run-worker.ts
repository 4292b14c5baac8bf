import { type Clock, nextTurn } from '../flow/index.ts';
import { expectNumber } from './limiter-options.ts';
import type { RateLimitingQueue } from './rate-limiting-queue.ts';

/** Makes the world what the object of the key asks for. To reject, or to throw, means: try again later. */
export type Reconcile = (key: string, worker: string) => Promise<void> | void;

/** Told of each key after its reconcile, before `done`. `numRequeues`: failures that the limiter counts then. */
export interface WorkerObserver {
  /** It failed and is tried again when the limiter says so. */
  requeued?(key: string, numRequeues: number, cause: unknown): void;
  /** It went well after so many failures, 0 for most. */
  forgotten?(key: string, numRequeues: number): void;
  /** It failed too often and is given up. */
  dropped?(key: string, numRequeues: number, cause: unknown): void;
}

export interface WorkerOptions {
  readonly queue: RateLimitingQueue;
  readonly reconcile: Reconcile;
  readonly clock: Clock;
  /** Tries after the first; Infinity: until it goes well. */
  readonly maxRetries?: number | undefined;
  readonly observer?: WorkerObserver | undefined;
}

/** As in client-go's examples: 5, 10, 20, 40, 80 ms with the default limiter. */
const MAX_RETRIES = 5;
/** Then the event loop has its turn. */
const LONGEST_SLICE_MS = 8;

/**
 * One worker: a key at a time, until the queue is shut down and empty or `signal` aborts; a reconcile that runs
 * is waited for. Start it when the caches behind `reconcile` have synced.
 */
export async function runWorker(options: WorkerOptions, worker = '1', signal?: AbortSignal): Promise<void> {
  const { queue, clock } = options;
  expectNumber('maxRetries', options.maxRetries ?? MAX_RETRIES, 'of at least 0');
  let sliceEnd = clock.now() + LONGEST_SLICE_MS;
  for (;;) {
    const next = await queue.get({ worker, signal });
    if (next === 'shutdown') return;
    await work(options, next.key, worker);
    if (clock.now() < sliceEnd) continue;
    await nextTurn();
    sliceEnd = clock.now() + LONGEST_SLICE_MS;
  }
}

async function work({ queue, reconcile, ...rest }: WorkerOptions, key: string, worker: string): Promise<void> {
  const failure = await failureOf(reconcile, key, worker);
  try {
    if (failure === undefined) succeed(queue, key, rest.observer);
    else retryOrDrop(queue, key, rest, failure.cause);
  } finally {
    queue.done(key);
  }
}

async function failureOf(reconcile: Reconcile, key: string, worker: string): Promise<{ cause: unknown } | undefined> {
  try {
    await reconcile(key, worker);
    return undefined;
  } catch (cause) {
    return { cause };
  }
}

function succeed(queue: RateLimitingQueue, key: string, observer: WorkerObserver | undefined): void {
  const failures = queue.numRequeues(key);
  queue.forget(key);
  observer?.forgotten?.(key, failures);
}

function retryOrDrop(
  queue: RateLimitingQueue,
  key: string,
  { observer, maxRetries = MAX_RETRIES }: Pick<WorkerOptions, 'observer' | 'maxRetries'>,
  cause: unknown,
): void {
  const failures = queue.numRequeues(key);
  if (failures < maxRetries) {
    queue.addRateLimited(key);
    observer?.requeued?.(key, queue.numRequeues(key), cause);
    return;
  }
  queue.forget(key);
  observer?.dropped?.(key, failures, cause);
}
