import { constants } from 'node:os';
import { BytesToText } from '../asciicast/index.ts';
import type { Cancel } from '../flow/index.ts';
import type { PtyExit, PtyScreen, PtySession } from '../pty/index.ts';
import { type OutputStage, PlainStage } from './output-stage.ts';
import { type RecordedBody, Recording, type RecordingOptions } from './recording.ts';
import type { RecordingState } from './recording-state.ts';
import type { Detector } from './redaction/detectors.ts';
import { redactHeader } from './redaction/redact-text.ts';
import { openStreamRedactor, type StreamRedactor } from './redaction/stream-redactor.ts';

export interface PtyRecordingOptions extends Omit<RecordingOptions, 'header'> {
  readonly session: Pick<PtySession, 'onBytes' | 'hold'>;
  /**
   * The session's screen, connected before the recording starts. A recording of a running session begins with what it
   * shows; without a screen it cannot be paused.
   */
  readonly screen?: PtyScreen | undefined;
  /** What finds secrets; undefined: nothing is masked. */
  readonly detectors?: readonly Detector[] | undefined;
}

/**
 * Records one pty: its output as the program wrote it. The program is held while more waits than the disk takes. What is
 * done to the session is told by its owner: `resize`, `input`, `exited`.
 */
export class PtyRecording {
  readonly #recording: Recording;
  readonly #stage: OutputStage;
  readonly #redactor: StreamRedactor | undefined;
  readonly #session: PtyRecordingOptions['session'];
  readonly #screen: PtyScreen | undefined;
  readonly #text = new BytesToText();
  readonly #stopListening: Cancel;
  #release: (() => void) | undefined;
  /** Output that came while a snapshot is waited for; undefined: none is. */
  #behindSnapshot: string[] | undefined;
  /** The screen stood within an escape sequence: ask again after the next output. */
  #isTorn = false;
  #needsReset = false;
  #resizedWhilePaused: { readonly cols: number; readonly rows: number } | undefined;

  private constructor(recording: Recording, redactor: StreamRedactor | undefined, options: PtyRecordingOptions) {
    this.#recording = recording;
    this.#redactor = redactor;
    this.#stage = redactor ?? new PlainStage(recording);
    this.#session = options.session;
    this.#screen = options.screen;
    this.#stopListening = options.session.onBytes((bytes) => this.#bytes(bytes));
    if (options.screen !== undefined) this.#startWithSnapshot(false);
  }

  /** Throws KpiError when the file cannot be made. */
  static async start(options: PtyRecordingOptions): Promise<PtyRecording> {
    const { detectors } = options;
    const header = detectors === undefined ? {} : { header: redactHeader(detectors) };
    const recording = await Recording.open({ ...options, ...header });
    const redactor =
      detectors === undefined ? undefined : await openStreamRedactor({ ...options, recording, detectors });
    return new PtyRecording(recording, redactor, options);
  }

  get state(): RecordingState {
    return this.#recording.state;
  }

  /** How much was masked by which detector; undefined when nothing is. */
  get report(): StreamRedactor['report'] | undefined {
    return this.#redactor?.report;
  }

  onChange(listener: () => void): Cancel {
    return this.#recording.onChange(listener);
  }

  resize(cols: number, rows: number): void {
    if (this.#recording.isPaused) this.#resizedWhilePaused = { cols, rows };
    else this.#push({ kind: 'resize', cols, rows });
  }

  input(data: string): void {
    this.#push({ kind: 'input', data });
  }

  mark(label = ''): void {
    this.#push({ kind: 'marker', label });
  }

  /** Throws a TypeError without a screen: what happens meanwhile could not be drawn afterwards. */
  pause(): void {
    if (this.#screen === undefined) throw new TypeError('screen: expected the screen of the session, received none');
    if (this.state.kind === 'recording') this.#recording.pause();
  }

  /** Output of the pause is not in the file, so a snapshot comes first. */
  resume(): void {
    if (this.state.kind !== 'paused') return;
    this.#recording.resume();
    if (this.#resizedWhilePaused !== undefined) this.#push({ kind: 'resize', ...this.#resizedWhilePaused });
    this.#resizedWhilePaused = undefined;
    this.#startWithSnapshot(true);
  }

  /** Writes what is held and closes the file. Never throws: a failure is in the state. */
  async stop(exit?: PtyExit): Promise<RecordingState> {
    this.#stopListening();
    await this.#screen?.whenParsed();
    if (this.#behindSnapshot !== undefined) this.#snapshot(this.#behindSnapshot.length);
    this.#output(this.#text.end());
    await this.#stage.flush();
    // Version 2 has no such event.
    if (exit !== undefined && this.#recording.version === 3)
      this.#recording.record({ kind: 'exit', status: exitStatus(exit) });
    this.#release?.();
    this.#redactor?.dispose();
    return this.#recording.stop();
  }

  #bytes(bytes: Uint8Array): void {
    const text = this.#text.decode(bytes);
    if (this.#recording.isPaused) return;
    if (this.#behindSnapshot === undefined) {
      this.#output(text);
      return;
    }
    this.#behindSnapshot.push(text);
    if (this.#isTorn) this.#askForSnapshot();
  }

  #startWithSnapshot(reset: boolean): void {
    this.#behindSnapshot = [];
    this.#needsReset = reset;
    this.#askForSnapshot();
  }

  /**
   * What the screen was given so far is in the snapshot, what comes from now on follows it. The screen is connected
   * first, so it was given every chunk that is here.
   */
  #askForSnapshot(): void {
    const included = this.#behindSnapshot?.length ?? 0;
    this.#isTorn = false;
    this.#screen?.write('', () => {
      if (this.#behindSnapshot === undefined) return;
      if (this.#screen?.isAtGround) this.#snapshot(included);
      else this.#isTorn = true;
    });
  }

  #snapshot(included: number): void {
    const following = this.#behindSnapshot?.slice(included) ?? [];
    this.#behindSnapshot = undefined;
    this.#output(this.#screen?.snapshot({ reset: this.#needsReset }) ?? '');
    for (const text of following) this.#output(text);
  }

  #output(data: string): void {
    if (data !== '') this.#push({ kind: 'output', data });
  }

  #push(body: RecordedBody): void {
    if (this.#recording.isPaused) return;
    const isReady = this.#stage.push({ ...body, atMicros: this.#recording.nowMicros() });
    if (isReady || this.#release !== undefined) return;
    this.#release = this.#session.hold();
    void this.#stage.whenReady().then(() => {
      this.#release?.();
      this.#release = undefined;
    });
  }
}

/** As a shell says it: 128 and the signal's number for a program that was killed. */
function exitStatus(exit: PtyExit): string {
  if (exit.kind === 'code') return String(exit.code);
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return String(128 + (numbers[exit.signal] ?? 0));
}
