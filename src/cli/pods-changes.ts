import { assertNever } from '../flow/index.ts';
import { failureText } from '../kube/index.ts';
import { type Pod, type PodChange, type PodFilter, podKey, podRow } from '../pods/index.ts';
import { formatRfc3339 } from '../text/index.ts';
import { safeJson } from './pods-text.ts';

type RowChange = PodChange & { readonly pod: Pod };

/**
 * Changes on their way to a reader that may be slow. Those of one pod are put together, as a delta FIFO does, so that there
 * are never more than pods; the order of different pods is that of their first change.
 */
export class PendingChanges {
  readonly #pending = new Map<string, PodChange>();

  get size(): number {
    return this.#pending.size;
  }

  add(change: PodChange): void {
    if (!('pod' in change)) {
      // Going stale and fresh again while nobody read is two notes, not many: the newest of each is kept.
      this.#pending.delete(change.type);
      this.#pending.set(change.type, change);
      return;
    }
    const key = podKey(change.pod);
    const before = this.#pending.get(key) as RowChange | undefined;
    const together = before === undefined ? change : combined(before, change);
    if (together === undefined) this.#pending.delete(key);
    else this.#pending.set(key, together);
  }

  /** All that wait, oldest first; afterwards none do. */
  take(): PodChange[] {
    const changes = [...this.#pending.values()];
    this.#pending.clear();
    return changes;
  }
}

/** Two changes of one pod as one; undefined: the reader need not know of it at all. */
function combined(before: RowChange, after: RowChange): RowChange | undefined {
  if (after.type === 'DELETED') return before.type === 'ADDED' ? undefined : after;
  return { type: before.type === 'ADDED' ? 'ADDED' : 'MODIFIED', pod: after.pod };
}

/** What a filter makes of changes: a pod that begins to match is added, one that ceases to is deleted. */
export class FilteredChanges {
  readonly #filter: PodFilter;
  readonly #matching = new Set<string>();

  constructor(filter: PodFilter) {
    this.#filter = filter;
  }

  /** Takes in a pod that was there before the first change. Returns whether it matches. */
  seed(pod: Pod, now: number): boolean {
    const matches = this.#filter.matches(pod, now);
    if (matches) this.#matching.add(podKey(pod));
    return matches;
  }

  /** The change as the reader sees it; undefined: it sees nothing of it. */
  through(change: PodChange, now: number): PodChange | undefined {
    if (!('pod' in change)) return change;
    const key = podKey(change.pod);
    const was = this.#matching.has(key);
    const is = change.type !== 'DELETED' && this.#filter.matches(change.pod, now);
    if (is) this.#matching.add(key);
    else this.#matching.delete(key);
    if (is) return { type: was ? 'MODIFIED' : 'ADDED', pod: change.pod };
    return was ? { type: 'DELETED', pod: change.pod } : undefined;
  }
}

/** A change as a line of `-o jsonl --watch`; `at` is when it was printed. */
export function changeJson(change: PodChange, now: number): string {
  const at = formatRfc3339(now);
  switch (change.type) {
    case 'SYNCED':
      return `${safeJson({ type: change.type, count: change.count })}\n`;
    case 'STALE':
      return `${safeJson({ type: change.type, at, row: null, reason: failureText(change.failure) })}\n`;
    case 'FRESH':
      return `${safeJson({ type: change.type, at, row: null })}\n`;
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return `${safeJson({ type: change.type, at, row: podRow(change.pod, now) })}\n`;
    default:
      return assertNever(change);
  }
}
