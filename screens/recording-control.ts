import { type Clock, inBackground, messageOf } from '../src/flow/index.ts';
import type { RecordingFile, RecordingState, ScreenRecording } from '../src/recorder/index.ts';
import type { Terminal } from '../src/terminal/index.ts';
import { formatBytes, formatClock } from '../src/text/index.ts';
import type { Glyphs } from './glyphs.ts';
import { loadRecorder } from './load-recorder.ts';
import { span } from './ui/line.ts';
import type { Chip } from './ui/tab-bar.ts';

export interface RecordingControlOptions {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly glyphs: Glyphs;
  readonly onChange: () => void;
  readonly toast: (text: string, role: 'accent' | 'danger') => void;
  /** A finished recording is on disk. */
  readonly onFinished: (path: string) => void;
}

/** The recordings of a folder, newest first. */
export async function readRecordings(folder: string): Promise<readonly RecordingFile[]> {
  const { listRecordings } = await loadRecorder();
  return await listRecordings(folder);
}

/** The one recording of the workstation's own screen: what `R`, `M` and the header mean. */
export class RecordingControl {
  readonly #o: RecordingControlOptions;
  #recording: ScreenRecording | undefined;
  #isStarting = false;

  constructor(options: RecordingControlOptions) {
    this.#o = options;
  }

  get state(): RecordingState | undefined {
    return this.#recording?.state;
  }

  get isRunning(): boolean {
    return this.#recording !== undefined;
  }

  /** Starts a recording, or ends the one that runs. */
  toggle(): void {
    if (this.#isStarting) return;
    inBackground(this.#recording === undefined ? this.#start() : this.stop(), (cause) =>
      this.#o.toast(messageOf(cause), 'danger'),
    );
  }

  mark(): void {
    this.#recording?.mark();
    this.#o.toast('marker set', 'accent');
  }

  togglePause(): void {
    if (this.state?.kind === 'paused') this.#recording?.resume();
    else this.#recording?.pause();
  }

  /** Writes what is held back and closes the file; says where it is. */
  async stop(): Promise<void> {
    const recording = this.#recording;
    if (recording === undefined) return;
    this.#recording = undefined;
    const state = await recording.stop();
    if (state.kind === 'failed') this.#o.toast(state.error, 'danger');
    else {
      const name = state.path.slice(state.path.lastIndexOf('/') + 1);
      this.#o.toast(`recorded ${formatClock(state.seconds)}, ${formatBytes(state.bytes)}: ${name}`, 'accent');
      this.#o.onFinished(state.path);
    }
    this.#o.onChange();
  }

  /** `● 01:23 412K` in the header, `‖` when paused. */
  chip(): Chip | undefined {
    const { state } = this;
    if (state === undefined) return undefined;
    const { glyphs } = this.#o;
    const mark = state.kind === 'paused' ? span(glyphs.paused, 'warn') : span(glyphs.record, 'danger');
    return { mark, text: `${formatClock(state.seconds)} ${formatBytes(state.bytes)}`, role: 'text', rank: 0 };
  }

  async #start(): Promise<void> {
    this.#isStarting = true;
    try {
      const { terminal, clock, env, folder } = this.#o;
      const { DETECTORS, newRecordingPath, ScreenRecording } = await loadRecorder();
      const path = await newRecordingPath(folder, clock.now());
      const recording = await ScreenRecording.start({ path, terminal, clock, env, detectors: DETECTORS });
      this.#recording = recording;
      recording.onChange(() => this.#changed(recording));
    } finally {
      this.#isStarting = false;
    }
    this.#o.onChange();
  }

  /** A full disk ends the recording by itself; the program goes on. */
  #changed(recording: ScreenRecording): void {
    const { state } = recording;
    if (state.kind === 'failed' && this.#recording === recording) {
      this.#recording = undefined;
      this.#o.toast(state.error, 'danger');
    }
    this.#o.onChange();
  }
}
