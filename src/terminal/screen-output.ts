import { type Clock, RateMeter } from '../flow/index.ts';
import { ByteBudget } from './byte-budget.ts';
import type { ColorDepth } from './color.ts';
import type { Compositor } from './compositor.ts';
import { type Cursor, encodeDifference } from './encoder.ts';
import { Fence } from './fence.ts';
import { FrameRate } from './frame-rate.ts';
import { Grid } from './grid.ts';
import { addScroll, type Scroll } from './scroll.ts';

/** Where the bytes go: one frame in flight, no queue. */
export interface FrameSink {
  /** A frame has not left completely. */
  readonly isBusy: boolean;
  write(bytes: Uint8Array): void;
}

export interface OutputOptions {
  readonly clock: Clock;
  readonly sink: FrameSink;
  readonly depth: ColorDepth;
  readonly isRemote: boolean;
  readonly synchronized: boolean;
  /** False where nobody answers questions. */
  readonly fences: boolean;
  /** Default: 10 KB/s over SSH, none locally. */
  readonly bytesPerSecond?: number;
}

const REMOTE_BYTES_PER_SECOND = 10_000;
/** A frame held back goes when the fence is answered; this is for an answer that never comes. */
const HELD_MS = 100;

/** What became of a frame: `waitMs` until it may go. */
export type FrameOutcome = { readonly kind: 'sent' | 'nothing' } | { readonly kind: 'wait'; readonly waitMs: number };

/**
 * Sends what is wanted and not shown yet, when the link can take it. Keeps no queue: what is sent is always the newest
 * state. Sequences that are no picture (clipboard, title) go along with it, of each kind the newest.
 */
export class ScreenOutput {
  readonly rate: FrameRate;
  readonly fence: Fence;
  readonly #options: OutputOptions;
  readonly #budget: ByteBudget;
  readonly #meter = new RateMeter(2);
  readonly #controls = new Map<string, string>();
  #shown: Grid | undefined;
  #shownStamp = 0;
  #shownCursor: Cursor | undefined;
  #scrolls: readonly Scroll[] = [];
  #frames = 0;

  constructor(options: OutputOptions) {
    const now = options.clock.now();
    this.#options = options;
    this.rate = new FrameRate(options.isRemote, now);
    this.fence = new Fence(!options.fences);
    this.#budget = new ByteBudget(
      options.bytesPerSecond ?? (options.isRemote ? REMOTE_BYTES_PER_SECOND : Infinity),
      now,
    );
  }

  get frames(): number {
    return this.#frames;
  }

  get totalBytes(): number {
    return this.#meter.total;
  }

  get isBusy(): boolean {
    return this.#options.sink.isBusy;
  }

  bytesPerSecond(now: number): number {
    return this.#meter.perSecond(now);
  }

  /** Nothing is known of the screen any more: the next frame writes all of it. */
  forget(): void {
    this.#shown = undefined;
    this.#shownCursor = undefined;
    this.#scrolls = [];
  }

  scrolled(scroll: Scroll): void {
    this.#scrolls = addScroll(this.#scrolls, scroll);
  }

  /** A sequence that goes with the next frame, in place of an older one of its kind. */
  control(kind: string, sequence: string): void {
    this.#controls.set(kind, sequence);
  }

  /** The write side has stalled. */
  stalled(): void {
    this.rate.lower(this.#options.clock.now());
  }

  /** Sends the difference to the compositor's grid, unless it must wait. The compositor has painted, the sink is idle. */
  frame(compositor: Compositor, isEcho: boolean): FrameOutcome {
    const now = this.#options.clock.now();
    if (this.fence.giveUp(now)) this.rate.lower(now);
    const cursor = compositor.cursor();
    if (!this.#differs(compositor, cursor) && this.#controls.size === 0) return { kind: 'nothing' };
    if (!isEcho && this.fence.holds(now)) {
      this.rate.lower(now);
      return { kind: 'wait', waitMs: HELD_MS };
    }
    if (!this.#budget.allows(now, isEcho)) {
      this.rate.lower(now);
      return { kind: 'wait', waitMs: this.#budget.waitMs(now) };
    }
    const picture = this.#encode(compositor, cursor, now);
    const controls = [...this.#controls.values()].join('');
    this.#controls.clear();
    if (controls === '' && picture === '') return { kind: 'nothing' };
    this.#send(controls, picture, now);
    return { kind: 'sent' };
  }

  #differs(compositor: Compositor, cursor: Cursor | undefined): boolean {
    if (this.#shown === undefined || compositor.stamp !== this.#shownStamp) return true;
    const was = this.#shownCursor;
    return was?.x !== cursor?.x || was?.y !== cursor?.y || was?.shape !== cursor?.shape;
  }

  #encode(compositor: Compositor, cursor: Cursor | undefined, now: number): string {
    const { wanted } = compositor;
    const rows: number[] = [];
    for (let y = 0; y < wanted.rows; y++) if (compositor.stampOf(y) > this.#shownStamp) rows.push(y);
    const picture = encodeDifference({
      shown: this.#shown,
      wanted,
      depth: this.#options.depth,
      cursor,
      shownCursor: this.#shownCursor,
      synchronized: this.#options.synchronized,
      scrolls: this.#scrolls,
      rows,
    });
    if (this.#shown === undefined) {
      this.#shown = new Grid(wanted.cols, wanted.rows);
      this.#shown.copyFrom(wanted);
    }
    this.#shownStamp = compositor.stamp;
    this.#shownCursor = cursor;
    this.#scrolls = [];
    return picture === '' ? '' : picture + this.fence.ask(now, picture.length);
  }

  #send(controls: string, picture: string, now: number): void {
    const bytes = Buffer.from(controls + picture, 'utf8');
    // What a person asked to copy is not the picture's to pay for.
    this.#budget.take(bytes.length - controls.length);
    this.#meter.add(now, bytes.length);
    this.#frames++;
    this.#options.sink.write(bytes);
    if (!this.#options.sink.isBusy && !this.fence.holds(now)) this.rate.clean(now);
  }
}
