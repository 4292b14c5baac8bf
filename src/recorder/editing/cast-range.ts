import { KpiError } from '../../flow/index.ts';

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
  return rangeOf(from === '' ? undefined : from, to === '' ? undefined : to, measures);
}

/** A part between two places; without one it begins with the recording, or ends with it. Throws KpiError `CAST_POSITION`. */
export function rangeOf(from: string | undefined, to: string | undefined, measures: CastMeasures): CastRange {
  const fromMicros = from === undefined ? 0 : positionWithin(from, measures);
  const toMicros = to === undefined ? Number.POSITIVE_INFINITY : parsePosition(to, measures);
  const text = `${from ?? ''}..${to ?? ''}`;
  if (toMicros <= fromMicros) throw badPosition(text, 'it ends before it begins');
  // Up to the end is with what happens at the end.
  return { fromMicros, toMicros: toMicros >= measures.durationMicros ? Number.POSITIVE_INFINITY : toMicros };
}

/** Reads a place that is not behind the end of the recording. */
export function positionWithin(text: string, measures: CastMeasures): number {
  const micros = parsePosition(text, measures);
  if (micros <= measures.durationMicros) return micros;
  throw badPosition(text, `it ends at ${measures.durationMicros / 1_000_000} s`);
}

/** The same parts in the order of the recording; those that meet are one. */
export function mergedRanges(ranges: readonly CastRange[]): CastRange[] {
  const merged: CastRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.fromMicros - b.fromMicros)) {
    const last = merged.at(-1);
    if (last === undefined || range.fromMicros > last.toMicros) merged.push(range);
    else merged[merged.length - 1] = { ...last, toMicros: Math.max(last.toMicros, range.toMicros) };
  }
  return merged;
}

/** What lies between parts that are in order and apart; before the first, and behind the last. */
export function remainingRanges(ranges: readonly CastRange[]): CastRange[] {
  const edges = [0, ...ranges.flatMap(({ fromMicros, toMicros }) => [fromMicros, toMicros]), Number.POSITIVE_INFINITY];
  const remaining: CastRange[] = [];
  for (let at = 0; at < edges.length; at += 2) {
    const [fromMicros, toMicros] = [edges[at] as number, edges[at + 1] as number];
    if (fromMicros < toMicros) remaining.push({ fromMicros, toMicros });
  }
  return remaining;
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
    hint: 'Write places like 12.5, 1:30, 50%, marker:start, event:5, and ranges like 1:30..2:00 or ..50%.',
    exitCode: 2,
  });
