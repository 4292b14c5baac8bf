/** One state of an object: its revision and that of the state before, 0 where there was none. Bounded by its capacity. */
export class ChangeLog {
  readonly #revisions: Uint32Array;
  readonly #previous: Uint32Array;
  #length = 0;

  /** All memory is taken at once: what grows afterwards is somebody else's. */
  constructor(capacity: number) {
    this.#revisions = new Uint32Array(capacity).fill(1);
    this.#previous = new Uint32Array(capacity).fill(1);
  }

  get length(): number {
    return this.#length;
  }

  add(revision: number, previous: number): void {
    if (this.#length === this.#revisions.length) throw new RangeError(`more than ${this.#length} changes`);
    this.#revisions[this.#length] = revision;
    this.#previous[this.#length] = previous;
    this.#length++;
  }

  revisionAt(index: number): number {
    return this.#revisions[index] as number;
  }

  previousAt(index: number): number {
    return this.#previous[index] as number;
  }
}

/** What a list has skipped: of the revisions in (after, upTo] only each object's last state has to be seen. */
export interface Gap {
  readonly after: number;
  readonly upTo: number;
}

export interface Comparison {
  /** Changes outside of all gaps that were not seen. */
  readonly lost: number;
  /** Seen more than once. */
  readonly doubled: number;
  /** Seen, but the store has no such change. */
  readonly invented: number;
  /** Seen after another state than the one that the store had before. */
  readonly misplaced: number;
  /** Changes that a list may skip, and did. */
  readonly skipped: number;
  readonly seen: number;
  /** The first revisions of each fault. */
  readonly examples: readonly string[];
}

const SHOWN = 10;

/**
 * Holds what was seen against what the store did. `history` is in the order of revisions and begins after `start`; of
 * revisions up to there nothing is known but that they are allowed.
 */
export function compareLogs(history: ChangeLog, seen: ChangeLog, start: number, gaps: readonly Gap[]): Comparison {
  const counts = { lost: 0, doubled: 0, invented: 0, misplaced: 0, skipped: 0 };
  const examples: string[] = [];
  const fault = (kind: 'lost' | 'doubled' | 'invented' | 'misplaced', revision: number): void => {
    if (++counts[kind] <= SHOWN) examples.push(`${kind} ${revision}`);
  };
  const isSkippable = (revision: number) => gaps.some(({ after, upTo }) => revision > after && revision <= upTo);
  const marks = new Uint8Array(history.length);
  for (let index = 0; index < seen.length; index++) {
    const revision = seen.revisionAt(index);
    if (revision <= start) continue;
    const at = find(history, revision);
    if (at === undefined) fault('invented', revision);
    else if (marks[at] === 1) fault('doubled', revision);
    else {
      marks[at] = 1;
      if (seen.previousAt(index) !== history.previousAt(at) && !isSkippable(revision)) fault('misplaced', revision);
    }
  }
  for (let at = 0; at < history.length; at++) {
    if (marks[at] === 1) continue;
    const revision = history.revisionAt(at);
    if (isSkippable(revision)) counts.skipped++;
    else fault('lost', revision);
  }
  return { ...counts, seen: seen.length, examples };
}

function find(history: ChangeLog, revision: number): number | undefined {
  let [low, high] = [0, history.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = history.revisionAt(middle);
    if (found === revision) return middle;
    if (found < revision) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
