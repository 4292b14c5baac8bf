import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Compress } from './gif-stream.ts';
import type { WorkerJob, WorkerResult } from './gif-worker.io.ts';
import { LzwEncoder, type PixelRect } from './lzw.ts';

/** More threads than this wait for the one that paints. */
export const MOST_WORKERS = 3;
/** Small pictures are compressed faster than a thread starts. */
const SLOW_START_BYTES = 16 * 1024 * 1024;

export const defaultWorkers = (): number => Math.min(availableParallelism() - 1, MOST_WORKERS);

interface Waiting {
  readonly resolve: (data: Uint8Array) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Compresses rectangles, at first in this thread, and in others as soon as a recording turns out to be large. Each
 * worker has its own queue; the least busy one is given the next rectangle.
 */
export class WorkerPool {
  readonly #encoder = new LzwEncoder();
  readonly #size: number;
  readonly #workers: { readonly worker: Worker; load: number }[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #pixels = 0;
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  readonly compress: Compress = (rect) => {
    this.#pixels += rect.pixels.length;
    if (this.#size === 0 || this.#pixels < SLOW_START_BYTES) return this.#encoder.encode(rect);
    if (this.#workers.length < this.#size) this.#start();
    return this.#send(rect);
  };

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()));
  }

  #start(): void {
    // In the bundle the worker is a file of its own beside the chunks.
    const own = import.meta.url.endsWith('.ts') ? './gif-worker.io.ts' : './gif-worker.mjs';
    const entry = { worker: new Worker(new URL(own, import.meta.url)), load: 0 };
    this.#workers.push(entry);
    entry.worker.on('message', ({ id, data }: WorkerResult) => {
      this.#waiting.get(id)?.resolve(data);
      this.#waiting.delete(id);
    });
    entry.worker.on('error', (cause) => {
      for (const { reject } of this.#waiting.values()) reject(cause);
      this.#waiting.clear();
    });
  }

  #send({ pixels, same }: PixelRect): Promise<Uint8Array> {
    const least = this.#workers.reduce((one, other) => (other.load < one.load ? other : one));
    const id = this.#next++;
    const { length } = pixels;
    least.load += length;
    const result = new Promise<Uint8Array>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    // The buffers are not used here again, so they change hands without a copy.
    const job: WorkerJob = { id, pixels, same };
    least.worker.postMessage(job, [pixels.buffer as ArrayBuffer, same.buffer as ArrayBuffer]);
    const done = result.finally(() => {
      least.load -= length;
    });
    // Whoever writes the frame hears of a failure; until then it must not count as unhandled.
    done.catch(() => undefined);
    return done;
  }
}
