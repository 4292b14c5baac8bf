import { parentPort } from 'node:worker_threads';
import { LzwEncoder, type PixelRect } from './lzw.ts';

export interface WorkerJob {
  readonly id: number;
  readonly rect: PixelRect;
}

/** The image data, and the memory of the rectangle back. */
export interface WorkerResult extends WorkerJob {
  readonly data: Uint8Array;
}

const encoder = new LzwEncoder();

parentPort?.on('message', ({ id, rect }: WorkerJob) => {
  const data = encoder.encode(rect);
  const moved = [data.buffer, rect.pixels.buffer, rect.same.buffer] as ArrayBuffer[];
  parentPort?.postMessage({ id, rect, data } satisfies WorkerResult, moved);
});
