import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { CastDecoder, type CastItem } from '../../../src/asciicast/index.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { gridOf, replay } from '../recorder/replay.ts';
import { runCli } from './run-cli.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const V2 = '{"version": 2, "width": 20, "height": 5, "title": "t"}';
const V3 = '{"version": 3, "term": {"cols": 30, "rows": 8}}';
const V1 = '{"version": 1, "width": 20, "height": 5, "stdout": [[0.5, "one"], [0.5, " two"]]}';

let made = 0;
function cast(...lines: string[]): string {
  const path = folder.file(`${++made}.cast`);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

const read = (path: string): CastItem[] => {
  const decoder = new CastDecoder();
  return [...decoder.decode(readFileSync(path)), ...decoder.end()];
};
const events = (path: string) =>
  read(path)
    .filter((item) => 'atMicros' in item)
    .map(({ kind, atMicros, ...rest }) => [atMicros / 1e6, kind, ...Object.values(rest)]);

const demo = (): string =>
  cast(
    V2,
    '[0.5, "o", "first\\r\\n"]',
    '[1.0, "m", "here"]',
    '[2.0, "o", "second"]',
    '[3.0, "r", "25x6"]',
    '[4.0, "z", "unknown"]',
    '[5.0, "o", "third"]',
  );

describe('cut', () => {
  test.each([
    [
      'until a place: no snapshot, and it lasts until there',
      ['--to', '1.5'],
      [
        [0.5, 'output', 'first\r\n'],
        [1, 'marker', 'here'],
        [1.5, 'output', ''],
      ],
    ],
    [
      'from a marker: what stands at that time is in it',
      ['--from', 'marker:here', '--to', '00:02'],
      [
        [0, 'output', expect.stringContaining('first')],
        [0, 'marker', 'here'],
        [1, 'output', ''],
      ],
    ],
    [
      'to the end, with what happens there, in the size of the place',
      ['--from', '80%', '--to', '100%'],
      [
        [0, 'output', expect.stringContaining('second')],
        [0, 'other', 'z', 'unknown'],
        [1, 'output', 'third'],
      ],
    ],
    [
      'two parts in the order of the recording, whatever the order of the flags',
      ['--from', 'event:6', '--to', '0:06', '--from', '0', '--to', '1'],
      [
        [0.5, 'output', 'first\r\n'],
        [1, 'output', ''],
        [1, 'resize', 25, 6],
        [1, 'output', expect.stringContaining('second')],
        [1, 'output', 'third'],
      ],
    ],
    [
      'the others',
      ['--remove', '--from', '0.75', '--to', '4.5'],
      [
        [0.5, 'output', 'first\r\n'],
        [0.75, 'output', ''],
        [0.75, 'resize', 25, 6],
        [0.75, 'output', expect.stringContaining('second')],
        [1.25, 'output', 'third'],
      ],
    ],
  ])('%s', async (_name, flags, expected) => {
    const out = folder.file('cut.cast');
    expect(await runCli(['cut', ...flags, demo(), out])).toMatchObject({ code: 0, stdout: '' });
    expect(events(out)).toEqual(expected);
    expect((statSync(out).mode & 0o777).toString(8)).toBe('600');
  });

  test('the header has the size of the place where the part begins', async () => {
    const out = folder.file('cut.cast');
    await runCli(['cut', '--from', '4', demo(), out]);
    expect(read(out)[0]).toMatchObject({ header: { version: 2, cols: 25, rows: 6, title: 't' } });
  });

  test('a part does not inherit the modes in which the one before ended', async () => {
    const out = folder.file('cut.cast');
    const path = cast(
      V2,
      '[0.0, "o", "\\u001b[?1049h\\u001b[2;3rfull"]',
      '[1.5, "o", "\\u001b[r\\u001b[?1049lplain"]',
      '[2.0, "o", "!"]',
    );
    await runCli(['cut', '--from', '0', '--to', '1', '--from', '2', path, out]);
    const screen = await replay(out);
    expect(screen.modes.alternateScreen).toBe(false);
    expect(screen.rowText(0)).toBe('plain!');
  });

  test.each([
    ['set', '\u001b]4;1;#112233;2;red\u0007', '\u001b]4;1;#112233\u0007\u001b]4;2;red\u0007'],
    ['set, two by one', '\u001b]10;#111111;#222222\u001b\\', '\u001b]10;#111111\u0007\u001b]11;#222222\u0007'],
    ['set and reset', '\u001b]4;1;#112233\u0007\u001b]104;1\u0007', ''],
    ['asked for', '\u001b]11;?\u0007', ''],
  ])('colours that were %s before the part', async (_name, sequence, expected) => {
    const out = folder.file('cut.cast');
    const event = JSON.stringify([0, 'o', `${sequence}x`]);
    await runCli(['cut', '--from', '1', cast(V2, event, '[2.0, "o", "y"]'), out]);
    const [first] = read(out).filter((item) => item.kind === 'output');
    expect(first?.data.startsWith(`${expected}\u001b[?25l`)).toBe(true);
  });

  test('a file is replaced by its own part', async () => {
    const path = demo();
    expect(await runCli(['cut', '--from', '5', path, path])).toMatchObject({ code: 0 });
    expect(events(path).at(-1)).toEqual([0, 'output', 'third']);
  });

  test.each([
    ['no part', [], 2, 'USAGE'],
    ['a place that is none', ['--from', '1:'], 2, 'CAST_POSITION'],
    ['a place behind the end', ['--from', '6'], 2, 'CAST_POSITION'],
    ['an end before the beginning', ['--from', '2', '--to', '1'], 2, 'CAST_POSITION'],
    ['a marker that is not there', ['--from', 'marker:x'], 2, 'CAST_POSITION'],
    ['flags that do not pair', ['--from', '1', '--from', '2', '--from', '3', '--to', '4'], 2, 'USAGE'],
    ['nothing left', ['--remove', '--from', '0'], 2, 'CAST_POSITION'],
  ])('%s is refused', async (_name, flags, code, error) => {
    const out = folder.file('none.cast');
    const run = await runCli(['cut', ...flags, demo(), out]);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(`error[${error}]`);
    expect(statSync(out, { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe('join', () => {
  test('files of any version follow each other, with a reset and a new size between', async () => {
    const out = folder.file('join.cast');
    const v3 = cast(V3, '# note', '[1.0, "o", "a"]', '[0.5, "i", "typed"]', '[0.25, "x", "1"]');
    const v2 = demo();
    expect(await runCli(['join', cast(V1), v3, v2, out])).toMatchObject({ code: 0 });
    expect(read(out)[0]).toMatchObject({ header: { version: 2, cols: 20, rows: 5 } });
    expect(events(out).slice(0, 10)).toEqual([
      [0.5, 'output', 'one'],
      [1, 'output', ' two'],
      [1, 'output', '\u001b[!p\u001b[?1049l\u001b[2J\u001b[H'],
      [1, 'resize', 30, 8],
      [1, 'output', expect.stringMatching(/\u001b\[H$/)],
      [2, 'output', 'a'],
      [2.5, 'input', 'typed'],
      [2.75, 'output', '\u001b[!p\u001b[?1049l\u001b[2J\u001b[H'],
      [2.75, 'resize', 20, 5],
      [2.75, 'output', expect.anything()],
    ]);
    expect(events(out).at(-1)).toEqual([7.75, 'output', 'third']);
  });

  test('colours and the screen that the first one leaves behind are gone', async () => {
    const out = folder.file('join.cast');
    const one = cast(V2, '[1.0, "o", "\\u001b[44m\\u001b[?1049h\\u001b[4mtext"]');
    await runCli(['join', one, cast(V2, '[1.0, "o", "b"]'), out]);
    expect(gridOf(await replay(out))).toEqual(gridOf(await replay(cast(V2, '[1.0, "o", "b"]'))));
  });

  test("the exit of the last is the whole's, comments stay in version 3, no size is repeated", async () => {
    const out = folder.file('join.cast');
    const one = cast(V3, '[1.0, "o", "a"]', '[0.0, "x", "1"]');
    const two = cast(V3, '# note', '[1.0, "o", "b"]', '[0.0, "x", "0"]');
    await runCli(['join', one, two, out]);
    expect(read(out).filter(({ kind }) => kind === 'exit')).toEqual([{ kind: 'exit', atMicros: 2e6, status: '0' }]);
    expect(read(out).some(({ kind }) => kind === 'resize')).toBe(false);
    expect(read(out)).toContainEqual({ kind: 'comment', text: ' note' });
  });
});

describe('markers', () => {
  test('are added at places, removed by number, listed with both', async () => {
    const path = demo();
    expect(await runCli(['markers', '--add', '50%=a, b=c', '--add', '0', '--remove', '1', path])).toMatchObject({
      code: 0,
      stdout: '',
    });
    const listed = await runCli(['markers', '-o', 'json', path]);
    expect(JSON.parse(listed.stdout)).toEqual([
      { number: 1, timeSeconds: 0, label: '' },
      { number: 2, timeSeconds: 2.5, label: 'a, b=c' },
    ]);
    expect((await runCli(['markers', path])).stdout).toBe(
      '  #          TIME  LABEL\n  1         00:00\n  2     00:02.500  a, b=c\n',
    );
    expect(events(path)).toHaveLength(7);
  });

  test('get other labels by number, and stay where they are', async () => {
    const path = demo();
    const before = read(path);
    const run = await runCli(['markers', '--rename', '1=other = name', path]);
    expect(run.stderr).toContain('0 added, 0 removed, 1 renamed, 1 in all');
    expect(read(path)).toEqual(
      before.map((item) => (item.kind === 'marker' ? { ...item, label: 'other = name' } : item)),
    );
  });

  test('a label that would steer a terminal is shown as text', async () => {
    const path = cast(V2, '[1.0, "m", "x\\u001b]52;c;aGk=\\u0007"]');
    expect((await runCli(['markers', path])).stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test.each([
    ['a number that is not there', ['--remove', '2'], 'USAGE'],
    ['a number that is not there, for a new label', ['--rename', '0=x'], 'USAGE'],
    ['a place behind the end', ['--add', '9=x'], 'CAST_POSITION'],
  ])('%s is refused and the file stays', async (_name, flags, error) => {
    const path = demo();
    const before = readFileSync(path);
    const run = await runCli(['markers', ...flags, path]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`error[${error}]`);
    expect(readFileSync(path)).toEqual(before);
  });

  test('a version 1 file is told to be converted first', async () => {
    expect((await runCli(['markers', '--add', '0=x', cast(V1)])).stderr).toContain('kpi-tui convert');
  });
});
