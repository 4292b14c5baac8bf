import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInvocation } from '../../../src/cli/index.ts';
import { gifRequest, stillRequest } from '../../../src/cli/picture-options.ts';
import { systemClock } from '../../../src/flow/index.ts';
import { exportGif, exportStill, type GifSummary } from '../../../src/recorder/index.ts';
import { type SeenGif, seeGif } from '../../support/gif-decode.ts';

const dejaVu = new URL('../../../node_modules/dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf', import.meta.url).pathname;
let folder: string;
let input: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-tui-options-'));
  input = join(folder, 'in.cast');
  const lines: unknown[] = [
    { version: 2, width: 20, height: 4 },
    [0, 'o', '\u001b[1;31mRed\u001b[0m one'],
    [0.4, 'o', ' two'],
    [0.41, 'o', ' three'],
    [0.45, 'o', ' four'],
    [0.5, 'm', 'here'],
    [20.5, 'o', '\r\nlast'],
  ];
  writeFileSync(input, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function argsOf(...argv: string[]) {
  const invocation = parseInvocation(argv);
  if (invocation.kind !== 'command') throw new Error(`not a command: ${invocation.kind}`);
  return invocation.args;
}

interface Made {
  readonly bytes: Buffer;
  readonly seen: SeenGif;
  readonly summary: GifSummary;
}

async function make(...argv: string[]): Promise<Made> {
  const output = join(folder, 'out.gif');
  const summary = await exportGif(gifRequest(argsOf('gif', input, output, ...argv)), { clock: systemClock });
  const bytes = readFileSync(output);
  return { bytes, seen: seeGif(bytes), summary };
}

const delays = ({ seen }: Made): number[] => seen.frames.map((frame) => frame.delayCentis);
const size = ({ seen }: Made): string => `${seen.width}x${seen.height}`;
const colors = ({ seen }: Made): Set<number> => new Set(seen.frames.flatMap((frame) => [...frame.pixels]));
/** The number of repetitions that is written; undefined without the block that holds it. */
const loops = ({ bytes }: Made): number | undefined => {
  const at = bytes.indexOf('NETSCAPE2.0');
  return at < 0 ? undefined : bytes.readUInt16LE(at + 13);
};

test.each<[options: string, what: (made: Made) => unknown, expected: unknown]>([
  ['', delays, [40, 5, 500, 300]],
  ['', size, '220x110'],
  ['', loops, 0],
  ['-t monokai', ({ seen }) => seen.frames[0]?.pixels[0], 0x272822],
  [
    '-t 010203,ffffff,000000,111111,222222,333333,444444,555555,666666,777777',
    (made) => made.seen.frames[0]?.pixels[0],
    0x010203,
  ],
  ['-s 2', delays, [20, 253, 300]],
  ['-S 2', size, '418x224'],
  ['-w 5 -h 2', size, '70x66'],
  ['-w 400 -h 500', size, '220x110'],
  ['-w 400 -h 500', ({ summary }) => summary.notes.length, 1],
  ['-i 1', delays, [40, 5, 100, 300]],
  ['--fps-cap 10', delays, [40, 505, 300]],
  ['--last-frame-duration 0.5', delays, [40, 5, 500, 50]],
  ['--font-size 32', size, '418x224'],
  ['--line-height 1', size, '220x80'],
  ['--font-aa 2 --no-cursor', (made) => colors(made).size, 3],
  ['--no-cursor', (made) => made.seen.frames.length, 4],
  ['--bold-is-bright -t dracula', (made) => [colors(made).has(0xff6e6e), colors(made).has(0xff5555)], [true, false]],
  ['-t dracula', (made) => [colors(made).has(0xff6e6e), colors(made).has(0xff5555)], [false, true]],
  ['--select 0.41..marker:here', delays, [4, 300]],
  ['--select 50%..', delays, [500, 300]],
  ['--no-loop', loops, undefined],
  ['--loop 3', loops, 3],
  ['--workers 2', delays, [40, 5, 500, 300]],
  [`--font ${dejaVu}`, size, '220x110'],
])('gif %s', async (options, what, expected) => {
  expect(what(await make(...options.split(' ').filter((word) => word !== '')))).toEqual(expected);
});

test('a cursor, a font, a size in bytes change the file', async () => {
  const plain = await make();
  const pixels = ({ seen }: Made) => seen.frames[0]?.pixels;
  expect(pixels(await make('--no-cursor'))).not.toEqual(pixels(plain));
  expect(pixels(await make('--font', dejaVu))).not.toEqual(pixels(plain));
  const small = await make('--max-bytes', String(plain.bytes.length - 100));
  expect(small.bytes.length).toBeLessThan(plain.bytes.length - 99);
  expect(small.summary.notes[0]).toContain('--max-bytes');
});

test.each([
  ['a file that is not there', () => '/nowhere/font.ttf', 'FONT_FILE'],
  ['a folder', () => folder, 'FONT_FILE'],
  ['no font at all', () => input, 'FONT_FORMAT'],
  ['a font that is cut off', () => cutFont(), 'FONT_FORMAT'],
])('--font of %s is an error', async (_, path, code) => {
  await expect(make('--font', path())).rejects.toMatchObject({ code, hint: expect.any(String) });
});

function cutFont(): string {
  const path = join(folder, 'cut.ttf');
  writeFileSync(path, readFileSync(dejaVu).subarray(0, 5000));
  return path;
}

const still = async (name: string, ...options: string[]): Promise<Buffer> => {
  const output = join(folder, name);
  await exportStill(stillRequest(argsOf('still', input, output, ...options)));
  return readFileSync(output);
};
const pngSize = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];

test('a still takes the options of a picture', async () => {
  expect(pngSize(await still('a.png'))).toEqual([220, 110]);
  expect(pngSize(await still('a.png', '-S', '2'))).toEqual([418, 224]);
  expect(pngSize(await still('a.png', '-w', '5', '-h', '2'))).toEqual([70, 66]);
  expect(pngSize(await still('a.png', '-w', '400', '-h', '500'))).toEqual([220, 110]);
  const svg = async (...options: string[]) => (await still('a.svg', ...options)).toString('utf8');
  expect(await svg('-t', 'nord')).toContain('fill="#2e3440"');
  expect(await svg('--at', '0.2')).not.toContain('two');
  expect(await svg('--at', 'marker:here')).toMatch(/>ur<(?!.*last)/s);
  expect(await svg()).toContain('last');
});
