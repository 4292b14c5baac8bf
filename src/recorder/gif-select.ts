import { Timeline } from '../asciicast/index.ts';
import { KpiError } from '../flow/index.ts';

/** What positions in a recording are counted by. All in microseconds of the recording. */
export interface CastMeasures {
  readonly durationMicros: number;
  readonly markers: readonly { readonly atMicros: number; readonly label: string }[];
  /** Time of each event. */
  readonly eventMicros: readonly number[];
}

/** A part of a recording: from `fromMicros` until before `toMicros`. */
export interface CastRange {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Reads `A..B`, either of which may be missing. Throws KpiError `CAST_POSITION`. */
export function parseRange(text: string, measures: CastMeasures): CastRange {
  const parts = text.split('..');
  if (parts.length !== 2) throw badPosition(text, 'a range is written A..B');
  const [from, to] = parts as [string, string];
  const range = {
    fromMicros: from === '' ? 0 : parsePosition(from, measures),
    toMicros: to === '' ? Number.POSITIVE_INFINITY : parsePosition(to, measures),
  };
  if (range.toMicros <= range.fromMicros) throw badPosition(text, 'it ends before it begins');
  return range;
}

/** Reads a place in a recording: seconds, `mm:ss`, `50%`, `marker:NAME` or `event:N` (from 1). Microseconds. */
export function parsePosition(text: string, measures: CastMeasures): number {
  if (/^\d+(\.\d+)?s?$/.test(text)) return Math.round(Number.parseFloat(text) * 1_000_000);
  if (/^\d+(\.\d+)?%$/.test(text)) return Math.round((Number.parseFloat(text) / 100) * measures.durationMicros);
  const clock = /^(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$/.exec(text);
  if (clock !== null) {
    const [, hours = '0', minutes, seconds] = clock;
    return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1_000_000);
  }
  if (text.startsWith('marker:')) {
    const label = text.slice('marker:'.length);
    const marker = measures.markers.find((candidate) => candidate.label === label);
    if (marker === undefined) throw badPosition(text, 'there is no such marker');
    return marker.atMicros;
  }
  if (/^event:\d+$/.test(text)) {
    const at = measures.eventMicros[Number(text.slice('event:'.length)) - 1];
    if (at === undefined) throw badPosition(text, `there are ${measures.eventMicros.length} events`);
    return at;
  }
  throw badPosition(text, 'it is none of 12.5, 1:30, 50%, marker:NAME, event:N');
}

const badPosition = (text: string, why: string): KpiError =>
  new KpiError('CAST_POSITION', `'${text}' is no place in this recording: ${why}`, {
    hint: 'Write ranges like 10..20, 1:30..2:00, ..50%, marker:start..marker:end, event:5..',
    exitCode: 2,
  });

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
