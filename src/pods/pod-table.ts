import { type Pod, podKey } from './pod.ts';
import { changedColumns, columnBit, compareText, type PodColumnId } from './pod-columns.ts';
import { EVERY_POD, type PodFilter } from './pod-filter.ts';
import { needsLook, roleAt, type StatusRole } from './pod-look.ts';
import { comparePods, DEFAULT_ORDER, type PodOrder } from './pod-order.ts';
import { type Placed, SortedRows } from './sorted-rows.ts';

/** How long a changed cell stays marked. */
const MARK_MS = 1000;
/** How often a filter that depends on the time is tried again on all pods. */
const TIMED_FILTER_MS = 1000;

/** A pod in the table, shown or not. */
interface Entry extends Placed {
  readonly key: string;
  pod: Pod;
  /** As at the last settle: the role that is shown, and whether the pod needs a look. */
  role: StatusRole;
  looks: boolean;
  /** When `looks` changes by itself; Infinity: never. */
  looksUntil: number;
  /** Bit i: column i of POD_COLUMNS changed at `changedAt`. */
  changed: number;
  changedAt: number;
}

/**
 * The filtered and sorted rows. `put` and `remove` cost a map entry; `settle`, once a frame, merges all changes of the frame
 * at once. Invariant after `settle(now)`: the rows are exactly the pods that match at `now`, in order (a filter by age
 * may lag by a second).
 */
export class PodTable {
  readonly #entries = new Map<string, Entry>();
  /** The newest state of each key that changed since the last settle; undefined: gone. At most one for each known key. */
  readonly #changes = new Map<string, Pod | undefined>();
  readonly #rows = new SortedRows<Entry>();
  /** Entries whose `looks` will change by itself. */
  readonly #timed = new Set<Entry>();
  readonly #looking = new Set<Entry>();
  readonly #counts: Record<StatusRole, number> = { ok: 0, busy: 0, warn: 0, danger: 0, idle: 0 };
  #nextTimed = Number.POSITIVE_INFINITY;
  /** Entries that look for a place at the next merge. */
  #coming: Entry[] = [];
  #isMoved = false;
  #order: PodOrder = DEFAULT_ORDER;
  #compare = comparePods(DEFAULT_ORDER);
  #filter: PodFilter = EVERY_POD;
  #isWholeDirty = false;
  #filteredAt = 0;
  #version = 0;
  #marksUntil = 0;

  /** Rows shown. */
  get length(): number {
    return this.#rows.length;
  }

  /** Pods known at the last settle, shown or not. */
  get total(): number {
    return this.#entries.size;
  }

  /** Pods that needed a look at the last settle, shown or not. */
  get looking(): number {
    return this.#looking.size;
  }

  /** Pods by the role that is shown for them, at the last settle. */
  get counts(): Readonly<Record<StatusRole, number>> {
    return this.#counts;
  }

  /** Grows whenever a row, its place or its content changes. */
  get version(): number {
    return this.#version;
  }

  get order(): PodOrder {
    return this.#order;
  }

  get filter(): PodFilter {
    return this.#filter;
  }

  /** Until when a mark of `isMarked` is left to be taken back. */
  get marksUntil(): number {
    return this.#marksUntil;
  }

  put(pod: Pod): void {
    this.#changes.set(podKey(pod), pod);
  }

  remove(key: string): void {
    if (this.#entries.has(key)) this.#changes.set(key, undefined);
    else this.#changes.delete(key);
  }

  setOrder(order: PodOrder): void {
    this.#order = order;
    this.#compare = comparePods(order);
    this.#isWholeDirty = true;
  }

  setFilter(filter: PodFilter): void {
    this.#filter = filter;
    this.#isWholeDirty = true;
  }

  at(index: number): Pod | undefined {
    return this.#rows.at(index)?.pod;
  }

  keyAt(index: number): string | undefined {
    return this.#rows.at(index)?.key;
  }

  /** The place of a key among the rows, -1 when it is not shown. */
  indexOf(key: string): number {
    return this.#entries.get(key)?.place ?? -1;
  }

  /** The newest settled state of a key, shown or not. */
  get(key: string): Pod | undefined {
    return this.#entries.get(key)?.pod;
  }

  /** The role of a row's status, as at the last settle. */
  roleOf(index: number): StatusRole {
    return this.#rows.at(index)?.role ?? 'idle';
  }

  /** At most `limit` pods that need a look, failed ones first, whatever the filter. */
  worst(limit: number): Pod[] {
    const worst: Entry[] = [];
    for (const entry of this.#looking) {
      const place = worst.findIndex((other) => compareWorst(entry, other) < 0);
      if (place >= 0) worst.splice(place, 0, entry);
      else if (worst.length < limit) worst.push(entry);
      if (worst.length > limit) worst.pop();
    }
    return worst.map(({ pod }) => pod);
  }

  /** True for a second after a cell began to read differently. */
  isMarked(index: number, column: PodColumnId, now: number): boolean {
    const entry = this.#rows.at(index);
    if (entry === undefined || now - entry.changedAt >= MARK_MS) return false;
    return (entry.changed & columnBit(column)) !== 0;
  }

  /** Takes in all that changed up to `now` (ms since the epoch). Returns whether anything did. */
  settle(now: number): boolean {
    const before = this.#version;
    for (const [key, pod] of this.#changes) this.#take(key, pod, now);
    this.#changes.clear();
    if (now >= this.#nextTimed) this.#retime(now);
    const isFilterDue = this.#filter.isTimed && now - this.#filteredAt >= TIMED_FILTER_MS;
    if (this.#isWholeDirty || isFilterDue) this.#rebuild(now);
    else if (this.#isMoved) this.#rows.merge(this.#coming, this.#compare);
    this.#coming = [];
    this.#isMoved = false;
    return this.#version !== before;
  }

  #take(key: string, pod: Pod | undefined, now: number): void {
    const entry = this.#entries.get(key);
    if (pod === undefined) {
      if (entry !== undefined) this.#forget(entry);
    } else if (entry === undefined) {
      this.#enter(newEntry(key, pod), now);
    } else if (entry.pod !== pod) {
      this.#replace(entry, pod, now);
    }
  }

  #enter(entry: Entry, now: number): void {
    this.#entries.set(entry.key, entry);
    this.#counts[entry.role]++;
    this.#look(entry, now);
    this.#seat(entry, now, false);
  }

  #replace(entry: Entry, pod: Pod, now: number): void {
    const before = { pod: entry.pod, looks: entry.looks };
    this.#mark(entry, pod, now);
    entry.pod = pod;
    this.#look(entry, now);
    this.#seat(entry, now, this.#compare(before, entry) === 0);
  }

  #forget(entry: Entry): void {
    this.#leave(entry);
    this.#entries.delete(entry.key);
    this.#timed.delete(entry);
    this.#looking.delete(entry);
    this.#counts[entry.role]--;
    this.#version++;
  }

  /** Leaves an entry where it stands when it may stay there, else takes it out and lets it come in again. */
  #seat(entry: Entry, now: number, isSamePlace: boolean): void {
    this.#version++;
    const matches = this.#filter.matches(entry.pod, now);
    if (matches && isSamePlace && entry.place >= 0) return;
    this.#leave(entry);
    if (!matches) return;
    this.#coming.push(entry);
    this.#isMoved = true;
  }

  #leave(entry: Entry): void {
    if (entry.place < 0) return;
    this.#rows.leave(entry);
    this.#isMoved = true;
  }

  #look(entry: Entry, now: number): void {
    const { pod } = entry;
    const role = roleAt(pod, now);
    this.#counts[entry.role]--;
    this.#counts[role]++;
    entry.role = role;
    entry.looks = needsLook(pod, now);
    if (entry.looks) this.#looking.add(entry);
    else this.#looking.delete(entry);
    entry.looksUntil =
      now < pod.lookFrom ? pod.lookFrom : now < pod.lookUntil ? pod.lookUntil : Number.POSITIVE_INFINITY;
    if (entry.looksUntil === Number.POSITIVE_INFINITY) this.#timed.delete(entry);
    else this.#timed.add(entry);
    this.#nextTimed = Math.min(this.#nextTimed, entry.looksUntil);
  }

  /** Entries whose time has come, and when the next one's will. */
  #retime(now: number): void {
    this.#nextTimed = Number.POSITIVE_INFINITY;
    for (const entry of this.#timed) {
      if (entry.looksUntil > now) {
        this.#nextTimed = Math.min(this.#nextTimed, entry.looksUntil);
        continue;
      }
      this.#look(entry, now);
      this.#seat(entry, now, this.#order.by !== 'look');
    }
  }

  #mark(entry: Entry, pod: Pod, now: number): void {
    const marked = now - entry.changedAt < MARK_MS ? entry.changed : 0;
    const changed = changedColumns(entry.pod, pod);
    entry.changed = marked | changed;
    if (changed === 0) return;
    entry.changedAt = now;
    this.#marksUntil = now + MARK_MS;
  }

  #rebuild(now: number): void {
    this.#isWholeDirty = false;
    this.#filteredAt = now;
    this.#version++;
    const rows: Entry[] = [];
    for (const entry of this.#entries.values()) if (this.#filter.matches(entry.pod, now)) rows.push(entry);
    this.#rows.reset(rows, this.#compare);
  }
}

const compareWorst = (a: Entry, b: Entry): number =>
  Number(b.role === 'danger') - Number(a.role === 'danger') || compareText(a.key, b.key);

const newEntry = (key: string, pod: Pod): Entry => ({
  key,
  pod,
  role: pod.role,
  looks: false,
  looksUntil: 0,
  place: -1,
  isLeaving: false,
  changed: 0,
  changedAt: 0,
});
