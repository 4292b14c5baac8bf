/** How far the echo of a key may overdraw: two full repaints of a mid-sized screen. */
const ECHO_OVERDRAFT_BYTES = 8192;

/**
 * Token bucket over the bytes to the terminal, one second deep. Its size is known only after encoding, so a frame may go
 * while there is anything left, and its debt delays the next one: the mean stays at the rate.
 */
export class ByteBudget {
  readonly bytesPerSecond: number;
  #tokens: number;
  #at: number;

  /** `bytesPerSecond` Infinity: no budget. */
  constructor(bytesPerSecond: number, now: number) {
    this.bytesPerSecond = bytesPerSecond;
    this.#tokens = bytesPerSecond;
    this.#at = now;
  }

  allows(now: number, isEcho: boolean): boolean {
    this.#refill(now);
    return this.#tokens > (isEcho ? -ECHO_OVERDRAFT_BYTES : 0);
  }

  take(bytes: number): void {
    if (this.bytesPerSecond !== Infinity) this.#tokens -= bytes;
  }

  /** Milliseconds until a frame may go; 0 when it may now. */
  waitMs(now: number): number {
    this.#refill(now);
    return this.#tokens > 0 ? 0 : Math.ceil(((1 - this.#tokens) / this.bytesPerSecond) * 1000);
  }

  #refill(now: number): void {
    if (this.bytesPerSecond === Infinity) return;
    const earned = (Math.max(0, now - this.#at) / 1000) * this.bytesPerSecond;
    this.#tokens = Math.min(this.bytesPerSecond, this.#tokens + earned);
    this.#at = now;
  }
}
