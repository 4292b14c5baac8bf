import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/flow/index.ts';
import { DEFAULT_GIF } from '../../../src/gif/index.ts';
import { parsePosition, parseRange } from '../../../src/recorder/editing/cast-range.ts';
import { Selection } from '../../../src/recorder/gif-select.ts';
import {
  exportGif,
  exportStill,
  type GifExportProgress,
  type GifRequest,
  startExport,
} from '../../../src/recorder/index.ts';
import { castPath } from '../../support/cast-events.ts';
import { seeGif } from '../../support/gif-decode.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-tui-gif-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request = (changed: Partial<GifRequest> = {}): GifRequest => ({
  input: castPath('e_unicode'),
  output: join(folder, 'out.gif'),
  options: DEFAULT_GIF,
  speed: 1,
  select: [],
  fontFiles: [],
  workers: 0,
  ...changed,
});

const cast = (name: string, ...lines: unknown[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`);
  return path;
};
const header = { version: 2, width: 20, height: 4 };
const delays = (path: string) => seeGif(readFileSync(path)).frames.map((frame) => frame.delayCentis);
const leftovers = () => readdirSync(folder).filter((name) => name.endsWith('.tmp'));

describe('a GIF export', () => {
  test('writes the file whole and tells what it is', async () => {
    const progress: GifExportProgress[] = [];
    const summary = await exportGif(request(), { clock: systemClock, onProgress: (each) => progress.push(each) });
    const bytes = readFileSync(summary.output);
    expect([summary.frames, summary.width, summary.height, summary.bytes]).toEqual([7, 820, 550, bytes.length]);
    expect(summary.durationSeconds).toBe(6);
    expect(progress.at(-1)?.fraction).toBe(1);
    expect(seeGif(bytes).frames.length).toBe(7);
    expect(leftovers()).toEqual([]);
  });

  test('takes idle limit and speed in this order', async () => {
    const input = cast('idle.cast', header, [1, 'o', 'a'], [21, 'o', 'b'], [22, 'o', 'c']);
    const output = join(folder, 'idle.gif');
    await exportGif(request({ input, output, idleLimitSeconds: 4, speed: 2 }), { clock: systemClock });
    // The first frame is shown from 0, the second after (1 + 4) / 2 s.
    expect(delays(output)).toEqual([250, 50, 300]);
  });

  test("limits pauses to the recording's own limit, and else to five seconds", async () => {
    const output = join(folder, 'limit.gif');
    const events = [
      [0, 'o', 'a'],
      [100, 'o', 'b'],
    ];
    await exportGif(request({ input: cast('own.cast', { ...header, idle_time_limit: 2 }, ...events), output }), {
      clock: systemClock,
    });
    expect(delays(output)).toEqual([200, 300]);
    await exportGif(request({ input: cast('usual.cast', header, ...events), output }), { clock: systemClock });
    expect(delays(output)).toEqual([500, 300]);
  });

  test('shows only what is selected, beginning with the screen of that moment', async () => {
    const input = cast(
      'select.cast',
      header,
      [0, 'o', 'one '],
      [2, 'o', 'two '],
      [3, 'm', 'go'],
      [4, 'o', 'three '],
      [6, 'o', 'four'],
    );
    const output = join(folder, 'select.gif');
    await exportGif(request({ input, output, select: ['marker:go..5'] }), { clock: systemClock });
    expect(delays(output)).toEqual([100, 300]);
    await exportGif(request({ input, output, select: ['..1', '5..'] }), { clock: systemClock });
    expect(delays(output)).toEqual([100, 100, 300]);
  });

  test('is as large as the terminal ever was, or clipped, and says when there is nothing to clip', async () => {
    const input = cast('resize.cast', header, [0, 'o', 'a'], [1, 'r', '30x6'], [2, 'o', 'b']);
    const output = join(folder, 'resize.gif');
    expect(await exportGif(request({ input, output }), { clock: systemClock })).toMatchObject({
      width: 320,
      height: 154,
      notes: [],
    });
    const clipped = await exportGif(request({ input, output, cols: 10, rows: 500 }), { clock: systemClock });
    expect([clipped.width, clipped.height, clipped.notes.length]).toEqual([120, 154, 1]);
  });

  test("takes the recording's theme unless another is asked for", async () => {
    const theme = { fg: '#ffffff', bg: '#102030', palette: Array(8).fill('#000000').join(':') };
    const input = cast('theme.cast', { ...header, theme }, [0, 'o', 'a']);
    const corner = (path: string) => seeGif(readFileSync(path)).frames[0]?.pixels[0];
    const output = join(folder, 'theme.gif');
    await exportGif(request({ input, output }), { clock: systemClock });
    expect(corner(output)).toBe(0x102030);
    await exportGif(request({ input, output, theme: 'nord' }), { clock: systemClock });
    expect(corner(output)).toBe(0x2e3440);
  });

  test('stays below a size, and says by what', async () => {
    const input = castPath('b_shell');
    const output = join(folder, 'small.gif');
    const summary = await exportGif(request({ input, output, maxBytes: 430_000 }), { clock: systemClock });
    expect(summary.bytes).toBeLessThanOrEqual(430_000);
    expect(readFileSync(output).length).toBe(summary.bytes);
    expect(summary.notes).toEqual([expect.stringContaining('frames a second')]);
    const refused = exportGif(request({ input, output: join(folder, 'no.gif'), maxBytes: 2000 }), {
      clock: systemClock,
    });
    await expect(refused).rejects.toMatchObject({ code: 'GIF_TOO_LARGE' });
    expect(existsSync(join(folder, 'no.gif'))).toBe(false);
  }, 60_000);

  test('of a recording that was cut off shows it up to there', async () => {
    const input = join(folder, 'torn.cast');
    writeFileSync(input, readFileSync(castPath('b_shell')).subarray(0, 9000));
    const summary = await exportGif(request({ input, output: join(folder, 'torn.gif') }), { clock: systemClock });
    expect(summary.frames).toBeGreaterThan(40);
    expect(summary.notes).toEqual([expect.stringContaining('cut off')]);
  });

  test.each([
    ['no recording', 'not a recording\n', 'CAST_FORMAT'],
    ['an unknown version', '{"version": 9, "width": 80, "height": 24}\n', 'CAST_VERSION'],
    ['an absurd size', '{"version": 2, "width": 65535, "height": 65535}\n[0.1,"o","x"]\n', 'CAST_SIZE'],
  ])('of %s fails and leaves nothing', async (name, text, code) => {
    const input = join(folder, 'bad.cast');
    writeFileSync(input, text);
    const output = join(folder, `${code}.gif`);
    await expect(exportGif(request({ input, output }), { clock: systemClock }), name).rejects.toMatchObject({ code });
    expect([existsSync(output), leftovers()]).toEqual([false, []]);
  });

  test('of cells that are too large for a picture fails before it draws', async () => {
    const input = cast('wide.cast', { version: 2, width: 1000, height: 1000 }, [0, 'o', 'x']);
    const large = request({ input, options: { ...DEFAULT_GIF, fontSize: 100 } });
    await expect(exportGif(large, { clock: systemClock })).rejects.toMatchObject({ code: 'GIF_SIZE' });
  });

  test.each(['nowhere/out.gif', 'folder'])('into %s fails with what is wrong', async (name) => {
    mkdirSync(join(folder, 'folder'), { recursive: true });
    await expect(exportGif(request({ output: join(folder, name) }), { clock: systemClock })).rejects.toMatchObject({
      code: 'GIF_WRITE',
    });
    expect(leftovers()).toEqual([]);
  });

  test('that is aborted removes its file at once', async () => {
    const abort = new AbortController();
    const output = join(folder, 'aborted.gif');
    const running = exportGif(request({ input: castPath('a_tui'), output }), {
      clock: systemClock,
      signal: abort.signal,
      onProgress: ({ frames }) => {
        if (frames < 5 || abort.signal.aborted) return;
        expect(leftovers()).toEqual(['aborted.gif.tmp']);
        abort.abort();
        expect(leftovers()).toEqual([]);
      },
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect([existsSync(output), leftovers()]).toEqual([false, []]);
  });

  test('with workers makes the same file', async () => {
    const made: Buffer[] = [];
    const input = cast(
      'many.cast',
      { version: 2, width: 100, height: 40 },
      ...Array.from({ length: 40 }, (_, n) => [
        n / 10,
        'o',
        `\u001b[H\u001b[${40 + (n % 8)}m${'line of text '.repeat(300)}`,
      ]),
    );
    for (const workers of [0, 2]) {
      const output = join(folder, `workers-${workers}.gif`);
      await exportGif(request({ input, output, workers }), { clock: systemClock });
      made.push(readFileSync(output));
    }
    expect(made[1]?.equals(made[0] as Buffer)).toBe(true);
  }, 60_000);

  test('in a thread makes the same file, and a cancelled one none', async () => {
    const own = join(folder, 'own.gif');
    await exportGif(request({ output: own }), { clock: systemClock });
    const output = join(folder, 'thread.gif');
    const summary = await startExport({ kind: 'gif', ...request({ output }) }, () => {}).done;
    expect(summary.facts).toContain('7 frames');
    expect(readFileSync(output).equals(readFileSync(own))).toBe(true);
    const cancelled = join(folder, 'cancelled.gif');
    const long = { kind: 'gif', ...request({ input: castPath('a_tui'), output: cancelled }) } as const;
    const running = startExport(long, () => running.cancel());
    await expect(running.done).rejects.toMatchObject({ code: 'EXPORT_CANCELLED' });
    expect([existsSync(cancelled), leftovers()]).toEqual([false, []]);
  }, 60_000);
});

test('a still shows the moment that was asked for', async () => {
  const input = cast('still.cast', header, [1, 'o', 'a'], [2, 'o', '\u001b[2J\u001b[41mb']);
  const svg = async (at?: string) => {
    const output = join(folder, 'still.svg');
    await exportStill({ input, output, format: 'svg', at, options: DEFAULT_GIF, fontFiles: [] });
    return readFileSync(output, 'utf8');
  };
  expect(await svg('1.5')).toContain('>a</text>');
  expect(await svg()).toContain('>b</text>');
});

const measures = {
  durationMicros: 10_000_000,
  markers: [{ atMicros: 3_000_000, label: 'a b' }],
  eventMicros: [0, 4_000_000],
};

test.each([
  ['12.5', 12_500_000],
  ['1:30', 90_000_000],
  ['1:00:01.5', 3_601_500_000],
  ['50%', 5_000_000],
  ['marker:a b', 3_000_000],
  ['event:2', 4_000_000],
])('position %s', (text, micros) => {
  expect(parsePosition(text, measures)).toBe(micros);
});

test.each(['x', 'marker:none', 'event:3', 'event:0', '-1', ''])('position %j is refused', (text) => {
  expect(() => parsePosition(text, measures)).toThrow(expect.objectContaining({ code: 'CAST_POSITION' }));
});

test('a range that ends before it begins is refused', () => {
  expect(() => parseRange('5..2', measures)).toThrow(expect.objectContaining({ code: 'CAST_POSITION' }));
  expect(parseRange('..50%', measures)).toEqual({ fromMicros: 0, toMicros: 5_000_000 });
});

test('a selection hides what lies outside and joins its parts without a gap', () => {
  const selection = new Selection(
    [
      { fromMicros: 2e6, toMicros: 4e6 },
      { fromMicros: 8e6, toMicros: 9e6 },
    ],
    { idleLimitSeconds: 60, speed: 1 },
  );
  const seen = [1e6, 3e6, 5e6, 8.5e6].map((at) => [
    selection.edgesBefore(at).map((edge) => edge.atMicros / 1e6),
    selection.at(at),
  ]);
  expect(seen).toEqual([
    [[], { atMicros: 0, isHidden: true }],
    [[0], { atMicros: 1e6, isHidden: false }],
    [[2], { atMicros: 2e6, isHidden: true }],
    [[2], { atMicros: 2.5e6, isHidden: false }],
  ]);
});
