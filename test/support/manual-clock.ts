import type { Cancel, Clock } from '../../src/flow/index.ts';

interface Timer {
  at: number;
  readonly order: number;
  readonly run: () => void;
  readonly period: number | undefined;
}

/** A clock that stands still until it is moved. Timers run in the order of their time, then of their making. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now: number;
  #order = 0;

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Cancel {
    return this.#add(ms, run, undefined);
  }

  every(ms: number, run: () => void): Cancel {
    return this.#add(ms, run, ms);
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next timer, or undefined when none waits. */
  get nextIn(): number | undefined {
    const next = this.#next();
    return next === undefined ? undefined : next.at - this.#now;
  }

  /** Moves time on, running what falls due on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.#now = Math.max(this.#now, next.at);
      if (next.period === undefined) this.#timers.delete(next);
      else next.at += next.period;
      next.run();
    }
    this.#now = end;
  }

  /** As `advance`, but lets promises settle after each timer. */
  async advanceAsync(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.advance(Math.max(0, next.at - this.#now));
      await settle();
    }
    this.advance(end - this.#now);
    await settle();
  }

  #add(ms: number, run: () => void, period: number | undefined): Cancel {
    const timer: Timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run, period };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }
}

/** Lets everything that is already resolved run: some turns of the event loop, no time. */
export async function settle(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
