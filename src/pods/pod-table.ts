import { type Pod, podKey } from './pod.ts';
import { compareText, POD_COLUMNS, type PodColumnId } from './pod-columns.ts';
import { EVERY_POD, type PodFilter } from './pod-filter.ts';
import { needsLook, roleAt, type StatusRole } from './pod-look.ts';
import { comparePods, DEFAULT_ORDER, type PodOrder } from './pod-order.ts';

/** How long a changed cell stays marked. */
export const MARK_MS = 1000;
/** How often a filter that depends on the time is tried again on all pods. */
const TIMED_FILTER_MS = 1000;

/** A pod in the table. `place` is its index among the shown rows, -1 when it is not shown. */
interface Entry {
  readonly key: string;
  pod: Pod;
  /** As at the last settle: the role that is shown, and whether the pod needs a look. */
  role: StatusRole;
  looks: boolean;
  /** When `looks` changes by itself; Infinity: never. */
  looksUntil: number;
  place: number;
  /** Leaves its place at the next merge. */
  isLeaving: boolean;
  /** Bit i: column i of POD_COLUMNS changed at `changedAt`. */
  changedColumns: number;
  changedAt: number;
}

/**
 * The filtered and sorted rows. `put` and `remove` cost a map entry; `settle`, once a frame, takes all changes of the frame
 * out and merges them in again: O(changes log changes + rows). Invariant after `settle(now)`: the rows are exactly the
 * pods that match at `now`, in order.
 */
export class PodTable {
  readonly #entries = new Map<string, Entry>();
  /** The newest state of each key that changed since the last settle; undefined: gone. At most one for each key known. */
  readonly #changed = new Map<string, Pod | undefined>();
  /** Entries whose `looks` will change by itself. */
  readonly #timed = new Set<Entry>();
  #nextTimed = Number.POSITIVE_INFINITY;
  #rows: Entry[] = [];
  #order: PodOrder = DEFAULT_ORDER;
  #compare = comparePods(DEFAULT_ORDER);
  #filter: PodFilter = EVERY_POD;
  #isWholeDirty = false;
  #filteredAt = 0;
  #version = 0;
  #firstLeaving = Number.POSITIVE_INFINITY;
  readonly #counts: Record<StatusRole, number> = { ok: 0, busy: 0, warn: 0, danger: 0, idle: 0 };
  readonly #looking = new Set<Entry>();
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
    this.#changed.set(podKey(pod), pod);
  }

  remove(key: string): void {
    if (this.#entries.has(key)) this.#changed.set(key, undefined);
    else this.#changed.delete(key);
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
    return this.#rows[index]?.pod;
  }

  keyAt(index: number): string | undefined {
    return this.#rows[index]?.key;
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
    return this.#rows[index]?.role ?? 'idle';
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
    const entry = this.#rows[index];
    if (entry === undefined || entry.changedColumns === 0 || now - entry.changedAt >= MARK_MS) return false;
    return (entry.changedColumns & (1 << columnBit(column))) !== 0;
  }

  /** Takes in all that changed up to `now` (ms since the epoch). Returns whether anything did. */
  settle(now: number): boolean {
    const coming: Entry[] = [];
    const before = this.#version;
    for (const [key, pod] of this.#changed) this.#take(key, pod, now, coming);
    this.#changed.clear();
    if (now >= this.#nextTimed) this.#retime(now, coming);
    const isFilterDue = this.#filter.isTimed && now - this.#filteredAt >= TIMED_FILTER_MS;
    if (this.#isWholeDirty || isFilterDue) this.#rebuild(now);
    else if (coming.length > 0 || this.#firstLeaving < this.#rows.length) this.#merge(coming);
    return this.#version !== before;
  }

  #take(key: string, pod: Pod | undefined, now: number, coming: Entry[]): void {
    const entry = this.#entries.get(key);
    if (pod === undefined) {
      if (entry !== undefined) this.#forget(entry);
    } else if (entry === undefined) {
      this.#enter(key, pod, now, coming);
    } else if (entry.pod !== pod) {
      this.#replace(entry, pod, now, coming);
    }
  }

  #enter(key: string, pod: Pod, now: number, coming: Entry[]): void {
    const entry: Entry = newEntry(key, pod);
    this.#entries.set(key, entry);
    this.#counts[entry.role]++;
    this.#look(entry, now);
    if (this.#filter.matches(pod, now)) coming.push(entry);
    this.#version++;
  }

  #replace(entry: Entry, pod: Pod, now: number, coming: Entry[]): void {
    const before = { pod: entry.pod, looks: entry.looks };
    this.#mark(entry, pod, now);
    entry.pod = pod;
    this.#look(entry, now);
    this.#reseat(entry, now, coming, this.#compare(before, entry) === 0);
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
  #reseat(entry: Entry, now: number, coming: Entry[], isSamePlace: boolean): void {
    this.#version++;
    const matches = this.#filter.matches(entry.pod, now);
    if (matches && isSamePlace && entry.place >= 0) return;
    this.#leave(entry);
    if (matches) coming.push(entry);
  }

  #leave(entry: Entry): void {
    if (entry.place < 0) return;
    entry.isLeaving = true;
    this.#firstLeaving = Math.min(this.#firstLeaving, entry.place);
  }

  #look(entry: Entry, now: number): void {
    const { lookFrom, lookUntil } = entry.pod;
    const role = roleAt(entry.pod, now);
    this.#counts[entry.role]--;
    this.#counts[role]++;
    entry.role = role;
    entry.looks = needsLook(entry.pod, now);
    if (entry.looks) this.#looking.add(entry);
    else this.#looking.delete(entry);
    entry.looksUntil = now < lookFrom ? lookFrom : now < lookUntil ? lookUntil : Number.POSITIVE_INFINITY;
    if (entry.looksUntil === Number.POSITIVE_INFINITY) this.#timed.delete(entry);
    else this.#timed.add(entry);
    this.#nextTimed = Math.min(this.#nextTimed, entry.looksUntil);
  }

  /** Entries whose time has come, and when the next one's will. */
  #retime(now: number, coming: Entry[]): void {
    this.#nextTimed = Number.POSITIVE_INFINITY;
    for (const entry of this.#timed) {
      if (entry.looksUntil > now) {
        this.#nextTimed = Math.min(this.#nextTimed, entry.looksUntil);
        continue;
      }
      this.#look(entry, now);
      this.#reseat(entry, now, coming, this.#order.by !== 'look');
    }
  }

  #mark(entry: Entry, pod: Pod, now: number): void {
    let columns = now - entry.changedAt < MARK_MS ? entry.changedColumns : 0;
    const before = columns;
    for (let bit = 0; bit < POD_COLUMNS.length; bit++)
      if (POD_COLUMNS[bit]?.differs(entry.pod, pod)) columns |= 1 << bit;
    entry.changedColumns = columns;
    if (columns === before) return;
    entry.changedAt = now;
    this.#marksUntil = now + MARK_MS;
  }

  #merge(coming: Entry[]): void {
    const firstLeft = this.#takeOut();
    const firstPut = this.#putIn(coming.sort(this.#compare));
    this.#seat(Math.min(firstLeft, firstPut));
  }

  /** Closes the gaps of what leaves; returns the first place that is not what it was. */
  #takeOut(): number {
    const rows = this.#rows;
    const first = this.#firstLeaving;
    let to = first;
    for (let from = first; from < rows.length; from++) {
      const entry = rows[from] as Entry;
      if (entry.isLeaving) {
        entry.isLeaving = false;
        entry.place = -1;
      } else {
        rows[to++] = entry;
      }
    }
    if (first < rows.length) rows.length = to;
    this.#firstLeaving = Number.POSITIVE_INFINITY;
    return first;
  }

  /** Merges sorted entries in from the end, so that each row moves once; returns the first place that is not what it was. */
  #putIn(coming: readonly Entry[]): number {
    const rows = this.#rows;
    let end = rows.length;
    for (const entry of coming) rows.push(entry);
    let to = rows.length;
    for (let next = coming.length - 1; next >= 0; next--) {
      const entry = coming[next] as Entry;
      const place = this.#placeFor(entry, end);
      while (end > place) rows[--to] = rows[--end] as Entry;
      rows[--to] = entry;
    }
    return to === rows.length ? Number.POSITIVE_INFINITY : to;
  }

  /** How many of the first `end` rows stand before an entry. */
  #placeFor(entry: Entry, end: number): number {
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#rows[middle] as Entry, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #rebuild(now: number): void {
    this.#isWholeDirty = false;
    this.#filteredAt = now;
    this.#version++;
    for (const entry of this.#rows) {
      entry.place = -1;
      entry.isLeaving = false;
    }
    const rows: Entry[] = [];
    for (const entry of this.#entries.values()) if (this.#filter.matches(entry.pod, now)) rows.push(entry);
    this.#rows = rows.sort(this.#compare);
    this.#firstLeaving = Number.POSITIVE_INFINITY;
    this.#seat(0);
  }

  #seat(first: number): void {
    for (let place = first; place < this.#rows.length; place++) (this.#rows[place] as Entry).place = place;
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
  changedColumns: 0,
  changedAt: 0,
});

const BITS = new Map(POD_COLUMNS.map(({ id }, bit) => [id, bit]));
const columnBit = (column: PodColumnId): number => BITS.get(column) ?? 0;
