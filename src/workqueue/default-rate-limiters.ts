import type { Clock } from '../flow/index.ts';
import { BucketRateLimiter } from './bucket-rate-limiter.ts';
import { ItemExponentialFailureRateLimiter } from './item-exponential-failure-rate-limiter.ts';
import { MaxOfRateLimiter } from './max-of-rate-limiter.ts';

/** client-go's, for controllers: each key 5 ms, 10 ms ... 1000 s, and all together at most 10 a second after a burst of 100. */
export function defaultControllerRateLimiter(clock: Clock): MaxOfRateLimiter {
  return new MaxOfRateLimiter(
    new ItemExponentialFailureRateLimiter(5, 1_000_000),
    new BucketRateLimiter(clock, 10, 100),
  );
}

/** client-go's, for keys alone: 1 ms, 2 ms ... 1000 s. */
export function defaultItemBasedRateLimiter(): ItemExponentialFailureRateLimiter {
  return new ItemExponentialFailureRateLimiter(1, 1_000_000);
}
