import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/flow/index.ts';
import { DETECTORS, PtyRecording } from '../../../src/recorder/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { DRAWINGS, DRAWN_SIZE, type Stroke } from './drawings.ts';
import { FakeSession } from './fake-session.ts';
import { cellsOf, drawn, recordStrokes, type Way, way } from './recorded-strokes.ts';
import { readItems, replay } from './replay.ts';
import { SECRET_KINDS, type SecretKind } from './secret-kinds.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let count = 0;
const record = (strokes: readonly Stroke[], how: Way) => recordStrokes(folder.file(`${count++}.cast`), strokes, how);

async function expectOnlyTheSecretMasked(path: string, strokes: readonly Stroke[], secret: string): Promise<void> {
  const shown = await replay(path);
  const wanted = await drawn(strokes);
  const masked = cellsOf(wanted).flatMap((cell, index) => {
    const got = cellsOf(shown)[index] as string;
    return got === cell ? [] : [{ cell, got }];
  });
  expect(masked.filter(({ got }) => got !== '*')).toEqual([]);
  // Nothing but characters of the secret, and no more than it has.
  expect(masked.filter(({ cell }) => !secret.includes(cell))).toEqual([]);
  expect(masked.length).toBeLessThanOrEqual(secret.length);
}

/** Two secrets of one kind, drawn in one way, must give the same file: then the file tells nothing of either. */
describe.each(Object.keys(DRAWINGS))('a file tells nothing of a secret that is drawn %s', (drawing) => {
  const draw = DRAWINGS[drawing] as (line: string, seed: number) => Stroke[];
  test('whatever its kind, at any cut and pace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(SECRET_KINDS)), fc.nat(10_000), way, async (name, seed, how) => {
        const kind = SECRET_KINDS[name] as SecretKind;
        const random = seededRandom(seed);
        const make = () => kind.make((below) => Math.floor(random() * below));
        const [secret, other] = [make(), make()];
        const strokes = draw(kind.before + secret + kind.after, seed);
        const one = await record(strokes, how);
        const two = await record(draw(kind.before + other + kind.after, seed), how);
        expect(one.file).toBe(two.file);
        expect(one.file).toContain('*');
        expect(one.report).toMatchObject({ lost: 0 });
        // While the quote at its end is missing a value goes on to the end of its line.
        const most = name === 'quoted assignment' ? secret + kind.after : secret;
        await expectOnlyTheSecretMasked(one.path, strokes, most);
      }),
      runs(2),
    );
  }, 60_000);
});

const printed = (path: string): string =>
  readItems(path)
    .map((item) => (item.kind === 'output' ? item.data : ''))
    .join('');

/** The ways in which a private key comes to a screen that is smaller than the key. */
const KEY_DRAWINGS: Readonly<Record<string, (lines: readonly string[]) => Stroke[]>> = {
  'printed whole': (lines) => [`${lines.join('\r\n')}\r\n`],
  'line by line': (lines) => lines.map((line) => `${line}\r\n`),
  'indented as in YAML': (lines) => ['key: |\r\n', ...lines.map((line) => `  ${line}\r\n`)],
  'in one line of JSON': (lines) => [`{"key": "${lines.join('\\n')}\\n"}\r\n`],
  'page by page': (lines) => [...pages(lines, 0), ...pages(lines, 3)],
  'scrolled line by line': (lines) => lines.map((line) => `\r\u001b[K${line}\r\n:`),
  'scrolled back': (lines) => [...pages(lines, 5), ...[...lines].reverse().map((line) => `\u001b[H\u001bM${line}`)],
  'with numbers in front': (lines) =>
    pages(
      lines.map((line, index) => `${String(index + 1).padStart(3)} ${line}`),
      0,
    ),
};

function privateKey(random: () => number): string[] {
  const line = (length: number) =>
    Buffer.from(Array.from({ length }, () => Math.floor(random() * 256))).toString('base64');
  const body = [...Array.from({ length: 14 }, () => line(24)), line(8)];
  return ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----', 'after'];
}

/** Full screens of nine lines as a pager draws them, and its prompt; begun `from` lines after the first. */
function pages(lines: readonly string[], from: number): string[] {
  const drawnPages: string[] = [];
  // The first page holds the beginning of the key: without it nobody could know what the rest is.
  for (const start of [0, from, from + 9]) {
    const rows = lines.slice(start, start + 9).map((line, y) => `\u001b[${y + 1};1H${line}\u001b[K`);
    drawnPages.push(`\u001b[2J${rows.join('')}\u001b[10;1H:`);
  }
  return drawnPages;
}

describe.each(Object.keys(KEY_DRAWINGS))('a file tells nothing of a private key %s', (drawing) => {
  const draw = KEY_DRAWINGS[drawing] as (lines: readonly string[]) => Stroke[];
  test('at any cut and pace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(10_000), way, async (seed, how) => {
        const random = seededRandom(seed);
        const one = await record(draw(privateKey(random)), { ...how, cut: how.cut * 8 });
        const two = await record(draw(privateKey(random)), { ...how, cut: how.cut * 8 });
        expect(one.file).toBe(two.file);
        expect(one.report).toMatchObject({ lost: 0 });
        expect((await replay(one.path)).rowText(0).length).toBeGreaterThan(0);
        expect(printed(one.path)).toContain('after');
      }),
      runs(2),
    );
  }, 60_000);
});

describe('a secret that is typed', () => {
  test.each(Object.keys(SECRET_KINDS))('is masked in input of kind %s, at any pace', async (name) => {
    const kind = SECRET_KINDS[name] as SecretKind;
    const typed = async (secret: string, gapMs: number) => {
      const clock = new ManualClock();
      const session = new FakeSession();
      const path = folder.file(`${count++}.cast`);
      const detectors = DETECTORS;
      const recording = await PtyRecording.start({ path, session, ...DRAWN_SIZE, clock, env: {}, detectors });
      for (const char of `${kind.before}${secret}${kind.after}\r`) {
        recording.input(char);
        clock.advance(gapMs);
      }
      await recording.stop();
      return readFileSync(path, 'utf8');
    };
    const random = seededRandom(7);
    const make = () => kind.make((below) => Math.floor(random() * below));
    for (const gapMs of [0, 100, 400]) expect(await typed(make(), gapMs)).toBe(await typed(make(), gapMs));
  });
});
