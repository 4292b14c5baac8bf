import { FailureCounts } from './failure-counts.ts';
import { expectNumber } from './limiter-options.ts';
import type { LimiterTerm } from './limiter-term.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** Each failure of a key doubles its wait: `baseMs`, twice that, four times ... up to `maxMs`. */
export class ItemExponentialFailureRateLimiter implements RateLimiter {
  readonly #baseMs: number;
  readonly #maxMs: number;
  readonly #failures = new FailureCounts();

  constructor(baseMs: number, maxMs: number) {
    this.#baseMs = expectNumber('baseMs', baseMs, 'of at least 0');
    this.#maxMs = expectNumber('maxMs', maxMs, 'of at least 0');
  }

  when(key: string): number {
    return Math.min(this.#uncapped(this.#failures.add(key)), this.#maxMs);
  }

  forget(key: string): void {
    this.#failures.forget(key);
  }

  numRequeues(key: string): number {
    return this.#failures.of(key);
  }

  explain(key: string): LimiterTerm {
    const failures = this.#failures.of(key);
    const uncapped = this.#uncapped(failures);
    const [baseMs, maxMs] = [this.#baseMs, this.#maxMs];
    return { kind: 'exponential', baseMs, maxMs, failures, isCapped: uncapped > maxMs, ms: Math.min(uncapped, maxMs) };
  }

  #uncapped(failures: number): number {
    // One more doubling would be Infinity, and that times a base of 0 is no number.
    return this.#baseMs * 2 ** Math.min(failures, 1023);
  }
}
