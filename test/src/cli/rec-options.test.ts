import { describe, expect, test } from 'vitest';
import { convertFormat } from '../../../src/cli/convert-format.ts';
import { recOptions } from '../../../src/cli/rec-options.ts';
import { RECORDER_COMMANDS } from '../../../src/cli/recorder-commands.ts';
import { type CommandSpec, parseLowArgs } from '../../../src/config/index.ts';

const rec = RECORDER_COMMANDS.find(({ name }) => name === 'rec') as CommandSpec;
const options = (...argv: string[]) => recOptions(parseLowArgs(rec, argv));

describe('rec', () => {
  test('without options records the shell, in version 2, masked, in a new file', () => {
    expect(options()).toMatchObject({
      path: undefined,
      mode: 'create',
      command: undefined,
      version: 2,
      isRedacted: true,
      recordsInput: false,
      maxBytes: undefined,
    });
  });

  test('every option', () => {
    expect(
      options(
        '-c',
        'ls',
        '-t',
        'a',
        '-i',
        '1.5',
        '-e',
        'HOME,TERM',
        '--format',
        'v3',
        '--overwrite',
        '--stdin',
        '--cols',
        '100',
        '--rows',
        '30',
        '--max-size',
        '1.5M',
        '--no-redact',
        '--return',
        'x.cast',
      ),
    ).toEqual({
      path: 'x.cast',
      mode: 'overwrite',
      command: 'ls',
      title: 'a',
      idleLimitSeconds: 1.5,
      envNames: ['HOME', 'TERM'],
      version: 3,
      recordsInput: true,
      isRedacted: false,
      cols: 100,
      rows: 30,
      maxBytes: 1_572_864,
      returnsCode: true,
    });
  });

  test.each([
    [['--max-size', '500k'], 512_000],
    [['--max-size', '2GiB'], 2_147_483_648],
    [['--max-size', '4096'], 4096],
  ])('%j is %i bytes', (argv, bytes) => {
    expect(options(...argv).maxBytes).toBe(bytes);
  });

  test.each([
    [['--append']],
    [['--append', '--overwrite', 'x']],
    [['-i', '0']],
    [['-i', 'x']],
    [['--cols', '1001']],
    [['--rows', '1.5']],
    [['--max-size', '10']],
    [['--max-size', '5T']],
  ])('%j is refused', (argv) => {
    expect(() => options(...argv)).toThrow(expect.objectContaining({ code: 'USAGE', exitCode: 2 }));
  });
});

test.each([
  [undefined, 'a.cast', 'v2'],
  [undefined, 'a.raw', 'raw'],
  [undefined, 'a.txt', 'txt'],
  ['v3', 'a.cast', 'v3'],
  ['txt', '-', 'txt'],
] as const)('convert to %s %s writes %s', (asked, out, format) => {
  expect(convertFormat(asked, out)).toBe(format);
});

test.each(['-', 'a', 'a.gif'])('the form of %s is not clear', (out) => {
  expect(() => convertFormat(undefined, out)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
