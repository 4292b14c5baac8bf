import { type Cancel, type Clock, inBackground } from '../flow/index.ts';
import { type ApiClient, type ApiFailure, failureOf } from '../kube/index.ts';
import type { Pod } from './pod.ts';
import { podKey } from './pod.ts';
import type { PodDocuments } from './pod-detail.ts';

/** Moving through a list must not ask the server at every row. */
const SETTLE_MS = 150;
/** Events are not watched: they are asked for again this often while their pod is followed. */
const EVENTS_MS = 10_000;

/** What is known of the pod that is followed, beyond its row. */
export interface PodDetailState {
  /** `namespace/name`; undefined: no pod is followed. */
  readonly key: string | undefined;
  readonly documents: PodDocuments | undefined;
  /** Why the last request failed; what was known before is still in `documents`. */
  readonly failure: ApiFailure | undefined;
}

const NOTHING: PodDetailState = { key: undefined, documents: undefined, failure: undefined };

/**
 * Fetches the whole object and the events of the one pod that is looked at, again when it changes. At most one request for
 * each is under way; an answer for a pod that is no longer followed is thrown away.
 */
export class PodDetailSession {
  readonly #client: Pick<ApiClient, 'get'>;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #state: PodDetailState = NOTHING;
  #version = '';
  #cancelTimer: Cancel | undefined;
  #request: AbortController | undefined;

  constructor(options: { client: Pick<ApiClient, 'get'>; clock: Clock; onChange: () => void }) {
    this.#client = options.client;
    this.#clock = options.clock;
    this.#onChange = options.onChange;
  }

  get state(): PodDetailState {
    return this.#state;
  }

  /** Follows a pod as it is in the table now; undefined: none. Cheap to call at every frame. */
  follow(pod: Pod | undefined): void {
    const key = pod === undefined ? undefined : podKey(pod);
    const version = pod === undefined ? '' : `${pod.metadata.uid} ${pod.metadata.resourceVersion}`;
    if (key === this.#state.key && version === this.#version) return;
    this.#version = version;
    if (key !== this.#state.key) {
      this.#request?.abort();
      this.#set({ ...NOTHING, key });
    }
    this.#schedule(SETTLE_MS);
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#request?.abort();
  }

  #schedule(ms: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#state.key === undefined) return;
    this.#cancelTimer = this.#clock.after(ms, () => inBackground(this.#fetch(), () => {}));
  }

  async #fetch(): Promise<void> {
    const key = this.#state.key as string;
    const slash = key.indexOf('/');
    const base = `/api/v1/namespaces/${encodeURIComponent(key.slice(0, slash))}`;
    const name = key.slice(slash + 1);
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    try {
      const [pod, events] = await Promise.all([
        this.#client.get(`${base}/pods/${encodeURIComponent(name)}`, {}, request.signal),
        // Who may read pods but not events still sees the pod.
        this.#client
          .get(`${base}/events`, { fieldSelector: `involvedObject.name=${name}` }, request.signal)
          .catch(() => undefined),
      ]);
      if (request.signal.aborted) return;
      this.#set({ key, documents: { pod, events: events ?? { items: [] } }, failure: undefined });
    } catch (cause) {
      if (request.signal.aborted) return;
      this.#set({ ...this.#state, failure: failureOf(cause) });
    }
    this.#schedule(EVENTS_MS);
  }

  #set(state: PodDetailState): void {
    this.#state = state;
    this.#onChange();
  }
}
