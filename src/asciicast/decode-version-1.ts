import type { CastEvent, CastHeader } from './cast-event.ts';
import type { BadEvent } from './decode-event.ts';
import { decodeHeader } from './decode-header.ts';
import { LONGEST_MICROS, microsOf } from './micros.ts';

/** Reads a version 1 document: `stdout` is a list of `[delay, data]`, each delay in seconds since the one before. */
export function decodeVersion1(value: Readonly<Record<string, unknown>>): {
  readonly header: CastHeader;
  readonly events: readonly (CastEvent | BadEvent)[];
} {
  const header = decodeHeader(value);
  const events: (CastEvent | BadEvent)[] = [];
  let atMicros = 0;
  for (const entry of Array.isArray(value.stdout) ? (value.stdout as unknown[]) : []) {
    const [delay, data] = Array.isArray(entry) ? (entry as unknown[]) : [];
    const micros = microsOf(delay);
    if (micros === undefined || typeof data !== 'string' || atMicros + micros > LONGEST_MICROS) {
      events.push({ kind: 'bad', reason: 'not a pair of delay and text' });
      continue;
    }
    atMicros += micros;
    events.push({ kind: 'output', atMicros, data });
  }
  return { header, events };
}
