/** Asks a terminal for a sign of life; it answers `CSI 0 n` when it has read everything before. ECMA-48 8.3.35 DSR. */
const QUESTION = '\x1b[5n';
/** One question a second, or sooner after so many bytes. */
const EVERY_MS = 1000;
const EVERY_BYTES = 8192;
/** Without an answer within this time the terminal does not answer at all, or this answer is lost. */
const GIVE_UP_MS = 2000;
/** More delay than this above the link's own: something queues up between us and the screen. */
const SLOW_MS = 250;

/**
 * Measures how long bytes take to be seen: sshd and TCP buffer up to megabytes, so back-pressure comes too late. At most
 * one question is outstanding, and few bytes are sent behind it. The link's own delay (the best answer so far, at most
 * 250 ms of it) does not count as slow.
 */
export class Fence {
  #askedAt: number | undefined;
  #lastAsked = -Infinity;
  #bytesSince = 0;
  #best = Infinity;
  #delayMs: number | undefined;
  #isOff: boolean;

  constructor(isOff: boolean) {
    this.#isOff = isOff;
  }

  /** The last delay measured, or how long the answer is out when that is longer already. */
  delayMs(now: number): number | undefined {
    const waiting = this.#askedAt === undefined ? 0 : now - this.#askedAt;
    return waiting > (this.#delayMs ?? Infinity) ? waiting : this.#delayMs;
  }

  get isOutstanding(): boolean {
    return this.#askedAt !== undefined;
  }

  /** The question to append to a frame of `bytes`, or ''. */
  ask(now: number, bytes: number): string {
    this.#bytesSince += bytes;
    const isDue = now - this.#lastAsked >= EVERY_MS || this.#bytesSince >= EVERY_BYTES;
    if (this.#isOff || this.#askedAt !== undefined || !isDue) return '';
    this.#askedAt = this.#lastAsked = now;
    this.#bytesSince = 0;
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

  /**
   * Whether frames should wait: enough is on its way to a terminal that is known to answer. Its newest state is better
   * sent later than queued now.
   */
  holds(now: number): boolean {
    if (this.#askedAt === undefined || this.#delayMs === undefined) return false;
    return this.#bytesSince >= EVERY_BYTES || now - this.#askedAt > this.#slowMs();
  }

  /** Gives up an answer that is overdue. True: the terminal had answered before, so the link has stalled. */
  giveUp(now: number): boolean {
    if (this.#askedAt === undefined || now - this.#askedAt < GIVE_UP_MS) return false;
    this.#askedAt = undefined;
    this.#isOff = this.#delayMs === undefined;
    return !this.#isOff;
  }

  #slowMs(): number {
    return SLOW_MS + Math.min(this.#best, SLOW_MS);
  }
}
