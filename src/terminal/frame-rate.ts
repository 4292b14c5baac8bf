/** Frames a second that are tried, best first. */
const RATES = [15, 10, 5, 2, 1] as const;
/** An unfocused window is only glanced at. */
const UNFOCUSED_FPS = 1;
/** Clean time before the first step up, and before each further one while it stays clean. */
const FIRST_CLEAN_MS = 5000;
const NEXT_CLEAN_MS = 1500;
/** One cause (an empty bucket, a full pipe) is seen by several frames; it is one step. */
const STEP_APART_MS = 250;

/**
 * Frames a second, lowered one step at a time when the link is too slow and raised again when it is clean. Raising waits
 * five seconds, then goes on faster, so that a link that was stalled to 1 fps is back within ten seconds.
 */
export class FrameRate {
  readonly #best: number;
  #step: number;
  #cleanSince: number;
  #raisedInARow = 0;
  #loweredAt = -Infinity;
  isFocused = true;

  constructor(isRemote: boolean, now: number) {
    this.#best = isRemote ? 1 : 0;
    this.#step = this.#best;
    this.#cleanSince = now;
  }

  get fps(): number {
    const fps = RATES[this.#step] as number;
    return this.isFocused ? fps : Math.min(fps, UNFOCUSED_FPS);
  }

  /** Whether the link, not the person, has lowered the rate. */
  get isReduced(): boolean {
    return this.#step > this.#best;
  }

  get frameMs(): number {
    return 1000 / this.fps;
  }

  lower(now: number): void {
    this.#cleanSince = now;
    this.#raisedInARow = 0;
    if (now - this.#loweredAt < STEP_APART_MS) return;
    this.#loweredAt = now;
    this.#step = Math.min(RATES.length - 1, this.#step + 1);
  }

  /** A frame went out without trouble. */
  clean(now: number): void {
    const needed = this.#raisedInARow === 0 ? FIRST_CLEAN_MS : NEXT_CLEAN_MS;
    if (this.#step <= this.#best || now - this.#cleanSince < needed) return;
    this.#cleanSince = now;
    this.#raisedInARow++;
    this.#step--;
  }
}
