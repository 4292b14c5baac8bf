import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { DETECTORS, ScreenRecording } from '../../../src/recorder/index.ts';
import { BOLD, DEFAULT_COLOR, INVERSE, PALETTE, styleOf, UNDERLINE_CURLY } from '../../../src/terminal/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { gridOf, replay } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const color = fc.oneof(
  fc.constant(DEFAULT_COLOR),
  fc.nat(0xffffff),
  fc.nat(255).map((n) => PALETTE + n),
);
const style = fc
  .tuple(color, color, fc.constantFrom(0, BOLD, INVERSE, UNDERLINE_CURLY, BOLD | INVERSE))
  .map(([fg, bg, flags]) => styleOf(fg, bg, flags));

type Step =
  | { kind: 'text'; x: number; y: number; text: string; style: number }
  | { kind: 'clear' }
  | { kind: 'resize'; cols: number; rows: number }
  | { kind: 'cursor'; x: number; y: number }
  | { kind: 'frame'; ms: number }
  | { kind: 'pause'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      x: fc.nat(19),
      y: fc.nat(7),
      text: fc.constantFrom('hello', '好世界', 'x', '─│┌┐', '   ', 'e\u0301', 'longer than the row is wide'),
      style,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('resize' as const),
      cols: fc.integer({ min: 2, max: 24 }),
      rows: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cursor' as const), x: fc.nat(19), y: fc.nat(7) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('frame' as const), ms: fc.integer({ min: 0, max: 400 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), ms: fc.integer({ min: 1, max: 5000 }) }) },
);

function apply(terminal: FakeTerminal, clock: ManualClock, recording: ScreenRecording, one: Step): void {
  const pen = terminal.grid.pen();
  if (one.kind === 'text') pen.text(one.x, one.y, one.text, one.style);
  if (one.kind === 'clear') pen.clear();
  if (one.kind === 'resize') {
    terminal.resize(one.cols, one.rows);
    // A cursor outside the grid is not shown.
    terminal.cursor = undefined;
  }
  if (one.kind === 'cursor') terminal.cursor = { x: one.x % terminal.cols, y: one.y % terminal.rows, shape: 'bar' };
  if (one.kind === 'frame') {
    clock.advance(one.ms);
    terminal.frame();
  }
  if (one.kind === 'pause') {
    recording.pause();
    clock.advance(one.ms);
    recording.resume();
  }
}

let count = 0;
test.each([
  ['with redaction', DETECTORS],
  ['without', undefined],
] as const)('a recording %s replays to the screen that the compositor shows', async (_name, detectors) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const terminal = new FakeTerminal(20, 8);
      const clock = new ManualClock();
      const path = folder.file(`${count++}.cast`);
      const recording = await ScreenRecording.start({ path, terminal, clock, env: {}, detectors });
      for (const one of steps) apply(terminal, clock, recording, one);
      terminal.frame();
      expect((await recording.stop()).kind).toBe('stopped');
      await settle(1);
      const screen = await replay(path);
      const shown = gridOf(screen);
      expect(shown.text).toEqual(terminal.grid.text);
      expect([...shown.style]).toEqual([...terminal.grid.style]);
      expect(screen.cursor.isVisible).toBe(terminal.cursor !== undefined);
      if (terminal.cursor !== undefined)
        expect(screen.cursor).toMatchObject({ x: terminal.cursor.x, y: terminal.cursor.y });
    }),
    runs(100),
  );
});
