import { parentPort } from 'node:worker_threads';
import { LzwEncoder } from './lzw.ts';

/** A rectangle to compress, in memory that both threads see. */
export interface WorkerJob {
  readonly id: number;
  readonly pixels: Uint8Array;
  readonly same: Uint8Array;
}

export interface WorkerResult {
  readonly id: number;
  readonly data: Uint8Array;
}

const encoder = new LzwEncoder();

parentPort?.on('message', ({ id, pixels, same }: WorkerJob) => {
  const data = encoder.encode({ pixels, same });
  parentPort?.postMessage({ id, data } satisfies WorkerResult, [data.buffer as ArrayBuffer]);
});
