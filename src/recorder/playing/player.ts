import { Timeline } from '../../asciicast/index.ts';
import { type Cancel, type Clock, inBackground } from '../../flow/index.ts';
import type { PtyScreen, Winsize } from '../../pty/index.ts';
import type { CastSource } from '../cast-source.io.ts';
import { EventReaderAhead, type Timed } from '../event-reader-ahead.ts';
import { type CastMarker, type SeekEntry, SeekIndex } from './seek-index.ts';

/** Makes a screen for a recording: without scrollback and without answers. */
export type ScreenMaker = (size: Winsize) => PtyScreen;

export interface PlayerOptions {
  readonly source: CastSource;
  readonly clock: Clock;
  readonly makeScreen: ScreenMaker;
  readonly speed?: number;
  /** Default: what the recording's header says. */
  readonly idleLimitSeconds?: number | undefined;
  readonly loops?: boolean;
  readonly pausesOnMarkers?: boolean;
  readonly onError: (cause: unknown) => void;
}

export interface PlayerState {
  readonly kind: 'playing' | 'paused' | 'ended';
  readonly seconds: number;
  /** Of what is read so far; `isComplete`: of all. */
  readonly totalSeconds: number;
  readonly isComplete: boolean;
  readonly speed: number;
  readonly markers: readonly CastMarker[];
}

const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 16, 32];
/** Output that the screen has not parsed yet; at high speed reading waits for it. */
const MOST_PENDING = 1024 * 1024;
/** Jumping back to a marker that was passed just now means the one before. */
const MARKER_SLACK_MICROS = 1_000_000;

/**
 * Plays a recording into a screen: the clock says how far, the screen shows it. Jumps go to the nearest snapshot and
 * read on from there. Nothing of the file reaches a terminal; `screen` is painted by its cells.
 */
export class Player {
  readonly #o: PlayerOptions;
  readonly #idleLimitSeconds: number | undefined;
  readonly #index: SeekIndex;
  readonly #listeners = new Set<() => void>();
  #screen: PtyScreen;
  #reader: EventReaderAhead;
  #kind: PlayerState['kind'] = 'paused';
  #speed: number;
  /** Where the playback is, and when it was there. */
  #atMicros = 0;
  #atMs: number;
  /** Time of the last event that was fed. */
  #fedMicros = 0;
  #cancelTimer: Cancel | undefined;
  /** Numbers the jumps, so that a later one ends an earlier. */
  #jump = 0;
  /** The jump that is under way: the next one counts from its target, and goes on playing as this one would have. */
  #under: { readonly target: number; readonly resumes: boolean } | undefined;

  constructor(options: PlayerOptions) {
    this.#o = options;
    this.#speed = options.speed ?? 1;
    this.#idleLimitSeconds = options.idleLimitSeconds ?? options.source.header.idleLimitSeconds;
    this.#atMs = options.clock.now();
    const { makeScreen } = options;
    this.#index = new SeekIndex(options.source, { idleLimitSeconds: this.#idleLimitSeconds, makeScreen });
    this.#screen = makeScreen(options.source.header);
    this.#reader = this.#readFrom(this.#index.nearest(0));
    inBackground(
      this.#index.build(() => this.#changed()),
      options.onError,
    );
  }

  /** The screen as it is now; another one after a jump. */
  get screen(): PtyScreen {
    return this.#screen;
  }

  get state(): PlayerState {
    return {
      kind: this.#under?.resumes === true ? 'playing' : this.#kind,
      seconds: this.#now() / 1_000_000,
      totalSeconds: Math.max(this.#index.playedMicros, this.#fedMicros) / 1_000_000,
      isComplete: this.#index.isComplete,
      speed: this.#speed,
      markers: this.#index.markers,
    };
  }

  /** Time in the file of what is shown now. */
  get recordedMicros(): number {
    return this.#reader.recordedAt(this.#now());
  }

  /** Told when the screen or the state has changed. */
  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  play(): void {
    if (this.#under !== undefined) this.#under = { ...this.#under, resumes: true };
    if (this.#kind === 'playing' || this.#under !== undefined) return;
    if (this.#kind === 'ended') {
      this.#run(this.seek(0).then(() => this.#start()));
      return;
    }
    this.#start();
  }

  pause(): void {
    if (this.#under !== undefined) this.#under = { ...this.#under, resumes: false };
    if (this.#kind !== 'playing') return;
    this.#hold('paused', this.#now());
  }

  toggle(): void {
    if (this.state.kind === 'playing') this.pause();
    else this.play();
  }

  /** The next or previous of the usual speeds. */
  changeSpeed(direction: 1 | -1): void {
    const faster = SPEEDS.find((speed) => speed > this.#speed + 1e-9);
    const slower = SPEEDS.findLast((speed) => speed < this.#speed - 1e-9);
    const at = this.#now();
    this.#speed = (direction > 0 ? faster : slower) ?? this.#speed;
    this.#atMicros = at;
    this.#atMs = this.#o.clock.now();
    if (this.#kind === 'playing') this.#tick();
    this.#changed();
  }

  seekBy(seconds: number): Promise<void> {
    return this.seek((this.#under?.target ?? this.#now()) / 1_000_000 + seconds);
  }

  /** `part` of the length, 0..1. */
  seekToPart(part: number): Promise<void> {
    return this.seek((this.#index.playedMicros / 1_000_000) * part);
  }

  /** To the next or previous marker; to an end where there is none. */
  seekToMarker(direction: 1 | -1): Promise<void> {
    const times = this.#index.markers.map((marker) => marker.playedMicros);
    const now = this.#now();
    const next = times.find((time) => time > now);
    const previous = times.findLast((time) => time < now - MARKER_SLACK_MICROS);
    const target = direction > 0 ? (next ?? this.#index.playedMicros) : (previous ?? 0);
    return this.seek(target / 1_000_000);
  }

  /** Shows the next event and stays there. */
  async stepForward(): Promise<void> {
    this.pause();
    const jump = this.#jump;
    for (let next = await this.#reader.next(); next !== undefined; next = await this.#reader.next()) {
      if (jump !== this.#jump) return;
      await this.#feed(next);
      if (next.event.kind === 'output') break;
    }
    this.#hold('paused', Math.max(this.#fedMicros, this.#now()));
    await this.#shown();
  }

  /** Shows what was there before the event that was fed last. */
  async stepBack(): Promise<void> {
    this.pause();
    await this.seek((this.#fedMicros - 1) / 1_000_000);
    this.#hold('paused', this.#fedMicros);
  }

  /** Shows the screen at a time of the playback and goes on as before. */
  async seek(seconds: number): Promise<void> {
    const target = Math.max(0, Math.min(Math.round(seconds * 1_000_000), this.#limitMicros()));
    const resumes = this.#under?.resumes ?? this.#kind === 'playing';
    const jump = ++this.#jump;
    this.#under = { target, resumes };
    this.#cancelTimer?.();
    this.#kind = 'paused';
    let reached: number;
    try {
      reached = await this.#moveTo(target, jump);
      // The time is told together with the screen that belongs to it.
      await this.#screen.whenParsed();
    } catch (cause) {
      if (jump === this.#jump) this.#under = undefined;
      throw cause;
    }
    if (jump !== this.#jump) return;
    const { resumes: goesOn } = this.#under;
    this.#under = undefined;
    this.#hold('paused', reached);
    if (goesOn) this.#start();
  }

  close(): void {
    this.#jump++;
    this.#cancelTimer?.();
    this.#index.stop();
    this.#reader.close();
    this.#screen.dispose();
    this.#listeners.clear();
  }

  #now(): number {
    if (this.#kind !== 'playing') return this.#atMicros;
    return this.#atMicros + (this.#o.clock.now() - this.#atMs) * 1000 * this.#speed;
  }

  /** Beyond what is read nobody knows yet whether it is the end. */
  #limitMicros(): number {
    return this.#index.isComplete ? this.#index.playedMicros : Number.MAX_SAFE_INTEGER;
  }

  #hold(kind: PlayerState['kind'], atMicros: number): void {
    this.#cancelTimer?.();
    this.#kind = kind;
    this.#atMicros = atMicros;
    this.#changed();
  }

  #start(): void {
    this.#kind = 'playing';
    this.#atMs = this.#o.clock.now();
    this.#changed();
    this.#tick();
  }

  /** Feeds what is due and comes again for the next. */
  #tick(): void {
    this.#cancelTimer?.();
    this.#run(this.#feedDue(this.#jump));
  }

  async #feedDue(jump: number): Promise<void> {
    for (;;) {
      const next = await this.#reader.peek();
      if (jump !== this.#jump || this.#kind !== 'playing') return;
      if (next === undefined) return this.#end();
      const waitMicros = next.playedMicros - this.#now();
      if (waitMicros > 0) {
        this.#cancelTimer?.();
        this.#cancelTimer = this.#o.clock.after(waitMicros / 1000 / this.#speed, () => this.#tick());
        return;
      }
      this.#reader.take();
      await this.#feed(next);
      if (next.event.kind === 'marker' && this.#o.pausesOnMarkers) return this.#hold('paused', next.playedMicros);
    }
  }

  #end(): void {
    this.#hold('ended', this.#fedMicros);
    if (this.#o.loops) this.#run(this.seek(0).then(() => this.#start()));
  }

  async #feed({ event, playedMicros }: Timed): Promise<void> {
    this.#fedMicros = playedMicros;
    const screen = this.#screen;
    if (event.kind === 'output') screen.write(event.data, () => this.#changed());
    if (event.kind === 'resize') screen.write('', () => screen.resize(event.cols, event.rows));
    if (screen.pending > MOST_PENDING) await screen.whenParsed();
  }

  /** Feeds what stands between here and a time; the time that was reached, which is less when the recording ends. */
  async #moveTo(target: number, jump: number): Promise<number> {
    const entry = this.#index.nearest(target);
    // Going on from here is shorter when no snapshot lies between.
    if (target < this.#fedMicros || entry.playedMicros > this.#fedMicros) this.#restart(entry);
    for (let next = await this.#reader.peek(); next !== undefined; next = await this.#reader.peek()) {
      if (jump !== this.#jump || next.playedMicros > target) return target;
      this.#reader.take();
      await this.#feed(next);
    }
    return Math.min(target, this.#fedMicros);
  }

  #restart(entry: SeekEntry): void {
    this.#reader.close();
    this.#screen.dispose();
    this.#screen = this.#o.makeScreen(entry);
    this.#screen.write(entry.snapshot, () => this.#changed());
    this.#reader = this.#readFrom(entry);
    this.#fedMicros = entry.playedMicros;
  }

  #readFrom(entry: SeekEntry): EventReaderAhead {
    const timeline = new Timeline(
      { idleLimitSeconds: this.#idleLimitSeconds },
      { recorded: entry.recordedMicros, played: entry.playedMicros },
    );
    return new EventReaderAhead(this.#o.source.batches(entry.point), timeline, entry);
  }

  async #shown(): Promise<void> {
    await this.#screen.whenParsed();
    this.#changed();
  }

  #run(work: Promise<void>): void {
    inBackground(work, this.#o.onError);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
