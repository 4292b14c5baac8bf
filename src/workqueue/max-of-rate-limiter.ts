import { explainLimiter, type LimiterTerm } from './limiter-term.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** The longest wait of several limiters. Each of them is charged, also those that asked for less. */
export class MaxOfRateLimiter implements RateLimiter {
  readonly #limiters: readonly RateLimiter[];

  constructor(...limiters: readonly RateLimiter[]) {
    this.#limiters = limiters;
  }

  when(key: string): number {
    return this.#limiters.reduce((longest, limiter) => Math.max(longest, limiter.when(key)), 0);
  }

  forget(key: string): void {
    for (const limiter of this.#limiters) limiter.forget(key);
  }

  numRequeues(key: string): number {
    return this.#limiters.reduce((most, limiter) => Math.max(most, limiter.numRequeues(key)), 0);
  }

  explain(key: string): LimiterTerm {
    const of = this.#limiters.map((limiter) => explainLimiter(limiter, key));
    const known = of.map(({ ms }) => ms).filter((ms) => ms !== undefined);
    return { kind: 'max-of', of, ms: known.length === of.length ? Math.max(0, ...known) : undefined };
  }
}
