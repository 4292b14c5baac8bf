import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../support/cast-arbitraries.ts';
import { terminalStream } from '../../support/terminal-arbitraries.ts';
import { screenOf, seen } from './screens.ts';

test('a snapshot draws the same screen on a fresh terminal, and what follows looks the same on both', async () => {
  await fc.assert(
    fc.asyncProperty(terminalStream, terminalStream, async (before, after) => {
      const original = await screenOf(before);
      const copy = await screenOf(original.snapshot());
      expect(seen(copy)).toEqual(seen(original));
      // A sequence first: the last printed character, which a mark would join, is no part of a screen's state.
      for (const screen of [original, copy]) screen.write(`\u001b[1m${after}`);
      await Promise.all([original.whenParsed(), copy.whenParsed()]);
      expect(seen(copy)).toEqual(seen(original));
      original.dispose();
      copy.dispose();
    }),
    runs(200),
  );
});

test('with a reset it draws the same on a terminal in any state', async () => {
  await fc.assert(
    fc.asyncProperty(terminalStream, terminalStream, terminalStream, async (before, other, after) => {
      const original = await screenOf(before);
      const copy = await screenOf(`${other}\u001b[m${original.snapshot({ reset: true })}`);
      for (const screen of [original, copy]) screen.write(`\u001b[1m${after}`);
      await Promise.all([original.whenParsed(), copy.whenParsed()]);
      expect({ ...seen(copy), title: '' }).toEqual({ ...seen(original), title: '' });
      original.dispose();
      copy.dispose();
    }),
    runs(100),
  );
});
