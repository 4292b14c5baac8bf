import type { Clock } from '../flow/index.ts';
import {
  BucketRateLimiter,
  defaultControllerRateLimiter,
  defaultItemBasedRateLimiter,
  ItemFastSlowRateLimiter,
  type RateLimiter,
  WithMaxWaitRateLimiter,
} from '../workqueue/index.ts';

/** The limiters that a person can choose from, by the names that they go by here. */
const LIMITERS = {
  /** client-go's default: 5 ms * 2^failures up to 1000 s, and all keys together 10 a second after the first 100. */
  controller: defaultControllerRateLimiter,
  /** 1 ms * 2^failures up to 1000 s. */
  item: defaultItemBasedRateLimiter,
  /** Three quick tries, then slow ones. */
  'fast-slow': () => new ItemFastSlowRateLimiter(5, 5_000, 3),
  /** sample-controller's. */
  bucket: (clock: Clock) => new BucketRateLimiter(clock, 50, 300),
  /** The default, but nobody waits longer than a second. */
  'max-wait': (clock: Clock) => new WithMaxWaitRateLimiter(defaultControllerRateLimiter(clock), 1_000),
} as const satisfies Readonly<Record<string, (clock: Clock) => RateLimiter>>;

export type LimiterName = keyof typeof LIMITERS;

export const LIMITER_NAMES = Object.keys(LIMITERS) as readonly LimiterName[];

export const makeLimiter = (name: LimiterName, clock: Clock): RateLimiter => LIMITERS[name](clock);
