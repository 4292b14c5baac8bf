import { watchExpired } from './api-statuses.ts';
import type { Encoding, Piece } from './encoding.ts';
import type { Question } from './list-answer.ts';
import { selects } from './list-options.ts';
import type { Change, StoredObject } from './object-store.ts';

/** Changes that may wait for a reader; a real server too ends the watch of one that does not keep up. */
const LONGEST_BACKLOG = 20_000;

/**
 * One watch: gives the events that are to be sent, each when it is asked for, so that a slow reader costs references and
 * no bytes. Order: initial events, their end bookmark, changes. Ends with an ERROR when its start is compacted.
 */
export class WatchFeed<S extends StoredObject> {
  readonly #encoding: Encoding<S>;
  readonly #isSelected: (object: S) => boolean;
  readonly #initial: Iterator<S>;
  readonly #backlog: (Change<S> | Piece)[] = [];
  readonly #unsubscribe: () => void;
  #nextInBacklog = 0;
  #isOver = false;
  #isOverrun = false;
  #wake: () => void = () => {};

  constructor({ kind, namespace, options, encoding }: Question<S>, version: number) {
    this.#encoding = encoding;
    this.#isSelected = selects(kind, namespace, options);
    const { resourceVersion = 0, sendInitialEvents } = options;
    const isFresh = sendInitialEvents || resourceVersion === 0;
    this.#initial = isFresh ? kind.store.list()[Symbol.iterator]() : [][Symbol.iterator]();
    if (sendInitialEvents && options.allowBookmarks) this.bookmark(version, true);
    const missed = isFresh ? [] : kind.store.changesAfter(resourceVersion);
    if (missed === 'expired') this.#fail(resourceVersion, version);
    else for (const change of missed) this.#push(change);
    this.#unsubscribe = kind.store.subscribe((change) => {
      // A watch from the future waits for what lies after its start.
      if (change.resourceVersion > (isFresh ? 0 : resourceVersion)) this.#push(change);
    });
  }

  /** Calls `wake` whenever there may be an event again. */
  onWake(wake: () => void): void {
    this.#wake = wake;
  }

  /** No further event will come. */
  get isOver(): boolean {
    return this.#isOver && this.#nextInBacklog >= this.#backlog.length;
  }

  /** The reader is too slow: the watch has to be cut. */
  get isOverrun(): boolean {
    return this.#isOverrun;
  }

  /** The next event as it is sent; undefined: none for now. */
  next(): Piece | undefined {
    for (let item = this.#initial.next(); !item.done; item = this.#initial.next()) {
      if (this.#isSelected(item.value)) return this.#encoding.event('ADDED', item.value);
    }
    while (this.#nextInBacklog < this.#backlog.length) {
      const item = this.#backlog[this.#nextInBacklog++] as Change<S> | Piece;
      if (this.#nextInBacklog === this.#backlog.length) this.#nextInBacklog = this.#backlog.length = 0;
      const piece = isPiece(item) ? item : this.#changed(item);
      if (piece !== undefined) return piece;
    }
    return undefined;
  }

  /** Tells how far the watch has come; `isInitialEnd`: the initial events end here. */
  bookmark(version: number, isInitialEnd = false): void {
    this.#backlog.push(this.#encoding.bookmark(String(version), isInitialEnd));
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

  #fail(asked: number, version: number): void {
    this.#backlog.push(this.#encoding.error(watchExpired(asked, version)));
    this.#isOver = true;
  }

  /** An object that begins or ceases to be selected is added or deleted as far as this watch knows. */
  #changed({ type, object, before, resourceVersion }: Change<S>): Piece | undefined {
    const was = before !== undefined && this.#isSelected(before);
    const is = type !== 'DELETED' && this.#isSelected(object);
    if (is) return this.#encoding.event(was ? 'MODIFIED' : 'ADDED', object);
    if (!was) return undefined;
    // The last state that was selected, with the resourceVersion at which it went.
    const isLast = type === 'DELETED' && this.#isSelected(object);
    return this.#encoding.event('DELETED', isLast ? object : { ...before, resourceVersion });
  }
}

const isPiece = (item: object | string): item is Piece => typeof item === 'string' || item instanceof Uint8Array;
