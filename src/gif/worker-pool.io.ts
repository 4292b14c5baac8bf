import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Compressor } from './gif-stream.ts';
import type { WorkerJob, WorkerResult } from './gif-worker.io.ts';
import { LzwEncoder, type PixelRect } from './lzw.ts';
import { PixelBuffers } from './pixel-buffers.ts';

/** More threads than this wait for the one that paints. */
const MOST_WORKERS = 3;
/** Pixels of about the last fifty frames beyond which other threads help; a clock on a still screen never gets there. */
const BUSY_PIXELS = 8 * 1024 * 1024;
const FORGET = 0.98;

/** Smaller ones cost less than handing them over. */
const LARGE_RECT_PIXELS = 16 * 1024;

/** A worker makes next to no garbage; a usual heap would take 30 MB for nothing. */
const SMALL_HEAP = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** Threads that compress beside the one that paints. */
export const defaultWorkers = (): number => Math.min(availableParallelism() - 1, MOST_WORKERS);

interface Waiting {
  readonly resolve: (data: Uint8Array) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Compresses rectangles, at first in this thread, and in others as soon as a recording turns out to be large. The least
 * busy worker is given the next rectangle; its memory goes there and comes back without a copy.
 */
export class WorkerPool implements Compressor {
  readonly #encoder = new LzwEncoder();
  readonly #buffers = new PixelBuffers();
  readonly #size: number;
  readonly #workers: { readonly worker: Worker; load: number }[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #recentPixels = 0;
  #isBusy = false;
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  take(length: number): PixelRect {
    return this.#buffers.take(length);
  }

  compress(rect: PixelRect): Uint8Array | Promise<Uint8Array> {
    this.#recentPixels = this.#recentPixels * FORGET + rect.pixels.length;
    this.#isBusy ||= this.#recentPixels > BUSY_PIXELS;
    if (this.#size === 0 || !this.#isBusy || rect.pixels.length < LARGE_RECT_PIXELS) {
      const data = this.#encoder.encode(rect);
      this.#buffers.giveBack(rect);
      return data;
    }
    if (this.#workers.length < this.#size) this.#start();
    return this.#send(rect);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()));
  }

  #start(): void {
    // In the bundle the worker is a file of its own beside the chunks.
    const own = import.meta.url.endsWith('.ts') ? './gif-worker.io.ts' : './gif-worker.mjs';
    const entry = { worker: new Worker(new URL(own, import.meta.url), { resourceLimits: SMALL_HEAP }), load: 0 };
    this.#workers.push(entry);
    entry.worker.on('message', ({ id, rect, data }: WorkerResult) => {
      entry.load -= rect.pixels.length;
      this.#buffers.giveBack(rect);
      this.#waiting.get(id)?.resolve(data);
      this.#waiting.delete(id);
    });
    entry.worker.on('error', (cause) => {
      for (const { reject } of this.#waiting.values()) reject(cause);
      this.#waiting.clear();
    });
  }

  #send(rect: PixelRect): Promise<Uint8Array> {
    const least = this.#workers.reduce((one, other) => (other.load < one.load ? other : one));
    const id = this.#next++;
    least.load += rect.pixels.length;
    const result = new Promise<Uint8Array>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    // Whoever writes the frame hears of a failure; until then it must not count as unhandled.
    result.catch(() => undefined);
    const job: WorkerJob = { id, rect };
    least.worker.postMessage(job, [rect.pixels.buffer, rect.same.buffer] as ArrayBuffer[]);
    return result;
  }
}
