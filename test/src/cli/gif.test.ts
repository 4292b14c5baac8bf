import { expect, test } from 'vitest';
import { progressText } from '../../../src/cli/gif-progress.ts';
import { parseInvocation } from '../../../src/cli/index.ts';
import { gifRequest, stillRequest } from '../../../src/cli/picture-options.ts';

function argsOf(...argv: string[]) {
  const invocation = parseInvocation(argv);
  if (invocation.kind !== 'command') throw new Error(`not a command: ${invocation.kind}`);
  return invocation.args;
}

const gif = (...argv: string[]) => gifRequest(argsOf('gif', 'in.cast', 'out.gif', ...argv));

test('the letters of asciicast2gif and the names of agg mean the same', () => {
  const letters = gif('-t', 'monokai', '-s', '2', '-S', '2', '-w', '400', '-h', '500', '-i', '1.5');
  const names = gif(
    '--theme',
    'monokai',
    '--speed=2',
    '--font-size',
    '32',
    '--cols=400',
    '--rows=500',
    '--idle-time-limit',
    '1.5',
  );
  expect(letters).toEqual(names);
  expect(letters).toMatchObject({
    theme: 'monokai',
    speed: 2,
    cols: 400,
    rows: 500,
    idleLimitSeconds: 1.5,
    options: { fontSize: 32 },
  });
});

test('what is not given is the usual', () => {
  expect(gif()).toEqual({
    input: 'in.cast',
    output: 'out.gif',
    theme: undefined,
    options: {
      fontSize: 16,
      lineHeight: 1.4,
      levels: 6,
      boldIsBright: false,
      showCursor: true,
      fps: 30,
      lastFrameSeconds: 3,
      loops: 0,
    },
    cols: undefined,
    rows: undefined,
    fontFiles: [],
    idleLimitSeconds: undefined,
    speed: 1,
    select: [],
    workers: undefined,
    maxBytes: undefined,
  });
});

test('switches, sizes and lists', () => {
  const request = gif(
    '--no-cursor',
    '--bold-is-bright',
    '--no-loop',
    '--max-bytes',
    '2M',
    '--select',
    '1..2,3..4',
    '--select',
    '50%..',
    '--font',
    'a.ttf',
  );
  expect(request).toMatchObject({ maxBytes: 2 * 1024 * 1024, select: ['1..2', '3..4', '50%..'], fontFiles: ['a.ttf'] });
  expect(request.options).toMatchObject({ showCursor: false, boldIsBright: true, loops: undefined });
  expect(gif('--loop', '3').options.loops).toBe(3);
});

test.each([
  ['--fps-cap', '51'],
  ['--fps-cap', '0'],
  ['--speed', '0'],
  ['--speed', 'fast'],
  ['--font-aa', '1'],
  ['--font-aa', '2.5'],
  ['--cols', '0'],
  ['--max-bytes', '12'],
  ['--max-bytes', 'much'],
  ['--workers', '99'],
])('%s %s is a usage error', (name, value) => {
  expect(() => gif(name, value)).toThrow(expect.objectContaining({ code: 'USAGE', exitCode: 2 }));
});

test('an unknown theme is an error before anything is read', () => {
  expect(() => gif('-t', 'draculo')).toThrow(expect.objectContaining({ code: 'GIF_THEME', exitCode: 2 }));
});

test('the form of a still follows its name', () => {
  const still = (name: string) => stillRequest(argsOf('still', 'in.cast', name, '--at', '50%'));
  expect([still('a.png').format, still('b.SVG').format, still('b.svg').at]).toEqual(['png', 'svg', '50%']);
  expect(() => still('c.jpg')).toThrow(expect.objectContaining({ code: 'USAGE' }));
});

test('progress is one line of one width', () => {
  expect(progressText({ fraction: 0.4, frames: 354, bytes: 7_450_000, etaSeconds: 2.4 })).toBe(
    '[########------------]  40 %  354 frames  7.1M  00:03 left',
  );
  expect(progressText({ fraction: 1, frames: 1, bytes: 9, etaSeconds: undefined })).toBe(
    '[####################] 100 %  1 frames  9B',
  );
});
