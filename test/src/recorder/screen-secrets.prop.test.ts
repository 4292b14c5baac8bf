import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/flow/index.ts';
import { DETECTORS, ScreenRecording } from '../../../src/recorder/index.ts';
import { DEFAULT_COLOR, PLAIN, SECRET, styleOf } from '../../../src/terminal/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { gridOf, replay } from './replay.ts';
import { SECRET_KINDS, type SecretKind } from './secret-kinds.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const COLS = 40;
const ROWS = 10;

/** Paints a line into the terminal's grid; `next` shows a frame and lets time pass. */
type Painting = (terminal: FakeTerminal, line: string, next: () => void) => void;

/** Rows of a text that is wrapped at `cols`. */
const wrapped = (text: string, cols: number): string[] => text.match(new RegExp(`.{1,${cols}}`, 'gs')) ?? [];

function paint(terminal: FakeTerminal, text: string, at: { x: number; y: number; cols: number }): void {
  const pen = terminal.grid.pen();
  for (const [row, part] of wrapped(text, at.cols).entries()) {
    pen.text(at.x, at.y + row, part, PLAIN);
    terminal.cursor = { x: Math.min(COLS - 1, at.x + part.length), y: at.y + row, shape: 'bar' };
  }
}

const whole = { x: 0, y: 2, cols: COLS };
const PAINTINGS: Readonly<Record<string, Painting>> = {
  'at once': (terminal, line, next) => {
    paint(terminal, line, whole);
    next();
  },
  'as it is typed': (terminal, line, next) => {
    for (let end = 1; end <= line.length; end++) {
      paint(terminal, line.slice(0, end), whole);
      next();
    }
  },
  'in two parts': (terminal, line, next) => {
    paint(terminal, line.slice(0, line.length * 0.6), whole);
    next();
    paint(terminal, line, whole);
    next();
  },
  'before the words that tell of it': (terminal, line, next) => {
    const half = Math.floor(line.length * 0.4);
    paint(terminal, ' '.repeat(half) + line.slice(half), whole);
    next();
    paint(terminal, line, whole);
    next();
  },
  'in two parts, scrolled meanwhile': (terminal, line, next) => {
    paint(terminal, line.slice(0, line.length * 0.6), { ...whole, y: 5 });
    next();
    terminal.grid.pen().clear();
    paint(terminal, line, { ...whole, y: 2 });
    next();
  },
  'beside a frame': (terminal, line, next) => {
    for (let y = 0; y < ROWS; y++) terminal.grid.pen().text(26, y, '│ side', PLAIN);
    paint(terminal, line, { x: 0, y: 1, cols: 26 });
    next();
  },
  'within a frame': (terminal, line, next) => {
    terminal.grid.pen().text(5, 0, '┌────────────────────────┐', PLAIN);
    for (let y = 1; y < ROWS; y++) terminal.grid.pen().text(5, y, '│                        │', PLAIN);
    paint(terminal, line, { x: 6, y: 1, cols: 24 });
    next();
  },
};

let count = 0;
async function record(painting: Painting, line: string, gapMs: number) {
  const terminal = new FakeTerminal(COLS, ROWS);
  const clock = new ManualClock();
  const path = folder.file(`${count++}.cast`);
  const recording = await ScreenRecording.start({ path, terminal, clock, env: {}, detectors: DETECTORS });
  painting(terminal, line, () => {
    terminal.frame();
    clock.advance(gapMs);
  });
  expect((await recording.stop()).kind).toBe('stopped');
  return { path, file: readFileSync(path, 'utf8'), terminal };
}

describe.each(Object.keys(PAINTINGS))('a recording of the screen tells nothing of a secret painted %s', (name) => {
  test('whatever its kind, at any pace', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(SECRET_KINDS)),
        fc.nat(10_000),
        fc.constantFrom(0, 33, 150, 300, 500),
        async (kindName, seed, gapMs) => {
          const kind = SECRET_KINDS[kindName] as SecretKind;
          const random = seededRandom(seed);
          const make = () => kind.make((below) => Math.floor(random() * below));
          const secret = make();
          const painting = PAINTINGS[name] as Painting;
          const one = await record(painting, kind.before + secret + kind.after, gapMs);
          const two = await record(painting, kind.before + make() + kind.after, gapMs);
          expect(one.file).toBe(two.file);
          const shown = gridOf(await replay(one.path));
          const masked = one.terminal.grid.text.filter((cell, index) => shown.text[index] !== cell);
          expect(masked.every((cell) => secret.includes(cell))).toBe(true);
          expect(masked.length).toBeGreaterThan(0);
          expect(masked.length).toBeLessThanOrEqual(secret.length);
        },
      ),
      // A token has nothing before it by which it could be known in time.
      { ...runs(10), examples: [33, 150, 500].map((gapMs): [string, number, number] => ['kubeadm', 1, gapMs]) },
    );
  });
});

test('cells that a pane calls secret are masked without any pattern, in every frame', async () => {
  const secretStyle = styleOf(DEFAULT_COLOR, DEFAULT_COLOR, SECRET);
  const show =
    (text: string): Painting =>
    (terminal, line, next) => {
      terminal.grid.pen().text(0, 0, line, PLAIN);
      for (let end = 1; end <= text.length; end++) {
        terminal.grid.pen().text(9, 0, text.slice(0, end), secretStyle);
        next();
      }
    };
  const one = await record(show('these words'), 'value is:', 100);
  const two = await record(show('other texts'), 'value is:', 100);
  expect(one.file).toBe(two.file);
});
