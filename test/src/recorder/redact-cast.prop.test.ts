import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CastDecoder, type CastItem } from '../../../src/asciicast/index.ts';
import { loadPtyScreen, type PtyScreen } from '../../../src/pty/index.ts';
import { CastRedactor, DETECTORS, surveySecrets } from '../../../src/recorder/index.ts';
import { MaskedRuns } from '../../../src/recorder/redaction/masked-runs.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const { PtyScreen: Screen } = await loadPtyScreen();
const makeScreen = ({ cols, rows }: { cols: number; rows: number }): PtyScreen =>
  new Screen({ cols, rows, scrollback: 0, clock: new ManualClock() });

const SIZE = { cols: 30, rows: 8 };
const SECRETS = [
  ['curl -H "Authorization: Bearer Zx8kQ1vP0mN4bT7y"', 'Zx8kQ1vP0mN4bT7y'],
  ['join abcdef.0123456789abcdef now', 'abcdef.0123456789abcdef'],
  ['DB_PASSWORD=hunter2hunter2 run', 'hunter2hunter2'],
  ['got eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl ok', 'eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl'],
] as const;

const cell = (line: string, index: number): string =>
  `\u001b[${2 + Math.floor(index / SIZE.cols)};${1 + (index % SIZE.cols)}H${line[index]}`;

/** Ways in which a program may put a line on the screen, in pieces that come any time after each other. */
const drawn: Readonly<Record<string, (line: string, order: readonly number[]) => string[]>> = {
  whole: (line) => [`${line}\r\n`],
  'by characters': (line) => [...line],
  'in any order': (line, order) => order.map((index) => cell(line, index)),
  'twice, redrawn': (line) => [line, '\u001b[2J\u001b[H', ...line],
};

const order = (line: string, seed: number): number[] =>
  [...line].map((_, index) => index).sort((a, b) => ((a * seed) % 97) - ((b * seed) % 97) || a - b);

async function* batches(items: readonly CastItem[], size: number): AsyncGenerator<CastItem[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

async function redact(items: readonly CastItem[], size: number) {
  const places = await surveySecrets(batches(items, size), DETECTORS, new ManualClock());
  const redactor = new CastRedactor(places, DETECTORS, makeScreen);
  let text = '';
  for await (const batch of batches(items, size)) text += await redactor.lines(batch);
  redactor.dispose();
  const decoder = new CastDecoder();
  return { text, items: [...decoder.decode(Buffer.from(text)), ...decoder.end()], redactor };
}

/** Every screen of the recording as one text, rows joined. */
async function shown(items: readonly CastItem[]): Promise<string> {
  const screen = makeScreen(SIZE);
  let text = '';
  const look = () => {
    for (let y = 0; y < screen.rows; y++) text += screen.rowText(y).padEnd(SIZE.cols);
  };
  for (const item of items) if (item.kind === 'output') screen.write(item.data, look);
  await screen.whenParsed();
  screen.dispose();
  return text;
}

test('a secret is in no part of the file, however it was drawn and however long that took', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SECRETS),
      fc.constantFrom(...Object.keys(drawn)),
      fc.integer({ min: 1, max: 96 }),
      fc.integer({ min: 1, max: 20 }),
      async ([line, secret], way, seed, batch) => {
        const pieces = drawn[way]?.(line, order(line, seed)) ?? [];
        const events = pieces.map((data, index): CastItem => ({ kind: 'output', atMicros: index * 9e6, data }));
        const header: CastItem = { kind: 'header', header: { version: 2, ...SIZE, command: `echo ${secret}` } };
        const before = [header, ...events];
        expect(await shown(before)).toContain(secret);
        const after = await redact(before, batch);
        expect(after.text).not.toContain(secret);
        expect(await shown(after.items)).not.toContain(secret);
        expect(after.items).toHaveLength(before.length);
        const again = await redact(after.items, batch);
        expect(again.text).toBe(after.text);
        expect(again.redactor.counts.size).toBe(0);
      },
    ),
    runs(50),
  );
});

test('places kept as runs are those that were added', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60)), fc.nat(60), fc.integer({ min: 1, max: 30 }), (added, from, length) => {
      const places = new MaskedRuns();
      const naive = new Set<number>();
      for (const position of added) {
        expect(places.add(position)).toBe(!naive.has(position));
        naive.add(position);
      }
      const mask = Array.from({ length }, (_, index) => (naive.has(from + index) ? 1 : 0));
      expect([...(places.maskOf(from, length) ?? new Uint8Array(length))]).toEqual(mask);
    }),
    runs(200),
  );
});
