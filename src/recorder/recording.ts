import {
  CastEncoder,
  type CastEvent,
  type CastHeader,
  encodeHeader,
  type WrittenCastVersion,
} from '../asciicast/index.ts';
import type { Cancel, Clock } from '../flow/index.ts';
import { findAppendPoint } from './append-point.io.ts';
import type { CastFile } from './cast-file.io.ts';
import { openCastFile } from './open-cast-file.io.ts';
import { RecordingClock } from './recording-clock.ts';
import { recordingHeader } from './recording-header.ts';
import { keptSentence, type RecordingState } from './recording-state.ts';

/** What happened, without its time. */
export type RecordedBody =
  | { readonly kind: 'output' | 'input'; readonly data: string }
  | { readonly kind: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly kind: 'marker'; readonly label: string }
  | { readonly kind: 'exit'; readonly status: string };

export interface RecordingOptions {
  readonly path: string;
  readonly mode?: 'create' | 'overwrite' | 'append';
  readonly version?: WrittenCastVersion;
  readonly cols: number;
  readonly rows: number;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly envNames?: readonly string[] | undefined;
  readonly title?: string | undefined;
  readonly command?: string | undefined;
  readonly idleLimitSeconds?: number | undefined;
  readonly maxBytes?: number | undefined;
  /** Changes the header before it is written: redaction. */
  readonly header?: (header: CastHeader) => CastHeader;
}

/**
 * One file being recorded: stamps events with the recording's own time, encodes and writes them. Its sources are
 * `ScreenRecording` and `PtyRecording`. Ended by `stop`, or by its file when the disk is full: then `state` says so,
 * and events are ignored.
 */
export class Recording {
  readonly path: string;
  readonly clock: Clock;
  readonly #file: CastFile;
  readonly #encoder: CastEncoder;
  readonly #time: RecordingClock;
  readonly #listeners = new Set<() => void>();
  #state: 'recording' | 'stopped' | 'failed' = 'recording';
  #error = '';
  #endMicros = 0;
  #headerLine = '';

  private constructor(parts: {
    options: RecordingOptions;
    file: CastFile;
    encoder: CastEncoder;
    offsetMicros: number;
  }) {
    this.path = parts.options.path;
    this.clock = parts.options.clock;
    this.#file = parts.file;
    this.#encoder = parts.encoder;
    this.#time = new RecordingClock(this.clock.now(), parts.offsetMicros);
    this.#file.onFailure((reason) => this.#fail(reason));
  }

  /** Opens the file and writes the header at once. Throws KpiError `CAST_EXISTS`, `CAST_WRITE`, or those of a reader. */
  static async open(options: RecordingOptions): Promise<Recording> {
    if (options.mode === 'append') return Recording.#continue(options);
    const { path, mode = 'create', maxBytes, version = 2 } = options;
    const file = await openCastFile({ path, mode, maxBytes });
    const header = recordingHeader({ ...options, version, startedAtMs: options.clock.now() });
    const line = encodeHeader(options.header?.(header) ?? header, version);
    file.write(line);
    file.flush();
    const recording = new Recording({ options, file, encoder: new CastEncoder(version), offsetMicros: 0 });
    recording.#headerLine = line;
    return recording;
  }

  static async #continue(options: RecordingOptions): Promise<Recording> {
    const { path, maxBytes } = options;
    const point = await findAppendPoint(path);
    const file = await openCastFile({ path, mode: 'append', maxBytes, appendAt: point.atByte });
    if (point.needsNewline) file.write('\n');
    const encoder = new CastEncoder(point.version, point.lastMicros);
    const recording = new Recording({ options, file, encoder, offsetMicros: point.lastMicros });
    if (point.cols !== options.cols || point.rows !== options.rows) {
      recording.record({ kind: 'resize', cols: options.cols, rows: options.rows });
    }
    return recording;
  }

  get version(): WrittenCastVersion {
    return this.#encoder.version;
  }

  get isPaused(): boolean {
    return this.#time.isPaused;
  }

  get state(): RecordingState {
    const seconds = (this.#state === 'recording' ? this.nowMicros() : this.#endMicros) / 1_000_000;
    const facts = { path: this.path, seconds, bytes: this.#file.bytes };
    if (this.#state === 'failed') return { kind: 'failed', ...facts, error: this.#error };
    return { kind: this.#state === 'recording' && this.isPaused ? 'paused' : this.#state, ...facts };
  }

  /** Told when the kind of state changes; seconds and bytes are read when they are shown. */
  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  nowMicros(): number {
    return this.#time.micros(this.clock.now());
  }

  /** Records something at a time of `nowMicros`, by default now. False: wait for `whenWritable` before the next. */
  record(body: RecordedBody, atMicros = this.nowMicros()): boolean {
    return this.write({ ...body, atMicros });
  }

  write(event: CastEvent): boolean {
    if (this.#state !== 'recording') return true;
    this.#endMicros = Math.max(this.#endMicros, event.atMicros);
    return this.#file.write(this.#encoder.event(event));
  }

  /** Writes output or input; the byte of the file at which its text begins, undefined when the recording has ended. */
  writeText(event: CastEvent & { kind: 'output' | 'input' }): number | undefined {
    if (this.#state !== 'recording') return undefined;
    const lineByte = this.#file.bytes;
    this.#endMicros = Math.max(this.#endMicros, event.atMicros);
    const line = this.#encoder.event(event);
    this.#file.write(line);
    // Time and code before it are ASCII: `[1.5, "o", "`.
    return lineByte + line.indexOf('", "') + '", "'.length;
  }

  get isFull(): boolean {
    return this.#file.isFull;
  }

  /** Overwrites bytes of the file with stars; its length stays. */
  mask(atByte: number, bytes: number): void {
    this.#file.patch(atByte, Buffer.alloc(bytes, '*'));
  }

  /** Masks a secret wherever the header names it: the command line may hold what the program then prints. */
  maskInHeader(secret: string): void {
    const json = JSON.stringify(secret).slice(1, -1);
    for (let at = this.#headerLine.indexOf(json); at >= 0; at = this.#headerLine.indexOf(json, at + 1)) {
      this.mask(Buffer.byteLength(this.#headerLine.slice(0, at)), Buffer.byteLength(json));
    }
  }

  whenWritable(): Promise<void> {
    return this.#file.whenWritable();
  }

  pause(): void {
    this.#time.pause(this.clock.now());
    this.#changed();
  }

  resume(): void {
    this.#time.resume(this.clock.now());
    this.#changed();
  }

  /** Writes what waits and closes the file. Never throws: a failure is in the state. */
  async stop(): Promise<RecordingState> {
    if (this.#state === 'recording') this.#endMicros = this.nowMicros();
    const failure = await this.#file.end();
    if (failure !== undefined) this.#fail(failure);
    else {
      this.#state = 'stopped';
      this.#changed();
    }
    return this.state;
  }

  #fail(reason: string): void {
    if (this.#state === 'failed') return;
    this.#state = 'failed';
    const kept = { path: this.path, seconds: this.#endMicros / 1_000_000, bytes: this.#file.bytes };
    this.#error = keptSentence(reason, kept);
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
