import { expect, test } from 'vitest';
import { fuzzyMatch, nearestWord } from '../../../src/text/index.ts';
import { fc } from '../../support/property.ts';

const COMMANDS = ['pods', 'play', 'rec', 'gif', 'status', 'completion', 'convert'];

test.each([
  ['pds', 'pods'],
  ['posd', 'pods'],
  ['stat', 'status'],
  ['gfi', 'gif'],
  ['kubernetes', undefined],
])('%s was meant to be %s', (word, meant) => {
  expect(nearestWord(word, COMMANDS)).toBe(meant);
});

test('a fuzzy match is a subsequence, and its places are the letters', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-c]{0,4}$/), fc.stringMatching(/^[a-c -]{0,10}$/), (query, text) => {
      const match = fuzzyMatch(query, text);
      const isSubsequence = new RegExp([...query].join('.*')).test(text);
      expect(match !== undefined).toBe(isSubsequence);
      if (match !== undefined) expect(match.places.map((at) => text[at]).join('')).toBe(query);
    }),
  );
});

test('whole words and word starts come before scattered letters', () => {
  const score = (text: string) => fuzzyMatch('pod', text)?.score ?? -1;
  expect(score('pods')).toBeGreaterThan(score('my-pods'));
  expect(score('my-pods')).toBeGreaterThan(score('port-other-demo'));
  expect(fuzzyMatch('sk', 'shop kube')?.score).toBeGreaterThan(fuzzyMatch('sk', 'rest okay')?.score ?? 0);
});
