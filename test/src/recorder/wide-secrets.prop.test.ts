import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/flow/index.ts';
import { textWidth } from '../../../src/text/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { cellsOf, drawn, recordStrokes, type Way, way } from './recorded-strokes.ts';
import { replay } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

/** Characters of one, three and four bytes; those of one kind are as wide and as long in a file. */
const KINDS = ['abcdefgh', '好世界語한글', '😀🎉🔑🐙', '𠀀𠀁𠀂', '𝐀𝐁𝐂'].map((chars) => [...chars]);
const LENGTH = 12;
const BEFORE = 'my_token=';
const at = (x: number, y = 2): string => `\u001b[${y + 1};${x + 1}H`;

/** The characters of a line and the column of each. */
function placed(line: string, from = 0): { readonly char: string; readonly x: number }[] {
  let x = from;
  return [...line].map((char) => {
    const place = { char, x };
    x += textWidth(char);
    return place;
  });
}

const inOrder = (line: string, seed: number): string[] =>
  placed(line)
    .map(({ char, x }, index) => ({ text: at(x) + char, key: (index * 7919 + seed * 31) % 101 }))
    .sort((a, b) => a.key - b.key)
    .map(({ text }) => text);

/** Ways to put a line together that the stream does not show. */
const WAYS: Readonly<Record<string, (line: string, seed: number) => string[]>> = {
  'cell by cell': (line) => placed(line).map(({ char, x }) => `${at(x)}${char}${at(0, 9)}${x % 10}`),
  'in any order': inOrder,
  'from its end': (line) =>
    placed(line)
      .reverse()
      .map(({ char, x }) => at(x) + char),
  'with its head inserted': (line) => {
    const [head, tail] = [[...line].slice(0, 12).join(''), [...line].slice(12).join('')];
    return [at(0) + tail, `${at(0)}\u001b[${textWidth(head)}@${head}`];
  },
  'over the margin, in two parts': (line) => {
    const [head, tail] = [[...line].slice(0, 12).join(''), [...line].slice(12).join('')];
    const x = 38 - textWidth(head);
    return [at(0, 9), at(x), head, at(0, 9), at(38), tail];
  },
  'put together and overwritten': (line, seed) => [...inOrder(line, seed), at(0), '.'.repeat(textWidth(line))],
};

let count = 0;
const record = (strokes: readonly string[], how: Way) => recordStrokes(folder.file(`${count++}.cast`), strokes, how);

describe.each(Object.keys(WAYS))('a file tells nothing of a secret with wide characters, %s', (name) => {
  const draw = WAYS[name] as (line: string, seed: number) => string[];
  test('at any cut and pace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), way, async (seed, how) => {
        const random = seededRandom(seed);
        const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
        const kinds = Array.from({ length: LENGTH }, () => pick(KINDS));
        const make = () => kinds.map(pick).join('');
        const lineOf = (secret: string) => draw(`${BEFORE}${secret} ok`, seed);
        const [secret, other] = [make(), make()];
        const one = await record(lineOf(secret), how);
        expect(one.file).toBe((await record(lineOf(other), how)).file);
        expect(one.file).toContain('*');
        expect(one.report).toMatchObject({ lost: 0 });
      }),
      runs(4),
    );
  }, 60_000);
});

test.each([
  { name: 'between other text', secret: '好世a界😀b語', draw: (line: string) => inOrder(`x 你 ${line} 界 ok`, 5) },
  {
    // One column is left in the row for a character that needs two.
    name: 'over the margin, where a column stays empty',
    secret: 'a好世界',
    draw: () => [at(0, 3), '好世界', `${at(38 - BEFORE.length)}${BEFORE}`, at(0, 9), at(38), 'a'],
  },
])('two stars take the place of each wide character of a secret $name, and nothing else is masked', async (row) => {
  const strokes = row.draw(`${BEFORE}${row.secret}`);
  const { path, report } = await record(strokes, { cut: 100_000, gapMs: 0, version: 2 });
  const [shown, wanted] = [cellsOf(await replay(path)), cellsOf(await drawn(strokes))];
  const changed = wanted.flatMap((cell, index) => (cell === shown[index] ? [] : [shown[index]]));
  expect(changed.join('')).toBe('*'.repeat(textWidth(row.secret)));
  expect(report?.masked).toEqual({ assignment: 1 });
});
