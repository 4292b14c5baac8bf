import type { Cancel } from '../flow/index.ts';
import { Grid, type TapFrame, type Terminal } from '../terminal/index.ts';
import { FrameEncoder, type ScreenFrame } from './frame-encoder.ts';
import { type RecordedBody, Recording, type RecordingOptions } from './recording.ts';
import type { RecordingState } from './recording-state.ts';
import type { Detector } from './redaction/detectors.ts';
import { FrameHold } from './redaction/frame-hold.ts';
import { GridRedactor } from './redaction/grid-redactor.ts';
import { redactHeader, redactText } from './redaction/redact-text.ts';
import { WrittenScreen } from './redaction/written-screen.ts';

/** The recorder's own pace, whatever the terminal's link can take. */
const FRAMES_PER_SECOND = 30;

export interface ScreenRecordingOptions extends Omit<RecordingOptions, 'cols' | 'rows' | 'mode' | 'header'> {
  readonly terminal: Pick<Terminal, 'tap' | 'cols' | 'rows'>;
  /** What finds secrets; undefined: nothing is masked. */
  readonly detectors?: readonly Detector[] | undefined;
}

interface ScreenReport {
  readonly masked: Readonly<Partial<Record<string, number>>>;
  readonly late: number;
  /** Characters that stay in the file. */
  readonly lost: number;
}

/**
 * Records the workstation's own screen from a tap on the compositor. Secrets are masked in the cells before anything is
 * encoded, so they are never in the stream of bytes; frames are held back for that by 300 ms. While the disk is slow
 * frames merge, and the newest is written when there is room.
 */
export class ScreenRecording {
  readonly #recording: Recording;
  readonly #terminal: ScreenRecordingOptions['terminal'];
  readonly #detectors: readonly Detector[];
  readonly #encoder: FrameEncoder;
  readonly #hold: FrameHold | undefined;
  readonly #written: WrittenScreen | undefined;
  #late = 0;
  #latest: Grid;
  /** The first event has the time 0.0. */
  #isFirst = true;
  #untap: Cancel = () => {};
  #cancelRelease: Cancel | undefined;
  /** The newest frame that found no room. */
  #waiting: { frame: ScreenFrame; atMicros: number } | undefined;

  private constructor(recording: Recording, { terminal, detectors }: ScreenRecordingOptions) {
    this.#recording = recording;
    this.#terminal = terminal;
    this.#detectors = detectors ?? [];
    this.#latest = new Grid(terminal.cols, terminal.rows);
    this.#encoder = new FrameEncoder({ cols: terminal.cols, rows: terminal.rows });
    if (detectors !== undefined) {
      this.#hold = new FrameHold(new GridRedactor(detectors));
      this.#written = new WrittenScreen(recording, { cols: terminal.cols, rows: terminal.rows });
    }
    this.#tap();
  }

  /** Throws KpiError when the file cannot be made. */
  static async start(options: ScreenRecordingOptions): Promise<ScreenRecording> {
    const { terminal, detectors } = options;
    const header = detectors === undefined ? {} : { header: redactHeader(detectors) };
    const recording = await Recording.open({ ...options, ...header, cols: terminal.cols, rows: terminal.rows });
    return new ScreenRecording(recording, options);
  }

  get state(): RecordingState {
    return this.#recording.state;
  }

  /** Secrets that were masked, by detector, and characters that were in the file before; undefined when nothing is masked. */
  get report(): ScreenReport | undefined {
    if (this.#hold === undefined) return undefined;
    return { masked: this.#hold.masked, late: this.#late, lost: this.#written?.lost ?? 0 };
  }

  /** Told when the recording pauses, goes on, stops or fails; its time and size are read when they are shown. */
  onChange(listener: () => void): Cancel {
    return this.#recording.onChange(listener);
  }

  pause(): void {
    if (this.state.kind !== 'recording') return;
    this.#untap();
    this.#recording.pause();
  }

  /** What changed meanwhile is not in the file, so the first frame is a snapshot. */
  resume(): void {
    if (this.state.kind !== 'paused') return;
    this.#recording.resume();
    this.#release(Number.POSITIVE_INFINITY);
    this.#encoder.restart();
    this.#tap();
  }

  mark(label = ''): void {
    if (this.state.kind !== 'recording') return;
    const body = { kind: 'marker', label: redactText(label, this.#detectors) } as const;
    if (this.#hold === undefined) {
      this.#recording.record(body);
      return;
    }
    this.#hold.addBody(body, this.#now());
    this.#scheduleRelease();
  }

  /** Writes what is held and closes the file. Never throws: a failure is in the state. */
  async stop(): Promise<RecordingState> {
    this.#untap();
    this.#cancelRelease?.();
    this.#release(Number.POSITIVE_INFINITY);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#encode(waiting.frame, waiting.atMicros);
    return this.#recording.stop();
  }

  /** A new tap's first frame holds all rows. */
  #tap(): void {
    this.#untap = this.#terminal.tap({ fps: FRAMES_PER_SECOND, frame: (frame) => this.#frame(frame) });
  }

  #frame(frame: TapFrame): void {
    const { changedRows, scrolls, cursor } = frame;
    this.#copy(frame);
    const at = this.#isFirst ? { ...this.#now(), micros: 0 } : this.#now();
    this.#isFirst = false;
    const copy: ScreenFrame = { grid: this.#latest, cursor, rows: changedRows, scrolls };
    if (this.#hold === undefined) {
      this.#write(copy, at.micros);
      return;
    }
    this.#hold.add(copy, at, { written: this.#encoder.shown, late: (cell) => this.#maskLate(cell) });
    this.#scheduleRelease();
  }

  #maskLate(cell: number): void {
    const { shown } = this.#encoder;
    if (shown === undefined || shown.text[cell] === '*' || shown.text[cell] === ' ') return;
    if (this.#written?.mask(cell) !== true) return;
    shown.text[cell] = '*';
    this.#late++;
  }

  #now(): { ms: number; micros: number } {
    return { ms: this.#recording.clock.now(), micros: this.#recording.nowMicros() };
  }

  #copy({ grid, changedRows }: TapFrame): void {
    if (grid.cols !== this.#latest.cols || grid.rows !== this.#latest.rows)
      this.#latest = new Grid(grid.cols, grid.rows);
    const { cols, text, style } = this.#latest;
    for (const y of changedRows) {
      for (let index = y * cols; index < (y + 1) * cols; index++) {
        text[index] = grid.text[index] as string;
        style[index] = grid.style[index] as number;
      }
    }
  }

  #scheduleRelease(): void {
    if (this.#cancelRelease !== undefined) return;
    const due = this.#hold?.dueIn(this.#recording.clock.now());
    if (due === undefined) return;
    this.#cancelRelease = this.#recording.clock.after(due, () => {
      this.#cancelRelease = undefined;
      this.#release(this.#recording.clock.now());
      this.#scheduleRelease();
    });
  }

  #release(untilMs: number): void {
    for (const released of this.#hold?.take(untilMs) ?? []) {
      if (released.kind === 'frame') this.#write(released.frame, released.atMicros);
      else this.#record(released.body, released.atMicros);
    }
  }

  #write(frame: ScreenFrame, atMicros: number): void {
    if (this.#waiting !== undefined || this.#recording.isFull) {
      this.#wait(frame, atMicros);
      return;
    }
    this.#encode(frame, atMicros);
  }

  #encode(frame: ScreenFrame, atMicros: number): void {
    for (const body of this.#encoder.encode(frame)) this.#record(body, atMicros);
  }

  #record(body: RecordedBody, atMicros: number): void {
    if (this.#written === undefined) this.#recording.record(body, atMicros);
    else this.#written.write(body, atMicros);
  }

  #wait(frame: ScreenFrame, atMicros: number): void {
    const isFirst = this.#waiting === undefined;
    // Where it differs is known only against the frame before, which is not written.
    this.#waiting = { frame: { grid: frame.grid, cursor: frame.cursor }, atMicros };
    if (isFirst) void this.#recording.whenWritable().then(() => this.#writeWaiting());
  }

  #writeWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#write(waiting.frame, waiting.atMicros);
  }
}
