import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/flow/index.ts';
import { encodeDifference, Grid } from '../../../src/terminal/index.ts';
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
      const bytes = encodeDifference({ shown, wanted: after, depth: 'truecolor', scrolls, synchronized: true });
      await screen.write(bytes);
      expect(differencesOf(screen.grid(), after)).toEqual([]);
      expect(differencesOf(shown, after)).toEqual([]);
      expect(encodeDifference({ shown, wanted: after, depth: 'truecolor' })).toBe('');
    }),
    { numRuns: PAIRS },
  );
}, 120_000);
void seededRandom;
