import { expect, test } from 'vitest';
import { DEFAULT_GIF, type GifOptions, parseTheme, type TimedEvent } from '../../../src/gif/index.ts';
import { castEvents } from '../../support/cast-events.ts';
import { decibels, type SeenGif, seeGif, wrongPixels } from '../../support/gif-decode.ts';
import { type ExpectedFrame, expectedFrames, makeGif } from '../../support/gif-reference.ts';

const options: GifOptions = { ...DEFAULT_GIF, theme: parseTheme('dracula') };
const out = (atMicros: number, data: string): TimedEvent => ({ kind: 'output', atMicros, data });

async function all(frames: AsyncIterable<ExpectedFrame>): Promise<ExpectedFrame[]> {
  const list: ExpectedFrame[] = [];
  for await (const frame of frames) list.push(frame);
  return list;
}

/** What is wrong with a GIF, as sentences; a sound one has none. */
function faults(seen: SeenGif, expected: readonly ExpectedFrame[], lastSeconds: number): string[] {
  const found: string[] = [];
  if (seen.frames.length !== expected.length) found.push(`${seen.frames.length} frames, expected ${expected.length}`);
  let at = 0;
  for (const [index, frame] of seen.frames.entries()) {
    const wanted = expected[index];
    if (wanted === undefined) break;
    if (Math.abs(at - wanted.atCentis) > 2) found.push(`frame ${index} at ${at}, expected ${wanted.atCentis}`);
    const wrong = wrongPixels(frame.pixels, wanted.pixels);
    if (wrong > 0) found.push(`frame ${index}: ${wrong} wrong pixels`);
    at += frame.delayCentis;
  }
  const end = (expected.at(-1)?.atCentis ?? 0) + lastSeconds * 100;
  if (Math.abs(at - end) > 1) found.push(`${at} long, expected ${end}`);
  return found;
}

async function check(events: readonly TimedEvent[], cols: number, rows: number, canvas = { cols, rows }) {
  const size = { initial: { cols, rows }, canvas };
  const { bytes, result } = await makeGif(events, size, options);
  return { bytes, result, expected: await all(expectedFrames(events, size, options)) };
}

test.each(['e_unicode', 'b_shell'])(
  'every frame of %s is what a full drawing of its screen is',
  async (name) => {
    const { events, size } = castEvents(name);
    const { bytes, expected } = await check(events, size.cols, size.rows);
    expect(faults(seeGif(bytes), expected, options.lastFrameSeconds)).toEqual([]);
  },
  60_000,
);

test('the sample recordings have as many frames and colours as the reference', async () => {
  const facts: unknown[] = [];
  for (const name of ['b_shell', 'c_idle', 'e_unicode']) {
    const { events, size } = castEvents(name);
    const { bytes, result } = await makeGif(events, { initial: size, canvas: size }, options);
    facts.push([name, result.frames, result.width, result.height, bytes.length === result.bytes]);
  }
  expect(facts).toEqual([
    ['b_shell', 237, 820, 550, true],
    ['c_idle', 683, 820, 550, true],
    ['e_unicode', 7, 820, 550, true],
  ]);
}, 60_000);

test('their files are no larger than those of the reference', async () => {
  const sizes = await Promise.all(
    ['b_shell', 'c_idle'].map(async (name) => {
      const { events, size } = castEvents(name);
      return (await makeGif(events, { initial: size, canvas: size }, options)).bytes.length;
    }),
  );
  expect(sizes[0]).toBeLessThan(517_359);
  expect(sizes[1]).toBeLessThan(205_868);
}, 60_000);

const colorful = Array.from({ length: 40 }, (_, step) =>
  out(
    step * 100_000,
    `\u001b[H${Array.from({ length: 60 }, (__, n) => {
      const value = (step * 37 + n * 11) % 256;
      return `\u001b[38;2;${value};${(value * 7) % 256};${255 - value};48;2;${(value * 3) % 256};${n};${step}m\u2580`;
    }).join('')}`,
  ),
);

test('with more than 255 colours but few in each frame no pixel is wrong', async () => {
  const { bytes, result, expected } = await check(colorful, 20, 6);
  expect(result.hasLocalTables).toBe(true);
  expect(faults(seeGif(bytes), expected, options.lastFrameSeconds)).toEqual([]);
});

test('with more than 255 colours in a frame the picture keeps 45 dB', async () => {
  const plasma = Array.from({ length: 6 }, (_, step) => {
    const cells = Array.from({ length: 60 * 20 }, (__, n) => {
      const [x, y] = [n % 60, Math.floor(n / 60)];
      const value = Math.sin(x / 9 + step) + Math.sin(y / 5 - step);
      const color = [0, 2, 4].map((phase) => Math.round(127 + 127 * Math.sin(value * 2 + phase)));
      return `\u001b[48;2;${color.join(';')}m${n % 7 === 0 ? 'a' : ' '}`;
    });
    return out(step * 200_000, `\u001b[H${cells.join('')}`);
  });
  const { bytes, expected } = await check(plasma, 60, 20);
  const seen = seeGif(bytes).frames;
  expect(seen.length).toBe(expected.length);
  expect(
    decibels(seen.map((frame, index) => [frame.pixels, (expected[index] as ExpectedFrame).pixels])),
  ).toBeGreaterThan(45);
});

test('a resize, a new background and a clipped screen are drawn right', async () => {
  const events: TimedEvent[] = [
    out(0, 'first\r\nsecond \u{1f600}\r\n'),
    { kind: 'resize', atMicros: 500_000, cols: 12, rows: 3 },
    out(900_000, '\u001b[2J\u001b[Hsmall'),
    out(1_200_000, '\u001b]11;#203040\u0007'),
    out(1_500_000, '\u001b]4;1;rgb:ff/80/00\u0007\u001b[31mred'),
    { kind: 'resize', atMicros: 2_000_000, cols: 30, rows: 8 },
    out(2_500_000, '\r\nlarge again \u6f22\u5b57 and a line that is long'),
    out(3_000_000, '\u001b]111\u0007'),
  ];
  const { bytes, expected } = await check(events, 20, 5, { cols: 15, rows: 6 });
  expect(expected.length).toBe(6);
  expect(faults(seeGif(bytes), expected, options.lastFrameSeconds)).toEqual([]);
});

test('a pause longer than a delay can be is filled', async () => {
  const { bytes, expected } = await check([out(0, 'a'), out(1_400_000_000, 'b')], 10, 2);
  const seen = seeGif(bytes);
  const total = seen.frames.reduce((sum, frame) => sum + frame.delayCentis, 0);
  expect(total).toBe(140_000 + 300);
  expect(seen.frames.every((frame) => frame.delayCentis >= 2)).toBe(true);
  expect(wrongPixels(seen.frames.at(-2)?.pixels as Int32Array, expected[0]?.pixels as Int32Array)).toBe(0);
  expect(wrongPixels(seen.frames.at(-1)?.pixels as Int32Array, expected[1]?.pixels as Int32Array)).toBe(0);
});

test('a recording that shows nothing is one picture of its empty screen', async () => {
  const { result, bytes } = await check([out(0, '\u001b[?25l')], 10, 2);
  expect([result.frames, seeGif(bytes).frames.length]).toEqual([1, 1]);
  const nothing = await check([], 10, 2);
  expect(seeGif(nothing.bytes).frames.length).toBe(1);
});

test('what changes back within a frame opens none, and lengthens the one before', async () => {
  const events = [
    out(0, 'one'),
    out(1_000_000, '\u001b7\r\nflash'),
    out(1_010_000, '\u001b[2K\u001b8'),
    out(2_000_000, 'two'),
  ];
  const { bytes, expected } = await check(events, 10, 3);
  expect(seeGif(bytes).frames.map((frame) => frame.delayCentis)).toEqual([200, 300]);
  expect(expected.length).toBe(2);
});

test('a planted fault in a cell, a delay, a colour or the code width is found', async () => {
  const { events, size } = castEvents('e_unicode');
  const { bytes, expected } = await check(events, size.cols, size.rows);
  const broken = (change: (copy: Uint8Array) => void): string[] => {
    const copy = bytes.slice();
    change(copy);
    try {
      return faults(seeGif(copy), expected, options.lastFrameSeconds);
    } catch (cause) {
      return [`does not decode: ${cause}`];
    }
  };
  const control = bytes.indexOf(0x21, 800); // the first frame's control block
  const image = bytes.indexOf(0x2c, control);
  expect(broken(() => {})).toEqual([]);
  expect(broken((copy) => (copy[control + 4] = 200))).not.toEqual([]);
  expect(broken((copy) => (copy[13 + 3] = (copy[13 + 3] as number) ^ 0x10))).not.toEqual([]);
  expect(broken((copy) => (copy[image + 10] = (copy[image + 10] as number) + 1))).not.toEqual([]);
  const wrongCell = [...events.slice(0, -1), out((events.at(-1) as TimedEvent).atMicros, '\u001b[31mrex ')];
  const other = await makeGif(wrongCell, { initial: size, canvas: size }, options);
  expect(faults(seeGif(other.bytes), expected, options.lastFrameSeconds)).not.toEqual([]);
}, 30_000);
