import { createGunzip, type Gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { Cancel, Clock } from '../flow/index.ts';
import { type ApiFailure, failureOfCause } from './api-failure.ts';
import type { BodyReader } from './list-reader.ts';

/** Within one turn of the event loop; then keys and frames have theirs. */
const LONGEST_SLICE_MS = 8;

export interface ResponseHead {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfterSeconds: number;
}

export interface Deadlines {
  /** From the request to the head of its response. */
  readonly headMs: number;
  /** Between two pieces of the body; 0: no such limit. */
  readonly idleMs: number;
  /** From the request to the end of the body; 0: no such limit. */
  readonly wholeMs: number;
}

export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly request: Dispatcher.DispatchOptions;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal;
  /** Who reads the body, once it is known what comes. */
  readonly onHead: (head: ResponseHead) => BodyReader;
}

type PauseReason = 'turn' | 'reader' | 'gunzip';

/** One request and its response, read piece by piece straight from the socket. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Resolves when the body has been read to its end, rejects with an ApiFailure. */
  readonly finished: Promise<void>;
  readonly #options: ExchangeOptions;
  readonly #pauses = new Set<PauseReason>();
  readonly #timers = new Set<Cancel>();
  #settle: { resolve: () => void; reject: (failure: ApiFailure) => void } | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #aborted: Error | undefined;
  #reader: BodyReader | undefined;
  #gunzip: Gunzip | undefined;
  #lastByteAt: number;
  #turnStart: number | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#lastByteAt = options.clock.now();
    this.finished = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever started the exchange looks at it when it suits; until then a failure is not an unhandled one.
    this.finished.catch(() => {});
  }

  start(): this {
    const { signal, deadlines, dispatcher, request } = this.#options;
    if (signal.aborted) {
      this.abort(new Error('stopped'));
      return this;
    }
    const onAbort = () => this.abort(new Error('stopped'));
    signal.addEventListener('abort', onAbort, { once: true });
    this.#timers.add(() => signal.removeEventListener('abort', onAbort));
    this.#limit(deadlines.headMs, () => this.#reader === undefined, 'no answer');
    this.#limit(deadlines.wholeMs, () => true, 'no end');
    try {
      dispatcher.dispatch(request, this);
    } catch (cause) {
      this.#fail(cause);
    }
    return this;
  }

  abort(reason: Error): void {
    if (this.#settle === undefined) return;
    this.#aborted = reason;
    this.#fail(reason);
    this.#controller?.abort(reason);
  }

  pause(reason: PauseReason = 'reader'): void {
    this.#pauses.add(reason);
    this.#controller?.pause();
  }

  resume(reason: PauseReason = 'reader'): void {
    if (this.#pauses.delete(reason) && this.#pauses.size === 0) this.#controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted !== undefined) controller.abort(this.#aborted);
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    const contentType = String(headers['content-type'] ?? '');
    const retryAfterSeconds = Number(headers['retry-after'] ?? 0) || 0;
    this.#reader = this.#options.onHead({ status, contentType, retryAfterSeconds });
    if (headers['content-encoding'] === 'gzip') this.#startGunzip(this.#reader);
    this.#idle();
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#lastByteAt = this.#options.clock.now();
    if (this.#gunzip === undefined) this.#read(chunk);
    // The transport uses its buffer again, and zlib reads in another thread.
    else if (!this.#gunzip.write(Buffer.from(chunk))) this.pause('gunzip');
  }

  onResponseEnd(): void {
    if (this.#gunzip === undefined) this.#end();
    else this.#gunzip.end();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #read(chunk: Buffer): void {
    if (this.#settle === undefined) return;
    const { clock } = this.#options;
    if (this.#turnStart === undefined) {
      this.#turnStart = clock.now();
      setImmediate(() => {
        this.#turnStart = undefined;
        this.resume('turn');
      });
    }
    try {
      this.#reader?.push(chunk);
    } catch (cause) {
      this.abort(cause as Error);
      return;
    }
    if (clock.now() - this.#turnStart > LONGEST_SLICE_MS) this.pause('turn');
  }

  #end(): void {
    try {
      this.#reader?.end();
    } catch (cause) {
      this.#fail(cause);
      return;
    }
    const settle = this.#settle;
    this.#close();
    settle?.resolve();
  }

  #fail(cause: unknown): void {
    const settle = this.#settle;
    this.#close();
    settle?.reject(failureOfCause(cause));
  }

  #close(): void {
    this.#settle = undefined;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.#gunzip?.destroy();
  }

  #startGunzip(reader: BodyReader): void {
    const gunzip = createGunzip();
    this.#gunzip = gunzip;
    this.#reader = reader;
    gunzip.on('data', (chunk: Buffer) => this.#read(chunk));
    gunzip.on('drain', () => this.resume('gunzip'));
    gunzip.on('end', () => this.#end());
    gunzip.on('error', (cause) => this.abort(cause));
  }

  #limit(ms: number, isDue: () => boolean, what: string): void {
    if (ms === 0) return;
    this.#timers.add(
      this.#options.clock.after(ms, () => {
        if (isDue()) this.abort(new DeadlineError(`${what} within ${Math.round(ms / 1000)} s`));
      }),
    );
  }

  /** One timer that looks when the last byte came, not one a byte. */
  #idle(): void {
    const { clock, deadlines } = this.#options;
    if (deadlines.idleMs === 0) return;
    const arm = (ms: number): void => {
      const cancel = clock.after(ms, () => {
        this.#timers.delete(cancel);
        const left = this.#lastByteAt + deadlines.idleMs - clock.now();
        if (left > 0) arm(left);
        else this.abort(new DeadlineError(`nothing came for ${Math.round(deadlines.idleMs / 1000)} s`));
      });
      this.#timers.add(cancel);
    };
    arm(deadlines.idleMs);
  }
}

/** The other side is silent: gone, or behind something that swallows packets. */
class DeadlineError extends Error {
  readonly code = 'ETIMEDOUT';
}
