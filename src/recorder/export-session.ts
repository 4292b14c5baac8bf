import { inBackground, KpiError, messageOf } from '../flow/index.ts';
import type { ExportRequest, ExportSummary } from './export-request.ts';
import type { Export, startExport } from './export-thread.io.ts';
import type { GifExportProgress } from './gif-request.ts';

/** The export that runs, or how the last one ended. */
export type ExportState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'running';
      readonly request: ExportRequest;
      /** Undefined until something of the recording is read. */
      readonly progress: GifExportProgress | undefined;
      readonly startedMs: number;
      readonly isCancelling: boolean;
    }
  | { readonly kind: 'done'; readonly request: ExportRequest; readonly summary: ExportSummary }
  | { readonly kind: 'failed'; readonly request: ExportRequest; readonly error: KpiError };

export interface ExportSessionOptions {
  readonly start: typeof startExport;
  readonly now: () => number;
  readonly onChange: () => void;
}

/** One export at a time, which goes on while other things are looked at. A cancelled one leaves nothing: no file, no state. */
export class ExportSession {
  readonly #o: ExportSessionOptions;
  #state: ExportState = { kind: 'none' };
  #running: Export | undefined;

  constructor(options: ExportSessionOptions) {
    this.#o = options;
  }

  get state(): ExportState {
    return this.#state;
  }

  /** False while another one runs. */
  start(request: ExportRequest): boolean {
    if (this.#running !== undefined) return false;
    const running = this.#o.start(request, (progress) => this.#progress(progress));
    this.#running = running;
    const startedMs = this.#o.now();
    this.#set({ kind: 'running', request, progress: undefined, startedMs, isCancelling: false });
    const ended = running.done.then((summary): ExportState => ({ kind: 'done', request, summary }));
    inBackground(
      ended.then((state) => this.#end(state)),
      (cause) => this.#end(failureOf(cause, request)),
    );
    return true;
  }

  /** Ends the running export; resolves when nothing of it is left. */
  async cancel(): Promise<void> {
    const running = this.#running;
    if (running === undefined || this.#state.kind !== 'running') return;
    this.#set({ ...this.#state, isCancelling: true });
    running.cancel();
    await running.done.catch(() => {});
  }

  /** Forgets how the last one ended. */
  clear(): void {
    if (this.#running === undefined) this.#set({ kind: 'none' });
  }

  #progress(progress: GifExportProgress): void {
    if (this.#state.kind === 'running') this.#set({ ...this.#state, progress });
  }

  #end(state: ExportState): void {
    this.#running = undefined;
    const wasCancelled = this.#state.kind === 'running' && this.#state.isCancelling && state.kind === 'failed';
    this.#set(wasCancelled ? { kind: 'none' } : state);
  }

  #set(state: ExportState): void {
    this.#state = state;
    this.#o.onChange();
  }
}

function failureOf(cause: unknown, request: ExportRequest): ExportState {
  const error = cause instanceof KpiError ? cause : new KpiError('EXPORT_FAILED', messageOf(cause), { cause });
  return error.code === 'EXPORT_CANCELLED' ? { kind: 'none' } : { kind: 'failed', request, error };
}
