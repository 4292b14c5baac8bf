import type {
  ApiFailure,
  ListerWatcher,
  ListOptions,
  ListPage,
  ListProgress,
  Status,
  WatchEvent,
  Watcher,
  WatchOptions,
} from '../../../src/kube/index.ts';
import { WatchQueue } from '../../../src/kube/watch-queue.ts';
import { type Thing, thing } from './things.ts';

/** One answer to a list: objects, or a failure. */
type ListAnswer = ListPage<Thing> | ApiFailure | Promise<ListPage<Thing>>;

export class FakeWatch extends WatchQueue {
  isStopped = false;

  constructor() {
    super({
      pause: () => {},
      resume: () => {},
      stop: () => {
        this.isStopped = true;
      },
    });
  }

  send(type: string, object: unknown): void {
    this.push({ type, object } satisfies WatchEvent);
  }

  error(status: Partial<Status>): void {
    this.send('ERROR', { kind: 'Status', apiVersion: 'v1', code: 0, reason: '', message: '', ...status });
  }

  bookmark(resourceVersion: string, annotations?: Record<string, string>): void {
    this.send('BOOKMARK', {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { resourceVersion, ...(annotations && { annotations }) },
    });
  }
}

/**
 * A server side that answers each list and watch as the test has laid out. A list without an answer is empty at the next
 * version, a watch without one stays open. `calls` has each request as its parameters on the wire.
 */
export class ScriptedSource implements ListerWatcher<Thing> {
  readonly calls: string[] = [];
  readonly watches: FakeWatch[] = [];
  readonly timeouts: number[] = [];
  readonly #lists: ListAnswer[] = [];
  readonly #watchFailures: ApiFailure[] = [];
  onMalformed: ((reason: string) => void) | undefined;

  answerList(resourceVersion: string, objects: readonly string[] = [], more: Partial<ListPage<Thing>> = {}): this {
    this.#lists.push({ items: objects.map((object) => thing(object)), resourceVersion, continue: '', ...more });
    return this;
  }

  failList(...failures: ApiFailure[]): this {
    this.#lists.push(...failures);
    return this;
  }

  holdList(list: Promise<ListPage<Thing>>): this {
    this.#lists.push(list);
    return this;
  }

  failWatch(...failures: ApiFailure[]): this {
    this.#watchFailures.push(...failures);
    return this;
  }

  get open(): FakeWatch {
    const watch = this.watches.at(-1);
    if (watch === undefined) throw new Error('no watch is open');
    return watch;
  }

  list(options: ListOptions, _signal: AbortSignal, progress?: ListProgress<Thing>): Promise<ListPage<Thing>> {
    this.calls.push(`list ${parameters(options)}`.trim());
    const answer = this.#lists.shift() ?? { items: [], resourceVersion: '1', continue: '' };
    if (answer instanceof Promise) return answer;
    if ('kind' in answer && answer.kind !== undefined && !('items' in answer)) return Promise.reject(answer);
    const page = answer as ListPage<Thing>;
    progress?.(page.items, page.remainingItemCount);
    return Promise.resolve(page);
  }

  watch(options: WatchOptions, _signal: AbortSignal, onMalformed?: (reason: string) => void): Promise<Watcher> {
    const { timeoutSeconds, ...rest } = options;
    this.timeouts.push(timeoutSeconds);
    this.calls.push(`watch ${parameters(rest)}`);
    this.onMalformed = onMalformed;
    const failure = this.#watchFailures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    const watch = new FakeWatch();
    this.watches.push(watch);
    return Promise.resolve(watch);
  }
}

const parameters = (options: object): string =>
  Object.entries(options)
    .filter(([name, value]) => value !== '' && value !== 0 && value !== false && name !== 'allowWatchBookmarks')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

export const status = (code: number, reason = '', message = ''): ApiFailure => ({
  kind: 'status',
  status: { code, reason, message },
});
export const EXPIRED = status(410, 'Expired', 'too old resource version');
export const REFUSED: ApiFailure = { kind: 'refused' };
export const CUT: ApiFailure = { kind: 'network', cause: new Error('read ECONNRESET') };
