/** Asks a terminal for a sign of life; it answers `CSI 0 n` when it has read everything before. ECMA-48 8.3.35 DSR. */
const QUESTION = '\x1b[5n';
const EVERY_MS = 1000;
/** A terminal that has never answered within this time does not answer at all. */
const GIVE_UP_MS = 2000;
/** More delay than this above the link's own: something queues up between us and the screen. */
const SLOW_MS = 250;

/**
 * Measures how long bytes take to be seen: sshd and TCP buffer up to megabytes, so back-pressure comes too late. At most
 * one question is outstanding. The link's own delay (the best answer so far, at most 250 ms of it) does not count as slow.
 */
export class Fence {
  #askedAt: number | undefined;
  #lastAsked = -Infinity;
  #best = Infinity;
  #delayMs: number | undefined;
  #isOff: boolean;

  constructor(isOff: boolean) {
    this.#isOff = isOff;
  }

  /** The last delay measured, or how long the answer is overdue. */
  delayMs(now: number): number | undefined {
    const waiting = this.#askedAt === undefined ? 0 : now - this.#askedAt;
    return waiting > (this.#delayMs ?? Infinity) ? waiting : this.#delayMs;
  }

  get isOutstanding(): boolean {
    return this.#askedAt !== undefined;
  }

  /** The question to append to a frame, or ''. */
  ask(now: number): string {
    if (this.#isOff || this.#askedAt !== undefined || now - this.#lastAsked < EVERY_MS) return '';
    this.#askedAt = this.#lastAsked = now;
    return QUESTION;
  }

  /** The answer has come. True: it was slow. */
  answered(now: number): boolean {
    // A late first answer shows that this terminal does answer.
    this.#isOff = false;
    if (this.#askedAt === undefined) return false;
    this.#delayMs = now - this.#askedAt;
    this.#askedAt = undefined;
    this.#best = Math.min(this.#best, this.#delayMs);
    return this.#delayMs > this.#slowMs();
  }

  /** Whether an answer is still out that would be slow. */
  isLate(now: number): boolean {
    return this.#askedAt !== undefined && now - this.#askedAt > this.#slowMs();
  }

  #slowMs(): number {
    return SLOW_MS + Math.min(this.#best, SLOW_MS);
  }

  /** Whether the answer is so late that the link counts as stalled. Without any answer ever, fences end. */
  isOverdue(now: number): boolean {
    if (this.#askedAt === undefined || now - this.#askedAt < GIVE_UP_MS) return false;
    if (this.#delayMs === undefined) {
      this.#isOff = true;
      this.#askedAt = undefined;
      return false;
    }
    return true;
  }
}
