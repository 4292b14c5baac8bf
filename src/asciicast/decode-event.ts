import { type CastEvent, isSize } from './cast-event.ts';
import { LONGEST_MICROS, microsOf } from './micros.ts';

/** Why a line is no event. */
export type BadEvent = { readonly kind: 'bad'; readonly reason: string };

const bad = (reason: string): BadEvent => ({ kind: 'bad', reason });

/**
 * Reads event lines of versions 2 and 3. It keeps the time: version 2 has absolute times, which are clamped when they go
 * back; version 3 has the interval since the event before, of any code.
 */
export class EventReader {
  readonly #isInterval: boolean;
  #lastMicros: number;

  /** `lastMicros`: the time of the event before the first that will be read. */
  constructor(version: 2 | 3, lastMicros = 0) {
    this.#isInterval = version === 3;
    this.#lastMicros = lastMicros;
  }

  get lastMicros(): number {
    return this.#lastMicros;
  }

  read(line: string): CastEvent | BadEvent {
    // A file that is something else has many such lines, and each error of the parser costs as much as ten events.
    const text = line.trim();
    if (!text.startsWith('[') || !text.endsWith(']')) return bad('not a list of time, code and data');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return bad('not JSON');
    }
    if (!Array.isArray(value) || value.length < 3) return bad('not a list of time, code and data');
    const [time, code, data] = value as [unknown, unknown, unknown];
    const micros = microsOf(time);
    if (micros === undefined) return bad('the time is not a number of seconds');
    if (typeof code !== 'string') return bad('the code is not text');
    const atMicros = this.#isInterval ? this.#lastMicros + micros : Math.max(this.#lastMicros, micros);
    if (atMicros > LONGEST_MICROS) return bad('the time is out of range');
    const event = eventOf(atMicros, code, data);
    // The interval of a bad line counts all the same: what follows was timed after it.
    this.#lastMicros = atMicros;
    return event;
  }
}

function eventOf(atMicros: number, code: string, data: unknown): CastEvent | BadEvent {
  const isKnown = code === 'o' || code === 'i' || code === 'r' || code === 'm' || code === 'x';
  if (!isKnown) return { kind: 'other', atMicros, code, data };
  if (code === 'x' && typeof data === 'number') return { kind: 'exit', atMicros, status: String(data) };
  if (typeof data !== 'string') return bad(`the data of an ${code} event is not text`);
  if (code === 'o') return { kind: 'output', atMicros, data };
  if (code === 'i') return { kind: 'input', atMicros, data };
  if (code === 'm') return { kind: 'marker', atMicros, label: data };
  if (code === 'x') return { kind: 'exit', atMicros, status: data };
  const [, cols, rows] = /^(\d{1,5})x(\d{1,5})$/.exec(data) ?? [];
  const size = { cols: Number(cols), rows: Number(rows) };
  if (!isSize(size.cols) || !isSize(size.rows)) return bad(`no such size: ${data.slice(0, 20)}`);
  return { kind: 'resize', atMicros, ...size };
}
