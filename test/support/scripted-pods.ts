import type {
  ApiFailure,
  ListerWatcher,
  ListOptions,
  ListPage,
  ListProgress,
  WatchEvent,
  Watcher,
} from '../../src/kube/index.ts';
import { type Pod, podKey } from '../../src/pods/index.ts';

/** A list and watch of pods without a server: a test says what is there, what happens, and what fails. */
export class ScriptedPods implements ListerWatcher<Pod> {
  readonly #pods = new Map<string, Pod>();
  #watcher: ScriptedWatcher | undefined;
  #version = 100;
  #held: HeldList | undefined;
  /** What the next lists and watches are answered with. */
  failure: ApiFailure | undefined;
  /** Resource versions that lists were asked for at. */
  readonly lists: string[] = [];

  constructor(pods: readonly Pod[] = []) {
    for (const pod of pods) this.#pods.set(podKey(pod), pod);
  }

  /** The next lists come in piece by piece: `bring` brings some, and what is brought last ends or breaks them. */
  hold(): HeldList {
    this.#held = new HeldList(() => ({
      items: [...this.#pods.values()],
      resourceVersion: String(this.#version),
      continue: '',
    }));
    return this.#held;
  }

  list({ resourceVersion }: ListOptions, _signal?: AbortSignal, progress?: ListProgress<Pod>): Promise<ListPage<Pod>> {
    this.lists.push(resourceVersion);
    if (this.#held !== undefined) {
      const held = this.#held;
      this.#held = undefined;
      return held.open(progress);
    }
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return Promise.resolve({ items: [...this.#pods.values()], resourceVersion: String(this.#version), continue: '' });
  }

  watch(): Promise<Watcher> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.#watcher = new ScriptedWatcher();
    return Promise.resolve(this.#watcher);
  }

  /** A pod is there, or is as it was given; a watch hears of it. */
  put(pod: Pod): void {
    const type = this.#pods.has(podKey(pod)) ? 'MODIFIED' : 'ADDED';
    const next = this.#next(pod);
    this.#pods.set(podKey(pod), next);
    this.#watcher?.push({ type, object: next });
  }

  delete(pod: Pod): void {
    this.#pods.delete(podKey(pod));
    this.#watcher?.push({ type: 'DELETED', object: this.#next(pod) });
  }

  /** Every pod becomes another object that says the same, as after any list. */
  renew(): void {
    for (const [key, pod] of this.#pods) this.#pods.set(key, { ...pod });
  }

  /** The server goes away: the watch breaks and nothing is answered until `failure` is taken back. */
  breakWith(failure: ApiFailure): void {
    this.failure = failure;
    this.#watcher?.fail(failure);
    this.#watcher = undefined;
  }

  #next(pod: Pod): Pod {
    return { ...pod, metadata: { ...pod.metadata, resourceVersion: String(++this.#version) } };
  }
}

/** A list that is still coming in. */
export class HeldList {
  readonly #page: () => ListPage<Pod>;
  readonly #items: Pod[] = [];
  readonly #outcome = Promise.withResolvers<ListPage<Pod>>();
  #progress: ListProgress<Pod> | undefined;

  constructor(page: () => ListPage<Pod>) {
    this.#page = page;
  }

  open(progress: ListProgress<Pod> | undefined): Promise<ListPage<Pod>> {
    this.#progress = progress;
    return this.#outcome.promise;
  }

  bring(...pods: readonly Pod[]): void {
    this.#items.push(...pods);
    this.#progress?.(this.#items, undefined);
  }

  end(): void {
    this.#outcome.resolve(this.#page());
  }

  fail(failure: ApiFailure): void {
    this.#outcome.reject(failure);
  }
}

class ScriptedWatcher implements Watcher {
  readonly #events: WatchEvent[] = [];
  #failure: ApiFailure | undefined;
  #isOver = false;
  #wake: () => void = () => {};

  push(event: WatchEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  fail(failure: ApiFailure): void {
    this.#failure = failure;
    this.#wake();
  }

  stop(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<WatchEvent> {
    while (!this.#isOver) {
      const event = this.#events.shift();
      if (event !== undefined) yield event;
      else if (this.#failure !== undefined) throw this.#failure;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
