/** Above this much unparsed output the program is stopped: more than a screen of anything, little memory. */
const HIGH_BYTES = 256 * 1024;
/** Below this it goes on; far enough from the high mark not to flutter. */
const LOW_BYTES = 64 * 1024;

/** What a watermark needs of a source of bytes: `hold` stops it until the hold is released. */
export interface Holdable {
  hold(): () => void;
}

/**
 * Keeps the bytes that a consumer has not yet dealt with within bounds: at 256 KiB the source is held, at 64 KiB it is
 * let go. Nothing is dropped, as a terminal's stream has state.
 */
export class Watermark {
  readonly #source: Holdable;
  #pending = 0;
  #release: (() => void) | undefined;

  constructor(source: Holdable) {
    this.#source = source;
  }

  get pendingBytes(): number {
    return this.#pending;
  }

  get isHolding(): boolean {
    return this.#release !== undefined;
  }

  add(bytes: number): void {
    this.#pending += bytes;
    if (this.#pending >= HIGH_BYTES && this.#release === undefined) this.#release = this.#source.hold();
  }

  done(bytes: number): void {
    this.#pending = Math.max(0, this.#pending - bytes);
    if (this.#pending <= LOW_BYTES) this.close();
  }

  /** Lets the source go, whatever is pending. */
  close(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
