/**
 * Told synchronously, right after the state has changed. Delays and waits are in ms; what is left out costs nothing.
 *
 * A key that was added after a delay is told twice: by `addedAfter` at once, by `added` when it is due.
 */
export interface WorkQueueObserver {
  /** The key is dirty. `deduplicated`: it was already, so this add made no difference. */
  added?(key: string, deduplicated: boolean): void;
  /** The key waits. `deduplicated`: it waited already and keeps the earlier time. */
  addedAfter?(key: string, delay: DelayedAdd): void;
  /** A worker holds the key; `waitedMs` since the first add. */
  got?(key: string, waitedMs: number, worker: string): void;
  done?(key: string, tookMs: number): void;
}

export interface DelayedAdd {
  readonly delayMs: number;
  readonly deduplicated: boolean;
  /** Failures that the limiter has counted for the key. */
  readonly numRequeues: number;
}
