import type { CastEvent, Timeline } from '../asciicast/index.ts';
import type { EventBatch } from './cast-source.io.ts';

/** An event with its time in the playback. */
export interface Timed {
  readonly event: CastEvent;
  readonly playedMicros: number;
}

/** Reads a recording's events one by one, a batch ahead. */
export class EventReaderAhead {
  readonly #batches: AsyncGenerator<EventBatch>;
  readonly #timeline: Timeline;
  #events: readonly Timed[] = [];
  #at = 0;
  #last: { readonly recorded: number; readonly played: number };
  /** One read at a time, however many ask. */
  #loading: Promise<boolean> | undefined;

  /** `from`: the times of the place where the batches begin. */
  constructor(
    batches: AsyncGenerator<EventBatch>,
    timeline: Timeline,
    from: { recordedMicros: number; playedMicros: number },
  ) {
    this.#batches = batches;
    this.#timeline = timeline;
    this.#last = { recorded: from.recordedMicros, played: from.playedMicros };
  }

  /** The next event, which stays the next; undefined at the end. */
  async peek(): Promise<Timed | undefined> {
    while (this.#at >= this.#events.length) {
      this.#loading ??= this.#load();
      if (!(await this.#loading)) return undefined;
    }
    return this.#events[this.#at];
  }

  take(): void {
    const taken = this.#events[this.#at++];
    if (taken !== undefined) this.#last = { recorded: taken.event.atMicros, played: taken.playedMicros };
  }

  async next(): Promise<Timed | undefined> {
    const next = await this.peek();
    this.take();
    return next;
  }

  /** The time in the file of a time of the playback that is behind the last event. */
  recordedAt(playedMicros: number): number {
    return this.#last.recorded + Math.max(0, Math.round(playedMicros - this.#last.played));
  }

  close(): void {
    // A read that runs ends by itself, and nobody looks at what it brings.
    void this.#batches.return(undefined).catch(() => {});
  }

  async #load(): Promise<boolean> {
    const { value, done } = await this.#batches.next();
    if (done) return false;
    this.#events = value.events.map((event) => ({ event, playedMicros: this.#timeline.at(event.atMicros) }));
    this.#at = 0;
    this.#loading = undefined;
    return true;
  }
}
