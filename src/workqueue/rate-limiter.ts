import type { LimiterTerm } from './limiter-term.ts';

/** Decides how long a key has to wait before it is tried again. */
export interface RateLimiter {
  /** How long to wait, in ms. Each call counts as one more failure. */
  when(key: string): number;
  /** The key needs no more tries, whether it went well or was given up. */
  forget(key: string): void;
  /** Failures since the key was last forgotten. */
  numRequeues(key: string): number;
  /** What the next `when` is made of; changes nothing. */
  explain?(key: string): LimiterTerm;
}
