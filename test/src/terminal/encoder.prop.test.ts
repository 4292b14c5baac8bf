import { expect, test } from 'vitest';
import { encodeDifference, Grid } from '../../../src/terminal/index.ts';
import { lowerStyle } from '../../../src/terminal/lower-style.ts';
import { EmulatedScreen } from '../../support/emulated-screen.ts';
import { differencesOf, gridPair } from '../../support/grid-arbitraries.ts';
import { fc } from '../../support/property.ts';

const PAIRS = Math.max(1000, Number(process.env.FC_RUNS ?? 0));

test('an emulator that shows one frame shows the next one after the difference, text and style', async () => {
  const screens = new Map<string, EmulatedScreen>();
  await fc.assert(
    fc.asyncProperty(gridPair, async ({ before, after, scrolls }) => {
      const size = `${before.cols}x${before.rows}`;
      const screen = screens.get(size) ?? new EmulatedScreen(before.cols, before.rows);
      screens.set(size, screen);
      await screen.write(`\x1b[?7l${encodeDifference({ shown: undefined, wanted: before, depth: 'truecolor' })}`);
      expect(differencesOf(screen.grid(), before)).toEqual([]);
      const shown = new Grid(before.cols, before.rows);
      shown.copyFrom(before);
      await screen.write(encodeDifference({ shown, wanted: after, depth: 'truecolor', scrolls, synchronized: true }));
      expect(differencesOf(screen.grid(), after)).toEqual([]);
      expect(differencesOf(shown, after)).toEqual([]);
      expect(encodeDifference({ shown, wanted: after, depth: 'truecolor' })).toBe('');
    }),
    { numRuns: PAIRS },
  );
}, 600_000);

test('with autowrap on, as in a player of recordings, the screen is the same', async () => {
  await fc.assert(
    fc.asyncProperty(gridPair, async ({ before, after }) => {
      const screen = new EmulatedScreen(before.cols, before.rows);
      await screen.write(encodeDifference({ shown: undefined, wanted: before, depth: 'truecolor' }));
      await screen.write(encodeDifference({ shown: before, wanted: after, depth: 'truecolor' }));
      expect(differencesOf(screen.grid(), after)).toEqual([]);
      screen.terminal.dispose();
    }),
  );
}, 600_000);

test.each(['mono', '16', '256'] as const)(
  'with fewer colours (%s) the text is the same and the look is the lowered one',
  async (depth) => {
    await fc.assert(
      fc.asyncProperty(gridPair, async ({ before, after }) => {
        const screen = new EmulatedScreen(before.cols, before.rows);
        await screen.write(encodeDifference({ shown: undefined, wanted: before, depth }));
        await screen.write(encodeDifference({ shown: before, wanted: after, depth }));
        const lowered = new Grid(after.cols, after.rows);
        lowered.copyFrom(after);
        for (let index = 0; index < lowered.style.length; index++)
          lowered.style[index] = lowerStyle(lowered.style[index] as number, depth);
        expect(differencesOf(screen.grid(), lowered)).toEqual([]);
        screen.terminal.dispose();
      }),
      { numRuns: 100 },
    );
  },
  600_000,
);

/** Everything the encoder may write besides text. */
const OWN = /\x1b\[(?:[0-9;:]*m|[0-9;]*H|[0-9]*C|K|[0-9]+X|[0-9;]*r|[0-9]+[ST]|\?25[hl]|\?2026[hl]|[246] q)/g;

test('whatever text is painted, no sequence and no control outside the list is written', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({
      unit: fc.constantFrom(
        '\x1b',
        '[',
        ']',
        '\x07',
        '\x9b',
        '0',
        ';',
        'm',
        '\u202e',
        '\u200b',
        '\n',
        'é',
        '漢',
        '\ud800',
        '\x7f',
        '\u{e0041}',
      ),
    }),
  );
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 5 }), fc.array(hostile, { maxLength: 5 }), (texts, cells) => {
      const wanted = new Grid(30, 6);
      const pen = wanted.pen();
      for (const [y, text] of texts.entries()) pen.text(0, y, text, 0);
      for (const [x, text] of cells.entries()) pen.cell(x * 3, 5, text, x % 2 === 0 ? 1 : 2, 0);
      const bytes = encodeDifference({ shown: undefined, wanted, depth: 'truecolor', synchronized: true });
      const rest = bytes.replace(OWN, '').replace(/\r\n/g, '');
      expect(rest).not.toMatch(/[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u);
    }),
    { numRuns: PAIRS },
  );
});
