import { DelayingQueue } from './delaying-queue.ts';
import { explainLimiter, type LimiterTerm } from './limiter-term.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { WorkQueueOptions } from './work-queue.ts';

export interface RateLimitingQueueOptions extends WorkQueueOptions {
  readonly limiter: RateLimiter;
}

/** A delaying queue whose delays a limiter decides, from how often a key failed and how much is retried altogether. */
export class RateLimitingQueue extends DelayingQueue {
  #limiter: RateLimiter;

  constructor(options: RateLimitingQueueOptions) {
    super(options);
    this.#limiter = options.limiter;
  }

  /** Adds the key when the limiter says so. Each call is one more failure. */
  addRateLimited(key: string): void {
    this.addAfter(key, this.#limiter.when(key));
  }

  /** The limiter counts no more failures of the key. That is not `done`, which is due as well. */
  forget(key: string): void {
    this.#limiter.forget(key);
  }

  override numRequeues(key: string): number {
    return this.#limiter.numRequeues(key);
  }

  /** What the next `addRateLimited` of the key would wait, in numbers. Charges nothing. */
  explain(key: string): LimiterTerm {
    return explainLimiter(this.#limiter, key);
  }

  /** From now on this one decides, with its own counts of failures; what waits already keeps its time. */
  setLimiter(limiter: RateLimiter): void {
    this.#limiter = limiter;
  }
}
