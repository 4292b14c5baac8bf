/** How times of a recording become times of a playback. */
export interface TimelineOptions {
  /** No pause is longer than this; undefined: as recorded. */
  readonly idleLimitSeconds?: number | undefined;
  /** 2 is twice as fast. Applied after the idle limit. */
  readonly speed?: number | undefined;
}

/** Maps times of a recording, in order, to times of a playback: long pauses cut, then speed. Both in microseconds. */
export class Timeline {
  readonly #limitMicros: number;
  readonly #speed: number;
  #last = 0;
  #mapped = 0;

  /** `from`: a time that was mapped before, to go on from there. */
  constructor(options: TimelineOptions = {}, from = { recorded: 0, played: 0 }) {
    this.#limitMicros = (options.idleLimitSeconds ?? Number.POSITIVE_INFINITY) * 1_000_000;
    this.#speed = options.speed ?? 1;
    this.#last = from.recorded;
    this.#mapped = from.played * this.#speed;
    if (!(this.#limitMicros >= 0))
      throw new TypeError(`idleLimitSeconds: expected a number from 0, received ${options.idleLimitSeconds}`);
    if (!(this.#speed > 0)) throw new TypeError(`speed: expected a number above 0, received ${options.speed}`);
  }

  /** Never decreasing; a time before the last one counts as the last one. */
  at(atMicros: number): number {
    const gap = Math.max(0, atMicros - this.#last);
    this.#last = Math.max(this.#last, atMicros);
    this.#mapped += Math.min(gap, this.#limitMicros);
    return Math.round(this.#mapped / this.#speed);
  }
}
