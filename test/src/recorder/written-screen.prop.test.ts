import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { FrameEncoder } from '../../../src/recorder/frame-encoder.ts';
import { Recording } from '../../../src/recorder/recording.ts';
import { WrittenScreen } from '../../../src/recorder/redaction/written-screen.ts';
import { DEFAULT_COLOR, Grid, PLAIN, type Scroll, styleOf } from '../../../src/terminal/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { gridOf, replay } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const [cols, rows] = [60, 8];
const RED = styleOf(0xff0000, DEFAULT_COLOR);

type Step =
  | { kind: 'text'; x: number; y: number; text: string; style: number }
  | { kind: 'clear' }
  | { kind: 'scroll'; top: number; count: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      x: fc.nat(cols - 1),
      y: fc.nat(rows - 1),
      text: fc.constantFrom(
        'x',
        'some words',
        'a longer text that fills most of a row of the screen',
        '      ',
        'a         b',
      ),
      style: fc.constantFrom(PLAIN, RED),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('scroll' as const),
      top: fc.nat(3),
      count: fc.constantFrom(-2, -1, 1, 2),
    }),
  },
);

const words = 'a longer text that fills most of a row of the screen';
/** Different texts, so that scrolling them is shorter than writing them. */
const rowsOfText = [2, 3, 4, 5].map(
  (y): Step => ({ kind: 'text', x: y, y, text: `${y}${words.slice(0, 50 - y)}`, style: PLAIN }),
);
const scrolled = (count: number): Step => ({ kind: 'scroll', top: 0, count });

let count = 0;
test('every character on the screen is found in the file, however it came there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 12 }), async (frames) => {
      const path = folder.file(`${count++}.cast`);
      const recording = await Recording.open({ path, cols, rows, clock: new ManualClock(), env: {} });
      const written = new WrittenScreen(recording, { cols, rows });
      const encoder = new FrameEncoder({ cols, rows });
      const grid = new Grid(cols, rows);
      for (const steps of frames) {
        const scrolls: Scroll[] = [];
        for (const one of steps) {
          if (one.kind === 'clear') grid.clear();
          else if (one.kind === 'text') grid.pen().text(one.x, one.y, one.text, one.style);
          else {
            grid.scroll(one.top, rows - 1, one.count);
            scrolls.push({ top: one.top, bottom: rows - 1, count: one.count });
          }
        }
        const frame = new Grid(cols, rows);
        frame.copyFrom(grid);
        for (const body of encoder.encode({ grid: frame, cursor: undefined, scrolls })) written.write(body, 0);
      }
      const shown = grid.text.flatMap((cell, index) => (cell === ' ' ? [] : [index]));
      expect(shown.filter((index) => !written.mask(index))).toEqual([]);
      await recording.stop();
      const stars = grid.text.map((cell) => (cell === ' ' ? ' ' : '*'));
      expect(gridOf(await replay(path)).text).toEqual(stars);
    }),
    {
      ...runs(25),
      examples: [[[rowsOfText, [scrolled(1)], [scrolled(2)]]], [[rowsOfText, [scrolled(-2)], [scrolled(1)]]]],
    },
  );
});
