import type { ApiFailure } from './api-failure.ts';
import type { WatchEvent, Watcher } from './lister-watcher.ts';

/** Events that wait for the reader before the socket is paused: some hundred kilobytes of rows. */
const HIGH_EVENTS = 1024;
const LOW_EVENTS = 256;

interface Waiter {
  readonly resolve: (result: IteratorResult<WatchEvent>) => void;
  readonly reject: (failure: ApiFailure) => void;
}

/**
 * Between the socket that brings events and the one reader that takes them.
 *
 * Never drops: at HIGH_EVENTS it asks the source to pause, at LOW_EVENTS to go on. A failure is thrown after all events
 * that came before it; `stop` throws away what waits.
 */
export class WatchQueue implements Watcher, AsyncIterator<WatchEvent> {
  readonly #source: { pause(): void; resume(): void; stop(): void };
  #events: WatchEvent[] = [];
  #head = 0;
  #ending: 'open' | 'ended' | ApiFailure = 'open';
  #isPaused = false;
  #waiter: Waiter | undefined;

  constructor(source: { pause(): void; resume(): void; stop(): void }) {
    this.#source = source;
  }

  readonly push = (event: WatchEvent): void => {
    if (this.#ending !== 'open') return;
    const waiter = this.#waiter;
    if (waiter !== undefined) {
      this.#waiter = undefined;
      waiter.resolve({ value: event, done: false });
      return;
    }
    this.#events.push(event);
    if (!this.#isPaused && this.#events.length - this.#head >= HIGH_EVENTS) {
      this.#isPaused = true;
      this.#source.pause();
    }
  };

  end(): void {
    if (this.#ending !== 'open') return;
    this.#ending = 'ended';
    this.#waiter?.resolve({ value: undefined, done: true });
    this.#waiter = undefined;
  }

  fail(failure: ApiFailure): void {
    if (this.#ending !== 'open') return;
    const waiter = this.#waiter;
    this.#waiter = undefined;
    this.#ending = waiter === undefined ? failure : 'ended';
    waiter?.reject(failure);
  }

  stop(): void {
    this.#events = [];
    this.#head = 0;
    if (this.#ending === 'open') this.#source.stop();
    this.end();
    this.#ending = 'ended';
  }

  next(): Promise<IteratorResult<WatchEvent>> {
    const event = this.#shift();
    if (event !== undefined) return Promise.resolve({ value: event, done: false });
    const ending = this.#ending;
    if (ending === 'ended') return Promise.resolve({ value: undefined, done: true });
    if (ending !== 'open') {
      this.#ending = 'ended';
      return Promise.reject(ending);
    }
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<WatchEvent>> {
    this.stop();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): AsyncIterator<WatchEvent> {
    return this;
  }

  #shift(): WatchEvent | undefined {
    if (this.#head === this.#events.length) return undefined;
    const event = this.#events[this.#head++];
    if (this.#head === this.#events.length || this.#head >= HIGH_EVENTS) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
    if (this.#isPaused && this.#events.length - this.#head <= LOW_EVENTS) {
      this.#isPaused = false;
      this.#source.resume();
    }
    return event;
  }
}
