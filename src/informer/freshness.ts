import type { Clock } from '../flow/index.ts';
import type { ApiFailure } from '../kube/index.ts';
import type { SyncState } from './sync-state.ts';

/** What a reflector knows of how fresh its store is: one value made when a screen asks, nothing made per event. */
export class Freshness {
  readonly #clock: Pick<Clock, 'now'>;
  #kind: SyncState['kind'] = 'listing';
  #received = 0;
  #expected: number | undefined;
  #watchingSince = 0;
  #lastEventAt = 0;
  /** Set while changes are missed: from the end of the last watch, at first from the start. */
  #staleSince: number | undefined;
  #retryAt = 0;
  #failure: ApiFailure | undefined;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#staleSince = clock.now();
  }

  listing(received: number, remaining: number | undefined): void {
    this.#stale();
    this.#kind = 'listing';
    this.#received = received;
    if (remaining !== undefined) this.#expected = received + remaining;
  }

  listStarts(): void {
    this.#expected = undefined;
    this.listing(0, undefined);
  }

  watching(): void {
    // A watch opened anew at the same version says as much as an event: nothing was missed.
    this.#lastEventAt = this.#clock.now();
    if (this.#kind === 'watching') return;
    this.#kind = 'watching';
    this.#staleSince = undefined;
    this.#watchingSince = this.#lastEventAt;
  }

  event(): void {
    this.#lastEventAt = this.#clock.now();
  }

  waiting(failure: ApiFailure, delayMs: number): void {
    this.#stale();
    this.#kind = 'waiting';
    this.#failure = failure;
    this.#retryAt = this.#clock.now() + delayMs;
  }

  state(resourceVersion: string): SyncState {
    if (this.#kind === 'watching')
      return { kind: 'watching', resourceVersion, since: this.#watchingSince, lastEventAt: this.#lastEventAt };
    if (this.#kind === 'waiting') {
      return {
        kind: 'waiting',
        since: this.#staleSince ?? 0,
        retryAt: this.#retryAt,
        failure: this.#failure as ApiFailure,
      };
    }
    return this.#expected === undefined
      ? { kind: 'listing', received: this.#received }
      : { kind: 'listing', received: this.#received, expected: Math.max(this.#expected, this.#received) };
  }

  #stale(): void {
    this.#staleSince ??= this.#clock.now();
  }
}
