import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/flow/index.ts';
import { loadPtyScreen } from '../../../src/pty/index.ts';
import { addMarkers, openCastSource, Player, type PlayerOptions, searchCast } from '../../../src/recorder/index.ts';
import { runs } from '../../support/cast-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { terminalStream } from '../../support/terminal-arbitraries.ts';
import { seen } from '../pty/screens.ts';
import { readItems, replay } from './replay.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
const { PtyScreen } = await loadPtyScreen();
const makeScreen = ({ cols, rows }: { cols: number; rows: number }) =>
  new PtyScreen({ cols, rows, scrollback: 0, clock: systemClock });

let player: Player;
afterEach(() => player?.close());

let count = 0;
function castFile(events: readonly (readonly [number, string, string])[], header: object = {}): string {
  const path = folder.file(`${count++}.cast`);
  const lines = [{ version: 2, width: 20, height: 6, ...header }, ...events].map((line) => JSON.stringify(line));
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function open(path: string, options: Partial<PlayerOptions> = {}) {
  const clock = new ManualClock();
  const source = await openCastSource(path);
  const errors: unknown[] = [];
  player = new Player({ source, clock, makeScreen, onError: (cause) => errors.push(cause), ...options });
  const whole = () => until(() => player.state.isComplete);
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not reached: ${JSON.stringify(player.state)}`)), 5000);
      const check = () => {
        if (!holds()) return;
        clearTimeout(late);
        stop();
        resolve();
      };
      const stop = player.onChange(check);
      check();
    });
  const row = (y = 0) => player.screen.rowText(y);
  /** Moves the clock in small steps, so that each timer of the player gets its turn. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(Math.min(50, ms - passed));
      await new Promise((next) => setTimeout(next, 3));
    }
    await player.screen.whenParsed();
  };
  return { clock, until, row, pass, whole, errors };
}

const STORY = [
  [0.5, 'o', 'one'],
  [1, 'm', 'first'],
  [1.5, 'o', '\r\ntwo'],
  [2, 'r', '30x8'],
  [12, 'o', '\r\nthree'],
  [13, 'm', 'second'],
  [14, 'o', '\r\nfour'],
] as const;

describe('playing', () => {
  test('shows each output at its time', async () => {
    const { pass, row } = await open(castFile(STORY));
    player.play();
    await pass(450);
    expect(row()).toBe('');
    await pass(100);
    expect(row()).toBe('one');
    await pass(1000);
    expect(row(1)).toBe('two');
    await pass(500);
    expect(player.screen.cols).toBe(30);
    expect(row(2)).toBe('');
  });

  test('speed and idle limit shorten it, and the length with it', async () => {
    const { pass, row, whole } = await open(castFile(STORY), { speed: 2, idleLimitSeconds: 1 });
    await whole();
    expect(player.state.totalSeconds).toBe(5);
    player.play();
    await pass(2600);
    expect(row(3)).toBe('four');
    expect(player.state).toMatchObject({ kind: 'ended', seconds: 5 });
  });

  test("the header's idle limit counts unless another is given", async () => {
    const { whole } = await open(castFile(STORY, { idle_time_limit: 2 }));
    await whole();
    expect(player.state.totalSeconds).toBe(6);
  });

  test('pause stops the time, toggle goes on', async () => {
    const { pass, row } = await open(castFile(STORY));
    player.play();
    await pass(600);
    player.pause();
    await pass(5000);
    expect(row(1)).toBe('');
    expect(player.state.seconds).toBeCloseTo(0.6, 1);
    player.toggle();
    await pass(1000);
    expect(row(1)).toBe('two');
  });

  test('it stops at markers when asked', async () => {
    const { pass } = await open(castFile(STORY), { pausesOnMarkers: true });
    player.play();
    await pass(3000);
    expect(player.state).toMatchObject({ kind: 'paused', seconds: 1 });
    player.play();
    await pass(13_000);
    expect(player.state).toMatchObject({ kind: 'paused', seconds: 13 });
  });

  test('at the end it begins again when asked, and by play', async () => {
    const { pass, row, until } = await open(
      castFile([
        [0.1, 'o', 'x'],
        [1, 'o', 'y'],
      ]),
      { loops: true },
    );
    player.play();
    await pass(1150);
    await until(() => player.state.seconds < 1);
    await pass(200);
    expect(row()).toBe('x');
  });
});

describe('jumping', () => {
  test('to a time, back and forth', async () => {
    const { row, whole } = await open(castFile(STORY));
    await whole();
    await player.seek(12.5);
    expect([row(0), row(1), row(2)]).toEqual(['one', 'two', 'three']);
    await player.seek(1);
    expect([row(0), row(1)]).toEqual(['one', '']);
    expect(player.screen.cols).toBe(20);
    await player.seek(1000);
    expect(row(3)).toBe('four');
    expect(player.state.seconds).toBe(14);
    await player.seekBy(-5);
    expect(player.state.seconds).toBe(9);
    await player.seekToPart(0.1);
    expect(player.state.seconds).toBeCloseTo(1.4);
  });

  test('again before the first jump is there counts on from it, and it goes on playing', async () => {
    const { whole, until } = await open(castFile(STORY));
    await whole();
    player.play();
    const jumps = [player.seekBy(5), player.seekBy(5)];
    expect(player.state.kind).toBe('playing');
    await Promise.all(jumps);
    expect(player.state).toMatchObject({ kind: 'playing', seconds: 10 });
    const more = [player.seekBy(1), player.seekBy(1)];
    player.pause();
    await Promise.all(more);
    expect(player.state).toMatchObject({ kind: 'paused', seconds: 12 });
    const last = player.seekBy(-3);
    player.toggle();
    await last;
    await until(() => player.state.kind === 'playing');
    expect(player.state.seconds).toBe(9);
  });

  test('to markers', async () => {
    const { whole } = await open(castFile(STORY));
    await whole();
    const seconds = async (direction: 1 | -1) => {
      await player.seekToMarker(direction);
      return player.state.seconds;
    };
    expect([
      await seconds(1),
      await seconds(1),
      await seconds(1),
      await seconds(-1),
      await seconds(-1),
      await seconds(-1),
    ]).toEqual([1, 13, 14, 1, 0, 0]);
    expect(player.state.markers.map((marker) => marker.label)).toEqual(['first', 'second']);
  });

  test('step by step', async () => {
    const { row } = await open(castFile(STORY));
    await player.stepForward();
    expect(row()).toBe('one');
    expect(player.state).toMatchObject({ kind: 'paused', seconds: 0.5 });
    await player.stepForward();
    await player.stepForward();
    expect(row(2)).toBe('three');
    await player.stepBack();
    expect([row(1), row(2)]).toEqual(['two', '']);
  });

  test('a later jump ends an earlier one', async () => {
    const { row, whole } = await open(castFile(STORY));
    await whole();
    const jumps = [player.seek(14), player.seek(0.2), player.seek(1.6)];
    await Promise.all(jumps);
    expect([row(0), row(1)]).toEqual(['one', 'two']);
    expect(player.state.seconds).toBe(1.6);
  });

  test('anywhere shows the same screen as playing up to there', async () => {
    const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), terminalStream), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(events, fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }), async (list, parts) => {
        let at = 0;
        const timed = list.map(([gap, text]) => {
          at += gap;
          return [at / 1000, 'o', text] as const;
        });
        const path = castFile(timed);
        const { whole } = await open(path);
        await whole();
        for (const part of parts) {
          const seconds = ((at / 1000) * part) / 100;
          await player.seek(seconds);
          const expected = await replay(path, Math.round(seconds * 1e6));
          expect(seen(player.screen)).toEqual(seen(expected));
          expected.dispose();
        }
        player.close();
      }),
      runs(25),
    );
  });

  test('in a long recording of many snapshots', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => [index, 'o', `line ${index} ${'.'.repeat(60)}\r\n`] as const,
    );
    const { whole, row } = await open(castFile(lines, { width: 80, height: 24 }));
    await whole();
    for (const seconds of [19_999, 5, 10_000, 777, 15_432, 3, 12_345, 19_000, 100, 8_888]) {
      await player.seek(seconds);
      expect(row(Math.min(22, seconds))).toContain(`line ${seconds} `);
    }
  });
});

describe('search', () => {
  const found = async (path: string, text: string) => {
    const all = [];
    for await (const matches of searchCast(await openCastSource(path), text, { makeScreen })) all.push(...matches);
    return all;
  };

  test('finds text that no event holds in one piece, once, where it appears', async () => {
    const path = castFile([
      [1, 'o', '\u001b[3;5Hne'],
      [2, 'o', '\u001b[1;1Hother\u001b[3;7Hedle'],
      [3, 'o', '\u001b[6;1H\r\n\r\n'],
      [4, 'o', '\u001b[2;1Hneedle'],
    ]);
    expect(await found(path, 'needle')).toMatchObject([
      { recordedMicros: 2e6, row: 3, column: 5 },
      { recordedMicros: 4e6, row: 2, column: 1, text: 'needle' },
    ]);
  });

  test('lower case finds both cases, a capital only itself', async () => {
    const path = castFile([[1, 'o', 'Needle needle']]);
    expect(await found(path, 'needle')).toHaveLength(2);
    expect(await found(path, 'Needle')).toHaveLength(1);
    expect(await found(path, '')).toEqual([]);
  });
});

test('added markers have their place in the file, which is replaced as a whole', async () => {
  const path = castFile(STORY);
  await addMarkers(path, [13_500_000, 250_000, 99_000_000]);
  const markers = readItems(path).filter((item) => item.kind === 'marker');
  expect(markers).toEqual([
    { kind: 'marker', atMicros: 250_000, label: '' },
    { kind: 'marker', atMicros: 1_000_000, label: 'first' },
    { kind: 'marker', atMicros: 13_000_000, label: 'second' },
    { kind: 'marker', atMicros: 13_500_000, label: '' },
    { kind: 'marker', atMicros: 99_000_000, label: '' },
  ]);
});
