import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { loadPtyScreen, type PtyScreen } from '../../../src/pty/index.ts';
import { DETECTORS, PtyRecording } from '../../../src/recorder/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { DRAWN_SIZE, type Stroke } from './drawings.ts';
import { FakeSession } from './fake-session.ts';

/** How a recording is cut into chunks. */
export interface Way {
  /** Bytes of a chunk, and what the clock is moved on after each. */
  readonly cut: number;
  readonly gapMs: number;
  readonly version: 2 | 3;
}

/** Records what a program does to its terminal. */
export async function recordStrokes(path: string, strokes: readonly Stroke[], { cut, gapMs, version }: Way) {
  const clock = new ManualClock();
  const session = new FakeSession();
  const detectors = DETECTORS;
  const recording = await PtyRecording.start({ path, session, ...DRAWN_SIZE, clock, env: {}, detectors, version });
  for (const stroke of strokes) {
    if (typeof stroke !== 'string') {
      recording.resize(...stroke.resize);
      continue;
    }
    const bytes = Buffer.from(stroke);
    for (let from = 0; from < bytes.length; from += cut) {
      session.emit(bytes.subarray(from, from + cut));
      if (gapMs === 0) continue;
      // The emulator parses on a timer of its own; the clock of the recorder stands still meanwhile.
      await new Promise((next) => setTimeout(next, 2));
      clock.advance(gapMs);
      await settle(1);
    }
  }
  expect((await recording.stop()).kind).toBe('stopped');
  return { path, file: readFileSync(path, 'utf8'), report: recording.report };
}

/** The screen after the strokes themselves. */
export async function drawn(strokes: readonly Stroke[]): Promise<PtyScreen> {
  const { PtyScreen } = await loadPtyScreen();
  const screen = new PtyScreen({ ...DRAWN_SIZE, scrollback: 0, clock: new ManualClock() });
  for (const stroke of strokes) {
    if (typeof stroke === 'string') screen.write(stroke);
    else {
      await screen.whenParsed();
      screen.resize(...stroke.resize);
    }
  }
  await screen.whenParsed();
  return screen;
}

export const cellsOf = (screen: PtyScreen): string[] => {
  const cells: string[] = [];
  screen.forEachCell((_x, _y, cell) => cells.push(cell.text));
  return cells;
};

export const way: fc.Arbitrary<Way> = fc
  .record({
    cut: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000)),
    gapMs: fc.constantFrom(0, 0, 20, 120, 299, 300, 301, 500),
    version: fc.constantFrom<2 | 3>(2, 3),
  })
  // Every gap is waited for: single bytes come at once.
  .map(({ cut, ...how }) => ({ ...how, cut: how.gapMs === 0 ? cut : Math.max(cut, 4) }));
