import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CastDecoder, CastEncoder, type CastEvent, type CastItem, encodeHeader } from '../../../src/asciicast/index.ts';
import { loadPtyScreen, type PtyScreen } from '../../../src/pty/index.ts';
import { CastJoiner, type CastRange, cutCast } from '../../../src/recorder/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { terminalStream } from '../../support/terminal-arbitraries.ts';
import { seen } from '../pty/screens.ts';

const { PtyScreen: Screen } = await loadPtyScreen();
const makeScreen = ({ cols, rows }: { cols: number; rows: number }): PtyScreen =>
  new Screen({ cols, rows, scrollback: 0, clock: new ManualClock() });

/** A stream cut into events anywhere but before a mark: the character that a mark joins is no part of a screen's state. */
const pieces = (stream: string, sizes: readonly number[]): string[] => {
  const parts: string[] = [];
  for (let at = 0, index = 0; at < stream.length; index++) {
    let end = at + 1 + ((sizes[index % sizes.length] as number) % 40);
    while (/^[\p{M}\udc00-\udfff]/u.test(stream.slice(end)) || /^[\udc00-\udfff]/.test(stream.slice(end))) end++;
    parts.push(stream.slice(at, end));
    at = end;
  }
  return parts;
};

/** Events of a recording of 20x6, with a resize and a marker now and then. */
const recording: fc.Arbitrary<CastEvent[]> = fc
  .tuple(
    terminalStream,
    fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }),
    fc.array(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 1, maxLength: 8 }),
    fc.array(fc.nat(200), { maxLength: 2 }),
  )
  .map(([stream, sizes, gaps, resizes]) => {
    let atMicros = 0;
    return pieces(stream, sizes).flatMap((data, index): CastEvent[] => {
      atMicros += gaps[index % gaps.length] as number;
      if (!resizes.includes(index)) return [{ kind: 'output', atMicros, data }];
      return [
        { kind: 'resize', atMicros, cols: 10 + index, rows: 3 + index },
        { kind: 'marker', atMicros, label: `resized ${index}` },
        { kind: 'output', atMicros, data },
      ];
    });
  });

const HEADER = { version: 2, cols: 20, rows: 6 } as const;

async function cut(events: readonly CastEvent[], ranges: readonly CastRange[], version: 2 | 3): Promise<CastItem[]> {
  const encoder = new CastEncoder(version);
  const file = encodeHeader(HEADER, version) + events.map((event) => encoder.event(event)).join('');
  return decoded(await all(cutCast(batches(decoded(file)), ranges, makeScreen)));
}

async function* batches(items: readonly CastItem[]): AsyncGenerator<CastItem[]> {
  for (let at = 0; at < items.length; at += 3) yield items.slice(at, at + 3);
}

async function all(parts: AsyncGenerator<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

function decoded(text: string): CastItem[] {
  const decoder = new CastDecoder();
  const items = [...decoder.decode(Buffer.from(text)), ...decoder.end()];
  expect(decoder.badLines).toBe(0);
  return items;
}

/** What the screen shows at each of these times, after all that happens at them. */
async function screensAt(items: readonly CastItem[], times: readonly number[]): Promise<object[]> {
  const screen = makeScreen(items.find((item) => item.kind === 'header')?.header ?? HEADER);
  const events = items.filter((item) => 'atMicros' in item);
  const shown: object[] = [];
  for (const time of times) {
    while (events[0] !== undefined && events[0].atMicros <= time) {
      const event = events.shift();
      if (event?.kind === 'output') screen.write(event.data);
      await screen.whenParsed();
      if (event?.kind === 'resize') screen.resize(event.cols, event.rows);
    }
    shown.push({ ...seen(screen), title: '' });
  }
  screen.dispose();
  return shown;
}

const timesOf = (events: readonly CastEvent[]): number[] => [...new Set(events.map(({ atMicros }) => atMicros))];

test('cut parts joined again show the same screens at the same times, with the same markers', async () => {
  await fc.assert(
    fc.asyncProperty(
      recording,
      fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(2 as const, 3 as const),
      async (events, percents, version) => {
        const endMicros = events.at(-1)?.atMicros ?? 0;
        const edges = [...new Set(percents.map((part) => Math.round((part * endMicros) / 100)))].sort((a, b) => a - b);
        const ranges = [0, ...edges].map((fromMicros, index) => ({
          fromMicros,
          toMicros: edges[index] ?? Number.POSITIVE_INFINITY,
        }));
        const joiner = new CastJoiner();
        let file = '';
        for (const range of ranges.filter(({ fromMicros, toMicros }) => fromMicros < toMicros)) {
          for (const item of await cut(events, [range], version)) file += joiner.take(item);
        }
        const joined = decoded(file + joiner.end());
        const times = timesOf(events);
        expect(await screensAt(joined, times)).toEqual(await screensAt(events, times));
        const markers = (items: readonly CastItem[]) => items.filter(({ kind }) => kind === 'marker');
        expect(markers(joined)).toEqual(markers(events));
      },
    ),
    runs(40),
  );
});

test('a recording that follows another in one file shows what it shows alone', async () => {
  await fc.assert(
    fc.asyncProperty(recording, recording, async (before, events) => {
      const joiner = new CastJoiner();
      const whole = { fromMicros: 0, toMicros: Number.POSITIVE_INFINITY };
      let file = '';
      for (const part of [before, events]) for (const item of await cut(part, [whole], 2)) file += joiner.take(item);
      const startMicros = before.at(-1)?.atMicros ?? 0;
      // What both do at the time where they meet cannot be told apart.
      const times = timesOf(events).filter((time) => time > 0);
      const joined = await screensAt(
        decoded(file + joiner.end()),
        times.map((time) => startMicros + time),
      );
      expect(joined).toEqual(await screensAt(events, times));
    }),
    runs(40),
  );
});

test('a file of several parts shows in each what was shown there, one part after the other', async () => {
  await fc.assert(
    fc.asyncProperty(
      recording,
      fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }),
      async (events, percents) => {
        const endMicros = events.at(-1)?.atMicros ?? 0;
        const [a, b, c, d] = percents.map((part) => Math.round((part * endMicros) / 100)).sort((x, y) => x - y) as [
          number,
          number,
          number,
          number,
        ];
        const ranges = [
          { fromMicros: a, toMicros: b },
          { fromMicros: c, toMicros: d },
        ];
        fc.pre(a < b && b < c && c < d);
        const parts = await cut(events, ranges, 2);
        const inside = (time: number) =>
          ranges.find(({ fromMicros, toMicros }) => time >= fromMicros && time < toMicros);
        const times = timesOf(events).filter((time) => inside(time) !== undefined);
        const moved = times.map((time) => (time < b ? time - a : b - a + time - c));
        const original = await screensAt(events, times);
        expect(await screensAt(parts, moved)).toEqual(original);
        expect(parts.at(-1)).toMatchObject({ kind: 'output', atMicros: b - a + d - c, data: '' });
      },
    ),
    runs(40),
  );
});
