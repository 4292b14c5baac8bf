import { type Clock, inBackground, nextTurn } from '../flow/index.ts';
import {
  type ApiFailure,
  failureOf,
  type KubeObject,
  type ListerWatcher,
  type ListPage,
  type WatchEvent,
  type Watcher,
} from '../kube/index.ts';
import { encodeHeader, encodeLine, type StreamHeader, type StreamLine } from './stream-line.ts';

/** Where the lines go. A sink that has failed takes them and does nothing. */
export interface StreamSink {
  /** False when the caller should wait for `whenWritable`. */
  write(line: string): boolean;
  whenWritable(): Promise<void>;
}

/** Items in one line: 0.2 MB of pods. */
const ITEMS_PER_LINE = 500;

type WithoutTime<Line> = Line extends unknown ? Omit<Line, 'atMs' | 'source'> : never;
type Tell<T> = (line: WithoutTime<StreamLine<T>>) => Promise<void>;

/**
 * Writes down what servers answer to lists and watches, as lines that replay the same. What is recorded waits for the
 * sink, so nothing is held but the page that came.
 */
export class StreamRecorder {
  readonly #sink: StreamSink;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #startedAt: number;
  #sources = 0;

  constructor(sink: StreamSink, clock: Pick<Clock, 'now'>, header: Omit<StreamHeader, 'startedAt'>) {
    this.#sink = sink;
    this.#clock = clock;
    // The header has whole milliseconds.
    this.#startedAt = Math.floor(clock.now());
    sink.write(encodeHeader({ ...header, startedAt: this.#startedAt }));
  }

  /** The same source, recorded as the next namespace of the header. */
  record<T extends KubeObject>(inner: ListerWatcher<T>): ListerWatcher<T> {
    const source = this.#sources++;
    const tell: Tell<T> = async (line) => {
      const atMs = Math.round((this.#clock.now() - this.#startedAt) * 1000) / 1000;
      if (!this.#sink.write(encodeLine({ ...line, source, atMs } as StreamLine<T>))) await this.#sink.whenWritable();
    };
    return {
      async list(options, signal, progress) {
        const page = await inner.list(options, signal, progress).catch(failing(tell, 'list', signal));
        await tellPage(tell, page);
        return page;
      },
      async watch(options, signal, onMalformed) {
        const { resourceVersion, sendInitialEvents } = options;
        const watcher = await inner.watch(options, signal, onMalformed).catch(failing(tell, 'watch', signal));
        await tell({ type: 'watch', resourceVersion, sendInitialEvents });
        return recordedWatcher(watcher, tell, signal);
      },
    };
  }
}

/** Writes the failure down and throws it on; what our own stop breaks off is none of the server's. */
function failing<T>(
  tell: Tell<T>,
  of: 'list' | 'watch' | 'events',
  signal: AbortSignal,
): (thrown: unknown) => Promise<never> {
  return async (thrown) => {
    const failure: ApiFailure = failureOf(thrown);
    if (!signal.aborted) await tell({ type: 'failure', of, failure });
    throw thrown;
  };
}

async function tellPage<T>(tell: Tell<T>, page: ListPage<T>): Promise<void> {
  const { items, ...facts } = page;
  for (let from = 0; from < items.length; from += ITEMS_PER_LINE) {
    await tell({ type: 'items', items: items.slice(from, from + ITEMS_PER_LINE) });
    // A line takes milliseconds to make.
    await nextTurn();
  }
  await tell({ type: 'list', ...facts });
}

function recordedWatcher<T>(inner: Watcher, tell: Tell<T>, signal: AbortSignal): Watcher {
  let isOver = false;
  const failed = failing(tell, 'events', signal);
  return {
    /** Comes after every end, too; what our own stop ends has not ended for the server. */
    stop() {
      if (!isOver && !signal.aborted) inBackground(tell({ type: 'close' }), () => {});
      isOver = true;
      inner.stop();
    },
    [Symbol.asyncIterator]() {
      const events = inner[Symbol.asyncIterator]();
      return {
        async next(): Promise<IteratorResult<WatchEvent>> {
          const next = await events.next().catch(async (thrown: unknown) => {
            const isNew = !isOver;
            isOver = true;
            return isNew ? await failed(thrown) : Promise.reject(thrown);
          });
          if (next.done !== true && !isOver) await tell({ type: 'event', event: next.value });
          return next;
        },
      };
    },
  };
}
