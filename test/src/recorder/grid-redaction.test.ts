import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { CELL, UNDERLINE_SHIFT } from '../../../src/pty/index.ts';
import { DETECTORS, ScreenRecording } from '../../../src/recorder/index.ts';
import * as styles from '../../../src/terminal/index.ts';
import { DEFAULT_COLOR, PLAIN, SECRET, styleOf } from '../../../src/terminal/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { readItems, replay } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let count = 0;
async function start(cols = 40, rows = 6) {
  const terminal = new FakeTerminal(cols, rows);
  const clock = new ManualClock();
  const path = folder.file(`${count++}.cast`);
  const recording = await ScreenRecording.start({
    path,
    terminal,
    clock,
    env: {},
    detectors: DETECTORS,
    title: 'token=abc',
  });
  const show = (x: number, y: number, text: string, style = PLAIN) => {
    terminal.grid.pen().text(x, y, text, style);
    terminal.frame();
  };
  return { terminal, clock, path, recording, show };
}
const secretStyle = styleOf(DEFAULT_COLOR, DEFAULT_COLOR, SECRET);
const lastRow = async (path: string, y: number) => (await replay(path)).rowText(y);

describe('secrets on the screen', () => {
  test('cells that a pane marks are masked without any pattern; the layout stays', async () => {
    const { show, recording, path } = await start();
    show(0, 0, 'value: ');
    show(7, 0, 'swordfish 好', secretStyle);
    show(20, 0, 'end');
    await recording.stop();
    expect(await lastRow(path, 0)).toBe('value: ********* ** end');
    expect(readFileSync(path, 'utf8')).not.toContain('swordfish');
  });

  test('detectors see the text of the cells, over the end of a full row', async () => {
    const { show, recording, path } = await start(20, 6);
    show(0, 0, 'Authorization: Beare');
    show(0, 1, 'r abcdefghijklmnopqr');
    show(0, 2, 'stuv');
    await recording.stop();
    const screen = await replay(path);
    expect([0, 1, 2].map((y) => screen.rowText(y))).toEqual(['Authorization: Beare', 'r ******************', '****']);
    expect(readFileSync(path, 'utf8')).not.toMatch(/abcdefghij|stuv/);
  });

  test('a secret that ends with its row is seen whatever stands below', async () => {
    const { show, recording, path } = await start(30, 6);
    show(0, 0, 'the id is AKIAIOSFODNN7EXAMPLE');
    show(0, 1, 'BELOW it: more');
    await recording.stop();
    const screen = await replay(path);
    expect([0, 1].map((y) => screen.rowText(y))).toEqual([`the id is ${'*'.repeat(20)}`, 'BELOW it: more']);
  });

  test('a private key is masked from its beginning on, and still when the beginning has scrolled away', async () => {
    const { show, recording, path } = await start(70, 5);
    const body = ['MIIEpAIBAAKCAQEAx', 'Qk3Vd0lZ1aXb9mPz', 'uW8sT4nR6yH2jKqL', 'c7VfG5dEwS3xZ0aB'].map(
      (part, index) => part + 'abcd'.repeat(8 + index),
    );
    const page = (lines: string[]) => {
      for (const [y, line] of lines.entries()) show(0, y, line.padEnd(69));
    };
    page(['-----BEGIN RSA PRIVATE KEY-----', ...body.slice(0, 3)]);
    page([...body.slice(1), '-----END RSA PRIVATE KEY-----', 'after']);
    await recording.stop();
    const file = readFileSync(path, 'utf8');
    for (const line of body) expect(file).not.toContain(line.slice(0, 16));
    expect(await lastRow(path, 4)).toBe('after');
  });

  test('a secret painted in parts is masked from its first part on', async () => {
    const { show, recording, path, clock } = await start();
    show(0, 0, 'join abcdef.0123456789');
    clock.advance(200);
    show(0, 0, 'join abcdef.0123456789abcdef ok');
    clock.advance(1000);
    await recording.stop();
    expect(readFileSync(path, 'utf8')).not.toContain('0123456789');
  });

  test('header, title and markers are masked too', async () => {
    const { recording, path } = await start();
    recording.mark('password: hunter2');
    await recording.stop();
    expect(readFileSync(path, 'utf8')).not.toMatch(/hunter2|token=abc/);
    expect(readItems(path)).toContainEqual({ kind: 'marker', atMicros: 0, label: 'password: *******' });
  });
});

describe('frames', () => {
  test('the first event is the whole screen, at 0.0, whenever the recording starts', async () => {
    const { terminal, clock, recording, path } = await start();
    clock.advance(30);
    terminal.grid.pen().text(3, 2, 'was there before', PLAIN);
    terminal.frame();
    await recording.stop();
    const [, first] = readItems(path);
    expect(first).toMatchObject({ kind: 'output', atMicros: 0 });
    expect((first as { data: string }).data).toMatch(/^\u001b\[\?25l\u001b\[m\u001b\[2J\u001b\[H.*was there before/);
  });

  test('wait 300 ms, and keep their own time', async () => {
    const { show, clock, path, recording } = await start();
    show(0, 0, 'a');
    clock.advance(1000);
    show(1, 0, 'b');
    clock.advance(299);
    const before = recording.state.bytes;
    clock.advance(1);
    expect(recording.state.bytes).toBeGreaterThan(before);
    await recording.stop();
    expect(
      readItems(path)
        .slice(1)
        .map((item) => 'atMicros' in item && item.atMicros),
    ).toEqual([0, 1_000_000]);
  });

  test('a marker keeps its place between frames that wait', async () => {
    const { show, clock, path, recording } = await start();
    show(0, 0, 'a');
    clock.advance(10);
    recording.mark('here');
    clock.advance(10);
    show(0, 1, 'b');
    await recording.stop();
    expect(readItems(path).map((item) => item.kind)).toEqual(['header', 'output', 'marker', 'output']);
  });

  test('an unchanged screen writes nothing', async () => {
    const { show, terminal, path, recording } = await start();
    show(0, 0, 'a');
    terminal.frame([0]);
    terminal.frame([]);
    await recording.stop();
    expect(readItems(path)).toHaveLength(2);
  });

  test('a stopped recording lets go of the screen', async () => {
    const { terminal, recording } = await start();
    expect(terminal.taps).toBe(1);
    await recording.stop();
    expect(terminal.taps).toBe(0);
  });
});

test('cells of the emulator and styles of the compositor use the same numbers', () => {
  const pairs = [
    [CELL.bold, styles.BOLD],
    [CELL.dim, styles.DIM],
    [CELL.italic, styles.ITALIC],
    [CELL.inverse, styles.INVERSE],
    [CELL.strike, styles.STRIKE],
    [CELL.hidden, styles.HIDDEN],
    [CELL.blink, styles.BLINK],
    [CELL.overline, styles.OVERLINE],
    [1 << UNDERLINE_SHIFT, styles.UNDERLINE],
    [2 << UNDERLINE_SHIFT, styles.UNDERLINE_DOUBLE],
    [3 << UNDERLINE_SHIFT, styles.UNDERLINE_CURLY],
    [4 << UNDERLINE_SHIFT, styles.UNDERLINE_DOTTED],
    [5 << UNDERLINE_SHIFT, styles.UNDERLINE_DASHED],
  ];
  for (const [cell, style] of pairs) expect(cell).toBe(style);
});
