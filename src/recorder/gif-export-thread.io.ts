import { Worker } from 'node:worker_threads';
import { KpiError } from '../flow/index.ts';
import type { ExportMessage } from './gif-export-worker.io.ts';
import type { GifExportProgress, GifRequest, GifSummary } from './gif-request.ts';

/** An export that runs beside a live screen. */
export interface GifExport {
  /** Rejects with the KpiError of the export; with `GIF_CANCELLED` after `cancel`. */
  readonly done: Promise<GifSummary>;
  /** Ends the export and leaves no file behind. */
  cancel(): void;
}

/** Starts an export in a thread of its own, so that drawing and keys are not delayed. */
export function startGifExport(request: GifRequest, onProgress: (progress: GifExportProgress) => void): GifExport {
  // In the bundle the worker is a file of its own beside the chunks.
  const own = import.meta.url.endsWith('.ts') ? './gif-export-worker.io.ts' : './gif-export-worker.mjs';
  const worker = new Worker(new URL(own, import.meta.url), { workerData: request });
  const done = new Promise<GifSummary>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => reject(new KpiError('GIF_CANCELLED', 'the export ended before the GIF was complete')));
    worker.on('message', (message: ExportMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'done') resolve(message.summary);
      else reject(new KpiError(message.code, message.message, message));
    });
  });
  return { done, cancel: () => worker.postMessage('cancel') };
}
