import type { Clock } from '../flow/index.ts';
import type { KubeObject } from '../kube/index.ts';
import { resourceVersionOf } from './delta.ts';
import type { Listener, ListenerState, Notification } from './listener.ts';
import type { Observe } from './pipeline-event.ts';

/**
 * The listeners of an informer, and who of them wants a resync now.
 *
 * Sync notifications go to those that are due only, all others to everybody; so a list that changes nothing is not seen
 * by a handler without a resync period.
 */
export class Listeners<T extends KubeObject> {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #observe: Observe | undefined;
  /** Each listener, and whether it is due for the sync under way. New ones are, unless they want none at all. */
  readonly #isDue = new Map<Listener<T>, boolean>();
  /** Removed, but not yet done with what they have. */
  readonly #leaving = new Set<Listener<T>>();

  constructor(options: { clock: Pick<Clock, 'now'>; observe: Observe | undefined }) {
    this.#clock = options.clock;
    this.#observe = options.observe;
  }

  add(listener: Listener<T>): void {
    this.#isDue.set(listener, listener.hasResync);
  }

  remove(listener: Listener<T>): void {
    if (!this.#isDue.delete(listener)) return;
    this.#leaving.add(listener);
    listener.drained().then(
      () => this.#leaving.delete(listener),
      () => {},
    );
  }

  distribute(key: string, notification: Notification<T>, isSync: boolean): void {
    for (const [listener, isDue] of this.#isDue) if (isDue || !isSync) this.hand(listener, key, notification, isSync);
  }

  hand(listener: Listener<T>, key: string, notification: Notification<T>, isSync: boolean): void {
    if (this.#observe === undefined) return listener.add(notification);
    const at = this.#clock.now();
    listener.add(notification, at);
    if (this.#observe.passesOver?.(6)) return;
    const object = notification.kind === 'update' ? notification.now : notification.object;
    const { name: handler, pending } = listener;
    this.#observe({
      step: 6,
      key,
      resourceVersion: resourceVersionOf(object),
      handler,
      notification: notification.kind,
      isSync,
      pending,
      at,
    });
  }

  /** In the order in which they were added; those removed are not among them. */
  states(): ListenerState[] {
    return [...this.#isDue.keys()].map((listener) => listener.state());
  }

  /** Finds out anew who is due; whether anybody is. */
  shouldResync(): boolean {
    const now = this.#clock.now();
    let isAnyDue = false;
    for (const listener of this.#isDue.keys()) {
      const isDue = listener.shouldResync(now);
      this.#isDue.set(listener, isDue);
      isAnyDue ||= isDue;
    }
    return isAnyDue;
  }

  /** The informer looks more often, or less. */
  setCheckPeriod(resyncPeriod: (requestedMs: number) => number): void {
    for (const listener of this.#isDue.keys()) listener.setResyncPeriod(resyncPeriod(listener.requestedResyncMs));
  }

  async drained(): Promise<void> {
    await Promise.all([...this.#isDue.keys(), ...this.#leaving].map((listener) => listener.drained()));
  }
}
