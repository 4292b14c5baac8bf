/** What is in a queue, at most `limit` keys of each kind; `totals` counts them all. Times are ms since the epoch. */
export interface WorkQueueSnapshot {
  /** Oldest first: the order in which workers get them. */
  readonly queued: readonly QueuedKey[];
  readonly processing: readonly ProcessingKey[];
  /** The keys that need a worker: all that are queued, and those added while they are processed. */
  readonly dirty: readonly string[];
  /** Soonest first. */
  readonly waiting: readonly WaitingKey[];
  readonly totals: {
    readonly queued: number;
    readonly processing: number;
    readonly dirty: number;
    readonly waiting: number;
  };
}

export interface QueuedKey {
  readonly key: string;
  /** Of the first add since a worker had it last. */
  readonly addedAt: number;
}

export interface ProcessingKey {
  readonly key: string;
  readonly since: number;
  readonly worker: string;
  /** Added again meanwhile: it comes back after `done`. */
  readonly isDirty: boolean;
}

export interface WaitingKey {
  readonly key: string;
  readonly readyAt: number;
  readonly numRequeues: number;
}
