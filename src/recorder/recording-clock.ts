/**
 * The time of a recording, in whole microseconds since its start. Paused time does not exist in it. All arguments are a
 * clock's milliseconds; the result never decreases when they do not.
 */
export class RecordingClock {
  readonly #startMs: number;
  readonly #offsetMicros: number;
  #pausedMs = 0;
  #pausedAt: number | undefined;

  /** `offsetMicros`: the last time of a recording that is continued. */
  constructor(startMs: number, offsetMicros = 0) {
    this.#startMs = startMs;
    this.#offsetMicros = offsetMicros;
  }

  get isPaused(): boolean {
    return this.#pausedAt !== undefined;
  }

  micros(nowMs: number): number {
    const until = this.#pausedAt ?? nowMs;
    return this.#offsetMicros + Math.max(0, Math.round((until - this.#startMs - this.#pausedMs) * 1000));
  }

  pause(nowMs: number): void {
    this.#pausedAt ??= nowMs;
  }

  resume(nowMs: number): void {
    if (this.#pausedAt === undefined) return;
    this.#pausedMs += nowMs - this.#pausedAt;
    this.#pausedAt = undefined;
  }
}
