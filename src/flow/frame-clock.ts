import type { Cancel, Clock } from './clock.ts';
import type { Flushable } from './live-view.ts';

/** Flushes every view in one go: one React commit a frame, not one an event. Returns what stops it. */
export function startFrames(clock: Clock, fps: number, views: Iterable<Flushable>): Cancel {
  return clock.every(1000 / fps, () => {
    for (const view of views) view.flush();
  });
}
