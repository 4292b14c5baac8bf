import { type Clock, wait } from '../flow/index.ts';
import type { KubeObject, ListerWatcher } from '../kube/index.ts';
import { ReplayInbox } from './replay-inbox.ts';
import { ReplaySource } from './replay-source.ts';
import { scaledClock } from './scaled-clock.ts';
import type { StreamHeader } from './stream-line.ts';
import type { StreamReader } from './stream-reader.ts';

/**
 * Plays a recorded watch stream through a pipeline: `listerWatchers` answer as the servers did, at the recorded times
 * of `clock`, which the whole pipeline has to go by; it runs `speed` times as fast as the real one.
 */
export class StreamReplay<T extends KubeObject> {
  readonly header: StreamHeader;
  readonly clock: Clock;
  /** In the order of the header's namespaces. */
  readonly listerWatchers: readonly ListerWatcher<T>[];
  readonly #reader: StreamReader<T>;
  readonly #inboxes: readonly ReplayInbox<T>[];

  constructor(reader: StreamReader<T>, { clock, speed }: { clock: Clock; speed: number }) {
    this.#reader = reader;
    this.header = reader.header;
    this.clock = scaledClock(clock, { speed, startAt: reader.header.startedAt });
    this.#inboxes = reader.header.namespaces.map(() => new ReplayInbox<T>());
    this.listerWatchers = this.#inboxes.map((inbox) => new ReplaySource<T>(inbox));
  }

  /** Resolves when the last line has been taken, or the signal comes. Rejects with what the reader finds wrong. */
  readonly run = async (signal: AbortSignal): Promise<void> => {
    for await (const line of this.#reader.lines()) {
      const dueInMs = this.header.startedAt + line.atMs - this.clock.now();
      if (dueInMs > 0) await wait(this.clock, dueInMs, signal);
      if (signal.aborted || !(await (this.#inboxes[line.source] as ReplayInbox<T>).put(line, signal))) return;
    }
    for (const inbox of this.#inboxes) inbox.end();
    await Promise.all(this.#inboxes.map((inbox) => inbox.drained(signal)));
  };
}
