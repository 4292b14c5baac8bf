import type { Clock } from '../flow/index.ts';
import { expectNumber } from './limiter-options.ts';
import type { LimiterTerm } from './limiter-term.ts';
import type { RateLimiter } from './rate-limiter.ts';

/**
 * A token bucket for all keys together: `burst` tokens at most, `qps` new ones a second. Each call takes one, on credit
 * if there is none, and waits until it would be there; nothing is refused. As `Reserve` of golang.org/x/time/rate.
 */
export class BucketRateLimiter implements RateLimiter {
  readonly #clock: Clock;
  readonly #qps: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt: number;

  constructor(clock: Clock, qps: number, burst: number) {
    this.#clock = clock;
    this.#qps = expectNumber('qps', qps, 'above 0');
    this.#burst = expectNumber('burst', burst, 'of at least 0');
    this.#tokens = burst;
    this.#filledAt = clock.now();
  }

  when(_key: string): number {
    const now = this.#clock.now();
    this.#tokens = this.#tokensAt(now) - 1;
    this.#filledAt = now;
    return this.#waitFor(this.#tokens);
  }

  forget(_key: string): void {}

  numRequeues(_key: string): number {
    return 0;
  }

  explain(_key: string): LimiterTerm {
    const tokens = this.#tokensAt(this.#clock.now());
    return { kind: 'bucket', tokens, qps: this.#qps, burst: this.#burst, ms: this.#waitFor(tokens - 1) };
  }

  #tokensAt(now: number): number {
    return Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) * this.#qps) / 1000);
  }

  #waitFor(tokensLeft: number): number {
    return Math.max(0, (-tokensLeft * 1000) / this.#qps);
  }
}
