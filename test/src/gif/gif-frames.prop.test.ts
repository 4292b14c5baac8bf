import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_GIF, type GifOptions, parseTheme, type TimedEvent } from '../../../src/gif/index.ts';
import { seeGif, wrongPixels } from '../../support/gif-decode.ts';
import { type ExpectedFrame, expectedFrames, makeGif } from '../../support/gif-reference.ts';

const numRuns = Number(process.env.FC_RUNS ?? 20);

const text = fc.constantFrom(
  ...['a', 'Wq_', '  ', 'e\u0301', 'x\u0336', '\u4f60\u597d', '\uff21', '\ud55c', '\u3042', '\u250c\u2500\u2510'],
  ...['\u2588\u2592', '\u28ff', '\u{1fb2a}', '\ue0b0', '\uf015', '\uf015 ', '\u{1f600}', '\u2764\ufe0f ', '\u2764'],
  ...[
    '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
    '\u{1f3f3}\ufe0f\u200d\u{1f308}',
    '\u{1f44d}\u{1f3fd}',
    '\u261d\u{1f3fd}',
  ],
  ...[
    '\u{1f469}\u200d\u2764\ufe0f\u200d\u{1f468}',
    '\u{1f1e8}\u{1f1f3}',
    '\u{1f1e6}',
    '\u{1fa97} ',
    '\u3000\u00ad',
    '\ue0c0',
    '1\ufe0f\u20e3',
    '\u200d',
    '\ufe0f',
  ],
);
const channel = fc.integer({ min: 0, max: 255 });
const sgr = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '3',
    '4',
    '4:2',
    '4:3',
    '4:4',
    '4:5',
    '7',
    '8',
    '9',
    '53',
    '22',
    '24',
    '27',
    '28',
    '59',
  ),
  fc.integer({ min: 30, max: 37 }).map(String),
  fc.integer({ min: 100, max: 107 }).map(String),
  fc.tuple(fc.constantFrom(38, 48, 58), channel).map(([kind, color]) => `${kind};5;${color}`),
  fc.tuple(fc.constantFrom(38, 48, 58), channel, channel).map(([kind, r, g]) => `${kind};2;${r};${g};90`),
);
const piece = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 6, arbitrary: sgr.map((codes) => `\u001b[${codes}m`) },
  { weight: 4, arbitrary: fc.tuple(channel, channel).map(([y, x]) => `\u001b[${1 + (y % 5)};${1 + (x % 14)}H`) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...['\r\n', '\u001b[K', '\u001b[2J', '\u001b[L', '\u001b[P', '\u001b[2@', '\u001b[?1049h', '\u001b[?1049l'],
      ...['\u001b[?25l', '\u001b[?25h', '\u001b[2 q', '\u001b[4 q', '\u001b[6 q', '\u001b[?7l', '\u001b[?7h'],
      ...['\u001b]11;#203040\u0007', '\u001b]111\u0007', '\u001b]4;1;rgb:ff/80/00\u0007', '\u001b]10;#eeddcc\u0007'],
    ),
  },
);
const event = fc.oneof(
  { weight: 9, arbitrary: fc.array(piece, { maxLength: 12 }).map((parts) => ({ data: parts.join('') })) },
  { weight: 1, arbitrary: fc.record({ cols: fc.integer({ min: 2, max: 16 }), rows: fc.integer({ min: 1, max: 6 }) }) },
);
const recording = fc.array(fc.tuple(fc.integer({ min: 0, max: 120_000 }), event), { minLength: 1, maxLength: 14 });
const options = fc.record({
  showCursor: fc.boolean(),
  boldIsBright: fc.boolean(),
  fontSize: fc.constantFrom(8, 16, 19),
  levels: fc.constantFrom(2, 6, 12),
  theme: fc.constantFrom(
    'asciinema',
    'solarized-light',
    '000000,ffffff,111111,222222,333333,444444,555555,666666,777777,888888',
  ),
});

test('every frame of any recording is a full drawing of the screen at its time', async () => {
  await fc.assert(
    fc.asyncProperty(recording, options, async (steps, { theme, ...chosen }) => {
      let atMicros = 0;
      const events = steps.map(([gap, what]): TimedEvent => {
        atMicros += gap;
        return 'data' in what ? { kind: 'output', atMicros, data: what.data } : { kind: 'resize', atMicros, ...what };
      });
      const size = { initial: { cols: 14, rows: 5 }, canvas: { cols: 15, rows: 5 } };
      const all: GifOptions = { ...DEFAULT_GIF, ...chosen, theme: parseTheme(theme) };
      const { bytes, result } = await makeGif(events, size, all);
      const seen = seeGif(bytes).frames;
      const wanted: ExpectedFrame[] = [];
      for await (const frame of expectedFrames(events, size, all)) wanted.push(frame);
      // A recording that never shows anything is one picture all the same.
      if (wanted.length === 0) return expect(seen.length).toBe(1);
      expect(result.hasLocalTables).toBe(false);
      expect(seen.map((frame, at) => wrongPixels(frame.pixels, wanted[at]?.pixels ?? new Int32Array()))).toEqual(
        wanted.map(() => 0),
      );
      let at = 0;
      for (const [index, { delayCentis }] of seen.entries()) {
        expect(Math.abs(at - (wanted[index] as ExpectedFrame).atCentis)).toBeLessThanOrEqual(2);
        at += delayCentis;
      }
    }),
    { numRuns },
  );
}, 60_000);
