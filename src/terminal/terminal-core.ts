import type { Cancel, Clock } from '../flow/index.ts';
import { clean } from '../text/index.ts';
import type { CellPen, CellRegion } from './cell-region.ts';
import { ChromeInput, ChromeOutput } from './chrome-stream.ts';
import { copySequence } from './clipboard.ts';
import type { Environment } from './color-choice.ts';
import { Compositor } from './compositor.ts';
import type { Cursor } from './encoder.ts';
import { Grid } from './grid.ts';
import { InputQueue } from './input-queue.ts';
import { BACKGROUND_QUESTION, titleSequence } from './modes.ts';
import { type OutputOptions, ScreenOutput } from './screen-output.ts';
import { Taps } from './taps.ts';
import type { LinkStatus, Tap } from './terminal.ts';

export interface CoreOptions extends OutputOptions {
  readonly env: Environment;
  readonly cols: number;
  readonly rows: number;
}

/** What Ink commits within this time after a key is the key's echo. */
const ECHO_MS = 50;
/**
 * After a resize Ink commits at once, and again when the screen has heard of the new size: the last commit within this
 * time is shown, so that nobody sees the old layout cut off in between. Without any, the chrome is waited for longer.
 */
const SETTLE_MS = 10;
const CHROME_WAIT_MS = 50;
const BACKGROUND_WAIT_MS = 100;
const TITLE_LIMIT = 256;

/**
 * The terminal without a tty: what is composed when, and what becomes of input. Frames are driven by what changes: while
 * nothing does, no timer runs.
 */
export class TerminalCore {
  readonly chrome: ChromeOutput;
  readonly chromeInput = new ChromeInput();
  readonly background: Promise<'dark' | 'light'>;
  readonly input: InputQueue;
  readonly #clock: Clock;
  readonly #env: Environment;
  readonly #compositor: Compositor;
  readonly #output: ScreenOutput;
  readonly #taps: Taps;
  readonly #resizeListeners = new Set<(cols: number, rows: number) => void>();
  #skeleton: ((pen: CellPen) => void) | undefined;
  #isPaused = false;
  /** While the layout follows a new size: the timer, and the last frame of Ink. */
  #settling: { readonly cancel: Cancel; frame: string | undefined } | undefined;
  #timer: Cancel | undefined;
  #lastFrameAt = -Infinity;
  #echoUntil = -Infinity;
  /** A frame was wanted while the sink was busy; true for the echo of a key. */
  #missed: { isEcho: boolean } | undefined;
  #cols: number;
  #rows: number;

  constructor(options: CoreOptions) {
    this.#clock = options.clock;
    this.#env = options.env;
    this.#cols = options.cols;
    this.#rows = options.rows;
    this.#output = new ScreenOutput(options);
    this.#compositor = new Compositor({ cols: options.cols, rows: options.rows }, (scroll) => {
      this.#output.scrolled(scroll);
      this.#taps.scrolled(scroll);
    });
    this.#taps = new Taps(options.clock, this.#compositor);
    this.chrome = new ChromeOutput(options, (frame) => this.#chromeFrame(frame));
    this.input = new InputQueue(options.clock, options.isRemote);
    this.input.onReply((reply) => reply.reply === 'status' && this.#answered());
    this.input.onAny((event) => {
      if (event.kind === 'focus') this.#focus(event.focused);
      else this.#echoUntil = this.#clock.now() + ECHO_MS;
    });
    this.background = options.fences ? this.#askBackground() : Promise.resolve('dark');
  }

  get cols(): number {
    return this.#cols;
  }

  get rows(): number {
    return this.#rows;
  }

  get isAnswerOutstanding(): boolean {
    return this.#output.fence.isOutstanding;
  }

  paintChrome(paint: (pen: CellPen) => void): void {
    this.#skeleton = paint;
    if (this.#settling !== undefined) return;
    this.#compositor.paintChrome(paint);
    this.#taps.wake();
    this.flush();
  }

  setCursor(cursor: Cursor | undefined): void {
    this.#compositor.chromeCursor = cursor;
    this.#changed();
  }

  addRegion(id: number, region: CellRegion): Cancel {
    const remove = this.#compositor.addRegion(id, region);
    this.#changed();
    return () => {
      remove();
      this.#changed();
    };
  }

  invalidate(id?: number): void {
    this.#compositor.invalidate(id);
    this.#changed();
  }

  flush(): void {
    this.#frame(true);
  }

  regionAt(x: number, y: number): { id: number; x: number; y: number } | undefined {
    return this.#compositor.regionAt(x, y);
  }

  onResize(listener: (cols: number, rows: number) => void): Cancel {
    this.#resizeListeners.add(listener);
    return () => this.#resizeListeners.delete(listener);
  }

  tap(tap: Tap): Cancel {
    return this.#taps.add(tap);
  }

  copy(text: string): { bytes: number; truncated: boolean } {
    const { sequence, bytes, truncated } = copySequence(text, this.#env);
    this.#output.control('copy', sequence);
    this.flush();
    return { bytes, truncated };
  }

  setTitle(text: string): void {
    this.#output.control('title', titleSequence(clean(text).slice(0, TITLE_LIMIT)));
    this.#schedule();
  }

  repaint(): void {
    this.#output.forget();
    this.#frame(true);
  }

  snapshot(): Grid {
    this.#compositor.paint();
    const { cols, rows } = this.#compositor.wanted;
    const copy = new Grid(cols, rows);
    copy.copyFrom(this.#compositor.wanted);
    return copy;
  }

  status(): LinkStatus {
    const now = this.#clock.now();
    const { rate, fence, frames, totalBytes } = this.#output;
    return {
      fps: rate.fps,
      bytesPerSecond: this.#output.bytesPerSecond(now),
      totalBytes,
      frames,
      fenceMs: fence.delayMs(now),
      reduced: rate.isReduced,
    };
  }

  /** The chrome and all who asked are told; when the new layout is there, it is shown at once and whole. */
  resize(cols: number, rows: number): void {
    if (cols === this.#cols && rows === this.#rows) return;
    this.#cols = cols;
    this.#rows = rows;
    this.#settling?.cancel();
    this.#settling = { cancel: this.#clock.after(SETTLE_MS, () => this.#settle()), frame: undefined };
    this.chrome.resize(cols, rows);
    for (const listener of this.#resizeListeners) listener(cols, rows);
  }

  /** The tty is not ours for a while: nothing is composed for it, taps go on. */
  pause(): void {
    this.#isPaused = true;
    this.#timer?.();
    this.#timer = undefined;
  }

  /** The tty is ours again, and nothing is known of what it shows. */
  resume(): void {
    this.#isPaused = false;
    this.#output.forget();
    this.#frame(true);
  }

  close(): void {
    this.pause();
    this.#settling?.cancel();
    this.#taps.close();
    this.input.close();
  }

  /** The sink has sent everything. */
  sinkIdle(): void {
    const missed = this.#missed;
    if (missed === undefined) return;
    this.#missed = undefined;
    this.#frame(missed.isEcho);
  }

  /** The sink's write side is full. */
  sinkStalled(): void {
    this.#output.stalled();
  }

  #chromeFrame(frame: string): void {
    this.#skeleton = undefined;
    if (this.#settling !== undefined) {
      this.#settling.frame = frame;
      return;
    }
    this.#compositor.chromeFrame(frame);
    this.#taps.wake();
    if (this.#clock.now() <= this.#echoUntil) this.#frame(true);
    else this.#schedule();
  }

  #settle(isLate = false): void {
    const frame = this.#settling?.frame;
    if (frame === undefined && this.#skeleton === undefined && !isLate) {
      this.#settling = { cancel: this.#clock.after(CHROME_WAIT_MS, () => this.#settle(true)), frame: undefined };
      return;
    }
    this.#settling = undefined;
    this.#compositor.resize(this.#cols, this.#rows);
    this.#output.forget();
    if (frame !== undefined) this.#compositor.chromeFrame(frame);
    else if (this.#skeleton !== undefined) this.#compositor.paintChrome(this.#skeleton);
    this.#taps.wake();
    this.#frame(true);
  }

  #changed(): void {
    this.#taps.wake();
    this.#schedule();
  }

  #schedule(waitMs?: number): void {
    if (this.#timer !== undefined || this.#isPaused) return;
    const due = waitMs ?? this.#lastFrameAt + this.#output.rate.frameMs - this.#clock.now();
    this.#timer = this.#clock.after(Math.max(0, due), () => {
      this.#timer = undefined;
      this.#frame(false);
    });
  }

  #frame(isEcho: boolean): void {
    if (this.#isPaused || this.#settling !== undefined) return;
    if (this.#output.isBusy) {
      this.#missed = { isEcho: isEcho || this.#missed?.isEcho === true };
      return;
    }
    this.#compositor.paint();
    const outcome = this.#output.frame(this.#compositor, isEcho);
    if (outcome.kind === 'sent') this.#lastFrameAt = this.#clock.now();
    if (outcome.kind === 'wait') this.#schedule(outcome.waitMs);
  }

  #answered(): void {
    const now = this.#clock.now();
    if (this.#output.fence.answered(now)) this.#output.rate.lower(now);
    // What was held back may be due already.
    if (this.#timer !== undefined) this.#reschedule();
  }

  #focus(isFocused: boolean): void {
    this.#output.rate.isFocused = isFocused;
    if (isFocused) this.#frame(true);
    this.#reschedule();
  }

  /** The pace has changed. */
  #reschedule(): void {
    if (this.#timer === undefined) return;
    this.#timer();
    this.#timer = undefined;
    this.#schedule();
  }

  #askBackground(): Promise<'dark' | 'light'> {
    this.#output.control('background', BACKGROUND_QUESTION);
    return new Promise((resolve) => {
      const cancel = this.#clock.after(BACKGROUND_WAIT_MS, () => resolve('dark'));
      this.input.onReply((reply) => {
        if (reply.reply !== 'background') return;
        cancel();
        resolve(isLight(reply.color) ? 'light' : 'dark');
      });
    });
  }
}

/** `rgb:rrrr/gggg/bbbb` (XParseColor), each one to four hex digits. */
function isLight(color: string): boolean {
  const parts = /^rgba?:([0-9a-f]{1,4})\/([0-9a-f]{1,4})\/([0-9a-f]{1,4})/i.exec(color)?.slice(1) ?? [];
  const [red = 0, green = 0, blue = 0] = parts.map((hex) => Number.parseInt(hex, 16) / (16 ** hex.length - 1));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 0.5;
}
