import { type Clock, inBackground, messageOf } from '../src/flow/index.ts';
import type { ShellState } from '../src/pty/index.ts';
import type {
  PtyRecording,
  RecordingFile,
  RecordingState,
  ScreenRecording,
  UserPattern,
} from '../src/recorder/index.ts';
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
  /** What the settings want masked besides what is known to be secret. */
  readonly patterns: readonly UserPattern[];
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

/** What is being recorded: the whole screen, or the embedded shell alone. */
type Running =
  | { readonly source: 'screen'; readonly recording: ScreenRecording }
  | { readonly source: 'shell'; readonly recording: PtyRecording };

/** The one recording that the workstation makes: what `R`, `M` and the header mean. */
export class RecordingControl {
  readonly #o: RecordingControlOptions;
  #running: Running | undefined;
  #isStarting = false;

  constructor(options: RecordingControlOptions) {
    this.#o = options;
  }

  get state(): RecordingState | undefined {
    return this.#running?.recording.state;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  get source(): Running['source'] | undefined {
    return this.#running?.source;
  }

  /** Starts a recording, or ends the one that runs. */
  toggle(): void {
    if (this.#running === undefined) this.#begin(() => this.#startScreen());
    else this.#run(this.stop());
  }

  /** Starts a recording of the shell alone, from what it shows now. */
  startShell(shell: Extract<ShellState, { kind: 'running' }>): void {
    if (this.#running === undefined) this.#begin(() => this.#startShell(shell));
  }

  shellResized(cols: number, rows: number): void {
    if (this.#running?.source === 'shell') this.#running.recording.resize(cols, rows);
  }

  shellEnded(): void {
    if (this.#running?.source === 'shell') this.#run(this.stop());
  }

  mark(): void {
    this.#running?.recording.mark();
    this.#o.toast('marker set', 'accent');
  }

  togglePause(): void {
    const recording = this.#running?.recording;
    if (recording?.state.kind === 'paused') recording.resume();
    else recording?.pause();
  }

  /** Writes what is held back and closes the file; says where it is. */
  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    const state = await running.recording.stop();
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
    const what = this.source === 'shell' ? 'shell ' : '';
    return { mark, text: `${what}${formatClock(state.seconds)} ${formatBytes(state.bytes)}`, role: 'text', rank: 0 };
  }

  #begin(start: () => Promise<Running>): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    const begun = start().then((running) => {
      this.#running = running;
      running.recording.onChange(() => this.#changed(running));
      this.#o.onChange();
    });
    this.#run(begun.finally(() => (this.#isStarting = false)));
  }

  async #startScreen(): Promise<Running> {
    const { terminal } = this.#o;
    const { ScreenRecording } = await loadRecorder();
    return { source: 'screen', recording: await ScreenRecording.start({ ...(await this.#file()), terminal }) };
  }

  async #startShell({ session, screen }: Extract<ShellState, { kind: 'running' }>): Promise<Running> {
    const { PtyRecording } = await loadRecorder();
    const { cols, rows } = screen;
    const recording = await PtyRecording.start({ ...(await this.#file()), session, screen, cols, rows });
    return { source: 'shell', recording };
  }

  /** A new file in the folder, and what every recording is made with. */
  async #file() {
    const { clock, env, folder, patterns, toast } = this.#o;
    const { detectorsWith, newRecordingPath } = await loadRecorder();
    const detectors = detectorsWith(patterns, (name) =>
      toast(`the pattern '${name}' of the settings is too slow and not used any more`, 'danger'),
    );
    return { path: await newRecordingPath(folder, clock.now()), clock, env, detectors };
  }

  /** A full disk ends the recording by itself; the program goes on. */
  #changed(running: Running): void {
    const { state } = running.recording;
    if (state.kind === 'failed' && this.#running === running) {
      this.#running = undefined;
      this.#o.toast(state.error, 'danger');
    }
    this.#o.onChange();
  }

  #run(work: Promise<unknown>): void {
    inBackground(work, (cause) => this.#o.toast(messageOf(cause), 'danger'));
  }
}
