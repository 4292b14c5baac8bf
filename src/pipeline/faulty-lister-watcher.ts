import type { ApiFailure, ListerWatcher, Status, WatchEvent, Watcher } from '../kube/index.ts';
import type { Faults } from './faults.ts';

const GONE: Status = {
  code: 410,
  reason: 'Expired',
  message: 'too old resource version (a fault of the teaching mode)',
};
const TOO_MANY: Status = {
  code: 429,
  reason: 'TooManyRequests',
  message: 'too many requests (a fault of the teaching mode)',
};

const failure = (status: Status): ApiFailure => ({ kind: 'status', status });

/** The same source, which does wrong what is armed. Faults of requests end a watch that is open, or they would wait for minutes. */
export function faultyListerWatcher<T>(source: ListerWatcher<T>, faults: Faults): ListerWatcher<T> {
  const open = new Set<FaultyWatcher>();
  faults.onChange(() => {
    for (const watcher of open) watcher.strike();
  });
  return {
    async list(options, signal, progress) {
      if (faults.strikesServer('goneOnList')) throw failure(GONE);
      return await source.list(options, signal, progress);
    },
    async watch(options, signal, onMalformed) {
      if (faults.strikesServer('goneOnWatch')) throw failure(GONE);
      if (faults.strikesServer('refuse')) throw { kind: 'refused' } satisfies ApiFailure;
      if (faults.strikesServer('tooMany')) throw failure(TOO_MANY);
      const watcher = new FaultyWatcher(await source.watch(options, signal, onMalformed), faults, () =>
        open.delete(watcher),
      );
      open.add(watcher);
      watcher.strike();
      return watcher;
    },
  };
}

type Next = IteratorResult<WatchEvent>;

/** A watch into which an end or an error can be put, in front of whatever would come next. */
class FaultyWatcher implements Watcher {
  readonly #inner: Watcher;
  readonly #faults: Faults;
  readonly #onStop: () => void;
  #injected: Next | undefined;
  /** Of the reader that waits for the next event. */
  #resolve: ((next: Next) => void) | undefined;

  constructor(inner: Watcher, faults: Faults, onStop: () => void) {
    this.#inner = inner;
    this.#faults = faults;
    this.#onStop = onStop;
  }

  stop(): void {
    this.#onStop();
    this.#inner.stop();
  }

  /** Does what is armed for a watch that is open. */
  strike(): void {
    if (this.#injected !== undefined) return;
    const faults = this.#faults;
    if (faults.strikesServer('dropWatch')) this.#inject({ done: true, value: undefined });
    else if (faults.strikesServer('goneOnEvent') || faults.isArmed('goneOnList'))
      this.#inject({ done: false, value: { type: 'ERROR', object: { kind: 'Status', ...GONE } } });
    else if (faults.isArmed('goneOnWatch') || faults.isArmed('refuse') || faults.isArmed('tooMany'))
      this.#inject({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): AsyncIterator<WatchEvent> {
    const events = this.#inner[Symbol.asyncIterator]();
    return {
      next: () =>
        new Promise<Next>((resolve, reject) => {
          if (this.#injected !== undefined) return resolve(this.#injected);
          this.#resolve = resolve;
          events.next().then(resolve, reject);
        }),
    };
  }

  #inject(next: Next): void {
    this.#onStop();
    this.#injected = next;
    this.#resolve?.(next);
  }
}
