import { Timeline } from '../asciicast/index.ts';
import type { CastRange } from './editing/cast-range.ts';

/** When something is shown, in microseconds of the pictures, and whether it is. */
export interface Shown {
  readonly atMicros: number;
  readonly isHidden: boolean;
}

/**
 * Maps times of a recording to times of pictures: what is selected, one part after another, with long pauses cut and
 * speed changed. Times must come in order. `edges` are the moments at which a picture has to be looked at although
 * nothing happens there: a part begins with what the screen shows then, and ends with what it has become.
 */
export class Selection {
  readonly #ranges: readonly CastRange[];
  readonly #options: { readonly idleLimitSeconds: number; readonly speed: number };
  #index = 0;
  #timeline: Timeline;
  /** Where the current range begins in the pictures. */
  #base = 0;
  #isInside = false;

  constructor(ranges: readonly CastRange[], options: { readonly idleLimitSeconds: number; readonly speed: number }) {
    this.#ranges = ranges.length === 0 ? [{ fromMicros: 0, toMicros: Number.POSITIVE_INFINITY }] : ranges;
    this.#options = options;
    this.#timeline = new Timeline(options);
    // All of a recording begins with its first event and not with an empty screen.
    this.#isInside = ranges.length === 0;
  }

  /** What lies between the last event and one at `atMicros`: beginnings and ends of parts. */
  edgesBefore(atMicros: number): Shown[] {
    const edges: Shown[] = [];
    for (let range = this.#ranges[this.#index]; range !== undefined; range = this.#ranges[this.#index]) {
      if (!this.#isInside) {
        if (atMicros < range.fromMicros) return edges;
        this.#isInside = true;
        this.#timeline = new Timeline(this.#options);
        edges.push({ atMicros: this.#base, isHidden: false });
      }
      if (atMicros < range.toMicros) return edges;
      this.#base += this.#timeline.at(range.toMicros - range.fromMicros);
      edges.push({ atMicros: this.#base, isHidden: false });
      this.#isInside = false;
      this.#index++;
    }
    return edges;
  }

  /** Of an event, after its `edgesBefore`. */
  at(atMicros: number): Shown {
    const range = this.#ranges[this.#index];
    if (range === undefined || !this.#isInside) return { atMicros: this.#base, isHidden: true };
    return { atMicros: this.#base + this.#timeline.at(atMicros - range.fromMicros), isHidden: false };
  }
}
