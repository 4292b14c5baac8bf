import type { RateLimiter } from './rate-limiter.ts';

/** The arithmetic of the next `when` in numbers; `ms` is its result. */
export type LimiterTerm =
  /** `baseMs` * 2^`failures`, at most `maxMs`. */
  | (Result & {
      readonly kind: 'exponential';
      readonly baseMs: number;
      readonly maxMs: number;
      readonly failures: number;
      readonly isCapped: boolean;
    })
  /** The attempt is number `failures` + 1: up to `maxFastAttempts` of them are fast. */
  | (Result & {
      readonly kind: 'fast-slow';
      readonly fastMs: number;
      readonly slowMs: number;
      readonly maxFastAttempts: number;
      readonly failures: number;
    })
  /** `tokens` are in the bucket now, before one is taken; below 0: so many are owed. */
  | (Result & { readonly kind: 'bucket'; readonly tokens: number; readonly qps: number; readonly burst: number })
  | (Result & { readonly kind: 'max-of'; readonly of: readonly LimiterTerm[] })
  | (Result & {
      readonly kind: 'max-wait';
      readonly inner: LimiterTerm;
      readonly maxMs: number;
      readonly isCapped: boolean;
    })
  /** A limiter that does not explain itself. */
  | { readonly kind: 'unknown'; readonly ms: undefined };

interface Result {
  /** Undefined when a part of it is not known. */
  readonly ms: number | undefined;
}

/** What the limiter's next `when` for the key is made of. Charges nothing. */
export function explainLimiter(limiter: RateLimiter, key: string): LimiterTerm {
  return limiter.explain?.(key) ?? { kind: 'unknown', ms: undefined };
}
