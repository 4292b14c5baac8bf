import { assertNever } from '../flow/index.ts';
import type { CastEvent, CastHeader, WrittenCastVersion } from './cast-event.ts';
import { formatMicros } from './micros.ts';

/** JSON on one line with a blank after each comma and colon, as the format's own files have it. */
function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${spacedJson(entry)}`).join(', ')}}`;
}

/**
 * The header line of a version, with its newline. What a version has elsewhere is moved there (`env.TERM` and
 * `term.type`), what it has not is left out; the duration is never written, as it is not known at the start.
 */
export function encodeHeader(header: CastHeader, version: WrittenCastVersion): string {
  return `${spacedJson(version === 2 ? version2(header) : version3(header))}\n`;
}

function version2(header: CastHeader): object {
  const { TERM = header.termType, ...others } = header.env ?? {};
  // Our own order has TERM last, so that moving it to version 3 and back gives the same bytes.
  const env = header.env?.TERM !== undefined ? header.env : { ...others, ...(TERM === undefined ? {} : { TERM }) };
  return {
    version: 2,
    width: header.cols,
    height: header.rows,
    timestamp: header.timestamp,
    idle_time_limit: header.idleLimitSeconds,
    command: header.command,
    title: header.title,
    env: unlessEmpty(env),
    theme: header.theme,
  };
}

function version3(header: CastHeader): object {
  const { TERM, ...others } = header.env ?? {};
  const isMoved = header.termType === undefined;
  return {
    version: 3,
    term: {
      cols: header.cols,
      rows: header.rows,
      type: header.termType ?? TERM,
      version: header.termVersion,
      theme: header.theme,
    },
    timestamp: header.timestamp,
    idle_time_limit: header.idleLimitSeconds,
    command: header.command,
    title: header.title,
    tags: header.tags,
    env: unlessEmpty(isMoved ? others : (header.env ?? {})),
  };
}

const unlessEmpty = (env: Readonly<Record<string, string>>): object | undefined =>
  Object.keys(env).length === 0 ? undefined : env;

/**
 * Writes event lines. Version 3 holds intervals: each is the difference of two rounded absolute times, so they do not
 * drift. `startMicros` is the time of the last event of a file that is continued.
 */
export class CastEncoder {
  readonly version: WrittenCastVersion;
  #lastMicros: number;

  constructor(version: WrittenCastVersion, startMicros = 0) {
    this.version = version;
    this.#lastMicros = startMicros;
  }

  /** One line with its newline. A time before the last one is written as the last one. */
  event(event: CastEvent): string {
    const at = Math.max(event.atMicros, this.#lastMicros);
    const time = this.version === 3 ? at - this.#lastMicros : at;
    this.#lastMicros = at;
    const [code, data] = codeAndData(event);
    return `[${formatMicros(time)}, ${JSON.stringify(code)}, ${spacedJson(data)}]\n`;
  }
}

function codeAndData(event: CastEvent): [string, unknown] {
  switch (event.kind) {
    case 'output':
      return ['o', event.data];
    case 'input':
      return ['i', event.data];
    case 'resize':
      return ['r', `${event.cols}x${event.rows}`];
    case 'marker':
      return ['m', event.label];
    case 'exit':
      return ['x', event.status];
    case 'other':
      return [event.code, event.data];
    default:
      return assertNever(event);
  }
}
