import { Worker } from 'node:worker_threads';
import { KpiError } from '../flow/index.ts';
import type { ExportRequest, ExportSummary } from './export-request.ts';
import type { ExportMessage } from './export-worker.io.ts';
import type { GifExportProgress } from './gif-request.ts';
import { removeTemporary } from './temporary-output.io.ts';

/** An export that runs beside a live screen. */
export interface Export {
  /** Rejects with the KpiError of the export; with `EXPORT_CANCELLED` after `cancel`. */
  readonly done: Promise<ExportSummary>;
  /** Ends the export and leaves no file behind. */
  cancel(): void;
}

/** Starts an export in a thread of its own, so that drawing and keys are not delayed. */
export function startExport(request: ExportRequest, onProgress: (progress: GifExportProgress) => void): Export {
  // In the bundle the worker is a file of its own beside the chunks.
  const own = import.meta.url.endsWith('.ts') ? './export-worker.io.ts' : './export-worker.mjs';
  const worker = new Worker(new URL(own, import.meta.url), { workerData: request });
  const done = new Promise<ExportSummary>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => reject(new KpiError('EXPORT_CANCELLED', 'the export ended before it was complete')));
    worker.on('message', (message: ExportMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'done') resolve(message.summary);
      else reject(new KpiError(message.code, message.message, message));
    });
  });
  const cancel = (): void => {
    worker.postMessage('cancel');
    // A thread in the middle of a picture looks late; a program that is told to end has a tenth of a second.
    removeTemporary(request.output);
  };
  return { done, cancel };
}
