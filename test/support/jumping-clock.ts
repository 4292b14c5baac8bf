import { type Cancel, type Clock, systemClock } from '../../src/flow/index.ts';

interface Timer {
  due: number;
  readonly every: number | undefined;
  readonly run: () => void;
  cancel: Cancel;
}

/** The system's clock, until it jumps ahead, as after a suspend: what became due meanwhile runs at once, in its order. */
export class JumpingClock implements Clock {
  #ahead = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return systemClock.now() + this.#ahead;
  }

  after(ms: number, f: () => void): Cancel {
    return this.#set(ms, f, undefined);
  }

  every(ms: number, f: () => void): Cancel {
    return this.#set(ms, f, ms);
  }

  jump(ms: number): void {
    this.#ahead += ms;
    const now = this.now();
    const due = [...this.#timers].filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due);
    for (const timer of due) {
      if (!this.#timers.has(timer)) continue;
      timer.cancel();
      this.#fire(timer);
    }
  }

  #set(ms: number, run: () => void, every: number | undefined): Cancel {
    const timer: Timer = { due: this.now() + ms, every, run, cancel: () => {} };
    this.#timers.add(timer);
    this.#arm(timer, ms);
    return () => {
      this.#timers.delete(timer);
      timer.cancel();
    };
  }

  #arm(timer: Timer, ms: number): void {
    timer.cancel = systemClock.after(ms, () => this.#fire(timer));
  }

  #fire(timer: Timer): void {
    if (timer.every === undefined) this.#timers.delete(timer);
    else {
      timer.due = this.now() + timer.every;
      this.#arm(timer, timer.every);
    }
    timer.run();
  }
}
