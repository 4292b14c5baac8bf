import { type ApiStatus, statusJson, watchExpired } from './api-statuses.ts';
import { type ListOptions, selects } from './list-options.ts';
import type { Change, StoredObject } from './object-store.ts';
import type { ResourceKind } from './resource-kind.ts';

/** Changes that may wait for a reader; a real server too ends the watch of one that does not keep up. */
const LONGEST_BACKLOG = 20_000;

/**
 * One watch: gives the lines that are to be sent, each when it is asked for, so that a slow reader costs references and
 * no text. Order: initial events, their end bookmark, changes. Ends with an ERROR line when its start is compacted.
 */
export class WatchFeed<S extends StoredObject> {
  readonly #kind: ResourceKind<S>;
  readonly #isSelected: (object: S) => boolean;
  readonly #initial: Iterator<S>;
  readonly #backlog: (Change<S> | string)[] = [];
  readonly #unsubscribe: () => void;
  #nextInBacklog = 0;
  #isOver = false;
  #isOverrun = false;
  #wake: () => void = () => {};

  constructor(kind: ResourceKind<S>, namespace: string, options: ListOptions, version: number) {
    this.#kind = kind;
    this.#isSelected = selects(kind, namespace, options);
    const { resourceVersion = 0, sendInitialEvents } = options;
    const isFresh = sendInitialEvents || resourceVersion === 0;
    this.#initial = isFresh ? kind.store.list()[Symbol.iterator]() : [][Symbol.iterator]();
    if (sendInitialEvents && options.allowBookmarks) this.bookmark(version, true);
    const missed = isFresh ? [] : kind.store.changesAfter(resourceVersion);
    if (missed === 'expired') this.#fail(watchExpired(resourceVersion, version));
    else for (const change of missed) this.#push(change);
    this.#unsubscribe = kind.store.subscribe((change) => {
      // A watch from the future waits for what lies after its start.
      if (change.resourceVersion > (isFresh ? 0 : resourceVersion)) this.#push(change);
    });
  }

  /** Calls `wake` whenever there may be a line again. */
  onWake(wake: () => void): void {
    this.#wake = wake;
  }

  /** No further line will come. */
  get isOver(): boolean {
    return this.#isOver && this.#nextInBacklog >= this.#backlog.length;
  }

  /** The reader is too slow: the watch has to be cut. */
  get isOverrun(): boolean {
    return this.#isOverrun;
  }

  /** The next line, with its newline; undefined: none for now. */
  next(): string | undefined {
    for (let item = this.#initial.next(); !item.done; item = this.#initial.next()) {
      if (this.#isSelected(item.value)) return this.#line('ADDED', item.value);
    }
    while (this.#nextInBacklog < this.#backlog.length) {
      const item = this.#backlog[this.#nextInBacklog++] as Change<S> | string;
      if (this.#nextInBacklog === this.#backlog.length) this.#nextInBacklog = this.#backlog.length = 0;
      const line = typeof item === 'string' ? item : this.#changeLine(item);
      if (line !== undefined) return line;
    }
    return undefined;
  }

  /** Tells how far the watch has come; `isInitialEnd`: the initial events end here. */
  bookmark(version: number, isInitialEnd = false): void {
    const annotations = isInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
    const metadata = { resourceVersion: String(version), creationTimestamp: null, ...annotations };
    const rest = this.#kind.kind === 'Pod' ? { spec: { containers: null }, status: {} } : {};
    this.#backlog.push(
      `${JSON.stringify({ type: 'BOOKMARK', object: { kind: this.#kind.kind, apiVersion: 'v1', metadata, ...rest } })}\n`,
    );
    this.#wake();
  }

  close(): void {
    this.#isOver = true;
    this.#unsubscribe();
  }

  #push(change: Change<S>): void {
    if (this.#isOver) return;
    if (this.#backlog.length - this.#nextInBacklog >= LONGEST_BACKLOG) this.#isOverrun = true;
    else this.#backlog.push(change);
    this.#wake();
  }

  #fail(status: ApiStatus): void {
    this.#backlog.push(`{"type":"ERROR","object":${statusJson(status)}}\n`);
    this.#isOver = true;
  }

  /** An object that begins or ceases to be selected is added or deleted as far as this watch knows. */
  #changeLine({ type, object, before, resourceVersion }: Change<S>): string | undefined {
    const was = before !== undefined && this.#isSelected(before);
    const is = type !== 'DELETED' && this.#isSelected(object);
    if (is) return this.#line(was ? 'MODIFIED' : 'ADDED', object);
    if (!was) return undefined;
    // The last state that was selected, with the resourceVersion at which it went.
    return this.#line(
      'DELETED',
      type === 'DELETED' && this.#isSelected(object) ? object : { ...before, resourceVersion },
    );
  }

  #line(type: string, object: S): string {
    return `{"type":"${type}","object":{"kind":"${this.#kind.kind}","apiVersion":"v1",${this.#kind.render(object).slice(1)}}\n`;
  }
}
