import { expectNumber } from './limiter-options.ts';
import { explainLimiter, type LimiterTerm } from './limiter-term.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** Another limiter whose waits are cut to `maxMs`: a bucket in debt then lets through more than its rate. */
export class WithMaxWaitRateLimiter implements RateLimiter {
  readonly #inner: RateLimiter;
  readonly #maxMs: number;

  constructor(inner: RateLimiter, maxMs: number) {
    this.#inner = inner;
    this.#maxMs = expectNumber('maxMs', maxMs, 'of at least 0');
  }

  when(key: string): number {
    return Math.min(this.#inner.when(key), this.#maxMs);
  }

  forget(key: string): void {
    this.#inner.forget(key);
  }

  numRequeues(key: string): number {
    return this.#inner.numRequeues(key);
  }

  explain(key: string): LimiterTerm {
    const inner = explainLimiter(this.#inner, key);
    const maxMs = this.#maxMs;
    if (inner.ms === undefined) return { kind: 'max-wait', inner, maxMs, isCapped: false, ms: undefined };
    return { kind: 'max-wait', inner, maxMs, isCapped: inner.ms > maxMs, ms: Math.min(inner.ms, maxMs) };
  }
}
