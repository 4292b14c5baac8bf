import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CastDecoder, type CastItem, Timeline } from '../../src/asciicast/index.ts';
import type { ScreenSize, TimedEvent } from '../../src/gif/index.ts';

export const castPath = (name: string): string => fileURLToPath(new URL(`../casts/${name}.cast`, import.meta.url));

/** The events of a sample recording as pictures take them, pauses cut to five seconds. */
export const castEvents = (name: string): ReturnType<typeof eventsOf> => eventsOf(castPath(name));

/** Those of any recording. */
export function eventsOf(path: string, idleLimitSeconds = 5): { events: TimedEvent[]; size: ScreenSize } {
  const decoder = new CastDecoder();
  const items: CastItem[] = [...decoder.decode(readFileSync(path)), ...decoder.end()];
  const timeline = new Timeline({ idleLimitSeconds });
  const events: TimedEvent[] = [];
  for (const item of items) {
    if (item.kind === 'output') events.push({ kind: 'output', atMicros: timeline.at(item.atMicros), data: item.data });
    if (item.kind === 'resize')
      events.push({ kind: 'resize', atMicros: timeline.at(item.atMicros), cols: item.cols, rows: item.rows });
  }
  const header = decoder.header;
  if (header === undefined) throw new Error('no header');
  return { events, size: { cols: header.cols, rows: header.rows } };
}
