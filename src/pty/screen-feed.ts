import type { Terminal } from '@xterm/headless';
import type { Clock } from '../flow/index.ts';

/** What the emulator gets in one piece: a fraction of a slice's time on a slow core. */
const PIECE = 16 * 1024;
/** Parsing stops after this long to let frames and keys through; the emulator's own limit is 12 ms. */
const SLICE_MS = 6;

interface Piece {
  readonly data: Uint8Array | string;
  readonly parsed: (() => void) | undefined;
}

/**
 * Feeds an emulator in slices of time. The emulator never holds more than one piece ahead, so it neither blocks the
 * event loop for long nor reaches its own limit, at which it drops input. Nothing is awaited: that would cost a timer a
 * write.
 */
export class ScreenFeed {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  #pieces: Piece[] = [];
  #head = 0;
  #pending = 0;
  #isRunning = false;
  #sliceStart: number | undefined;

  constructor(terminal: Terminal, clock: Clock) {
    this.#terminal = terminal;
    this.#clock = clock;
  }

  /** Bytes and characters not parsed yet. */
  get pending(): number {
    return this.#pending;
  }

  write(data: Uint8Array | string, parsed?: () => void): void {
    this.#pending += data.length;
    if (data.length <= PIECE) this.#pieces.push({ data, parsed });
    else this.#cut(data, parsed);
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#sliceStart = undefined;
    this.#next();
  }

  #cut(data: Uint8Array | string, parsed: (() => void) | undefined): void {
    for (let from = 0; from < data.length; from += PIECE) {
      const to = from + PIECE;
      const piece = typeof data === 'string' ? data.slice(from, to) : data.subarray(from, to);
      this.#pieces.push({ data: piece, parsed: to >= data.length ? parsed : undefined });
    }
  }

  #next(): void {
    const piece = this.#pieces[this.#head];
    if (piece === undefined) {
      this.#pieces = [];
      this.#head = 0;
      this.#isRunning = false;
      return;
    }
    this.#head++;
    if (this.#head > 1024) {
      this.#pieces = this.#pieces.slice(this.#head);
      this.#head = 0;
    }
    this.#terminal.write(piece.data, () => this.#done(piece));
  }

  #done(piece: Piece): void {
    this.#pending -= piece.data.length;
    piece.parsed?.();
    const now = this.#clock.now();
    this.#sliceStart ??= now;
    if (now - this.#sliceStart < SLICE_MS) {
      this.#next();
      return;
    }
    // Written now, the emulator would go on at once; in the next microtask it waits for its timer.
    this.#sliceStart = undefined;
    queueMicrotask(() => this.#next());
  }
}
