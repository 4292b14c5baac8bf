import { parentPort, workerData } from 'node:worker_threads';
import { EXIT, KpiError, messageOf, systemClock } from '../flow/index.ts';
import { exportGif } from './gif-export.io.ts';
import type { GifExportProgress, GifRequest, GifSummary } from './gif-request.ts';

/** What an export in a thread says to the one that started it. */
export type ExportMessage =
  | { readonly kind: 'progress'; readonly progress: GifExportProgress }
  | { readonly kind: 'done'; readonly summary: GifSummary }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      readonly exitCode: number;
    };

const cancel = new AbortController();
const say = (message: ExportMessage) => parentPort?.postMessage(message);
parentPort?.on('message', () => cancel.abort(new KpiError('GIF_CANCELLED', 'the export was cancelled')));

try {
  const summary = await exportGif(workerData as GifRequest, {
    clock: systemClock,
    signal: cancel.signal,
    onProgress: (progress) => say({ kind: 'progress', progress }),
  });
  say({ kind: 'done', summary });
} catch (cause) {
  const known = cause instanceof KpiError ? cause : undefined;
  say({
    kind: 'failed',
    code: known?.code ?? 'GIF_FAILED',
    message: messageOf(cause),
    ...(known?.hint === undefined ? {} : { hint: known.hint }),
    exitCode: known?.exitCode ?? EXIT.bug,
  });
} finally {
  parentPort?.close();
}
