import { FailureCounts } from './failure-counts.ts';
import { expectNumber } from './limiter-options.ts';
import type { LimiterTerm } from './limiter-term.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** The first `maxFastAttempts` failures of a key wait `fastMs`, all others `slowMs`. */
export class ItemFastSlowRateLimiter implements RateLimiter {
  readonly #fastMs: number;
  readonly #slowMs: number;
  readonly #maxFastAttempts: number;
  readonly #failures = new FailureCounts();

  constructor(fastMs: number, slowMs: number, maxFastAttempts: number) {
    this.#fastMs = expectNumber('fastMs', fastMs, 'of at least 0');
    this.#slowMs = expectNumber('slowMs', slowMs, 'of at least 0');
    this.#maxFastAttempts = expectNumber('maxFastAttempts', maxFastAttempts, 'of at least 0');
  }

  when(key: string): number {
    return this.#delayAfter(this.#failures.add(key));
  }

  forget(key: string): void {
    this.#failures.forget(key);
  }

  numRequeues(key: string): number {
    return this.#failures.of(key);
  }

  explain(key: string): LimiterTerm {
    const failures = this.#failures.of(key);
    const [fastMs, slowMs, maxFastAttempts] = [this.#fastMs, this.#slowMs, this.#maxFastAttempts];
    return { kind: 'fast-slow', fastMs, slowMs, maxFastAttempts, failures, ms: this.#delayAfter(failures) };
  }

  #delayAfter(failuresBefore: number): number {
    return failuresBefore < this.#maxFastAttempts ? this.#fastMs : this.#slowMs;
  }
}
