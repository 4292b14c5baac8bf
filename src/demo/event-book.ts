import { hash32, uidOf } from './demo-names.ts';
import { ObjectStore, type StoredObject } from './object-store.ts';

/** The event that something happened to a pod, with how often it has. Times in ms since the epoch. */
export interface EventState extends StoredObject {
  readonly uid: string;
  readonly pod: { readonly name: string; readonly uid: string };
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly component: string;
  readonly host: string;
}

/** What is told of a pod, before it is counted. */
export interface Occurrence {
  readonly namespace: string;
  readonly pod: { readonly name: string; readonly uid: string };
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  readonly host: string;
  readonly at: number;
  /** For what has happened before the demo began. */
  readonly count?: number;
  readonly firstAt?: number;
}

/** A real server drops events after an hour; this one the oldest beyond this many. */
const MOST_EVENTS = 1_000;
const HISTORY_LENGTH = 1_000;

/** Counts like events together, as the event recorder of client-go does, and forgets the oldest. */
export class EventBook {
  readonly store = new ObjectStore<EventState>(HISTORY_LENGTH);
  readonly #nextVersion: () => number;

  constructor(nextVersion: () => number) {
    this.#nextVersion = nextVersion;
  }

  tell(occurrence: Occurrence): void {
    const { namespace, pod, type, reason, message, component, host, at, count = 1, firstAt = at } = occurrence;
    const name = `${pod.name}.${hash32(`${pod.uid}/${reason}/${message}`).toString(16).padStart(16, '1')}`;
    const key = `${namespace}/${name}`;
    const before = this.store.get(key);
    if (before === undefined && this.store.size >= MOST_EVENTS) this.#forgetOldest();
    const same = { key, namespace, name, pod, type, reason, message, component, host };
    this.store.put({
      ...same,
      uid: before?.uid ?? uidOf(`event/${key}`),
      count: (before?.count ?? 0) + count,
      firstAt: before?.firstAt ?? firstAt,
      lastAt: at,
      resourceVersion: this.#nextVersion(),
    });
  }

  #forgetOldest(): void {
    let oldest: EventState | undefined;
    for (const event of this.store.values()) if (oldest === undefined || event.lastAt < oldest.lastAt) oldest = event;
    if (oldest !== undefined) this.store.remove({ ...oldest, resourceVersion: this.#nextVersion() });
  }
}
