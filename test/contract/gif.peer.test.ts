import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plasmaCast } from '../../bench/gif-casts.ts';
import { DEFAULT_GIF, type GifOptions, parseTheme } from '../../src/gif/index.ts';
import { castEvents, castPath, eventsOf } from '../support/cast-events.ts';
import { decibels, wrongPixels } from '../support/gif-decode.ts';
import { expectedFrames } from '../support/gif-reference.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0 && spawnSync('ffprobe', ['-version']).status === 0;
if (!hasFfmpeg) console.warn('SKIPPED: ffmpeg and ffprobe are not installed, so GIFs are not decoded by them');

const program = new URL('../../bin/kpi-tui.js', import.meta.url).pathname;
const options: GifOptions = { ...DEFAULT_GIF, theme: parseTheme('dracula') };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-tui-peer-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function exportCast(name: string): string {
  const out = join(folder, `${name}.gif`);
  execFileSync(process.execPath, [program, 'gif', '-q', '-t', 'dracula', castPath(name), out], { stdio: 'pipe' });
  return out;
}

/** When each frame begins, in hundredths of a second, as ffprobe reads it. */
function frameTimes(path: string): number[] {
  const probe = ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts', '-of', 'csv=p=0', path];
  return execFileSync('ffprobe', probe, { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .map((line) => Number.parseInt(line, 10))
    .filter((time) => !Number.isNaN(time));
}

/** Frames as ffmpeg shows them, 0xRRGGBB, as it decodes them: a_tui is 2.5 GB of them. */
async function* ffmpegFrames(path: string, size: { width: number; height: number }): AsyncGenerator<Int32Array> {
  const args = ['-v', 'error', '-i', path, '-vsync', '0', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
  const child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const frame = new Uint8Array(size.width * size.height * 3);
  let filled = 0;
  for await (const chunk of child.stdout) {
    for (let from = 0; from < chunk.length; ) {
      const part = (chunk as Buffer).subarray(from, from + frame.length - filled);
      frame.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < frame.length) continue;
      yield packed(frame);
      filled = 0;
    }
  }
}

function packed(rgb: Uint8Array): Int32Array {
  const pixels = new Int32Array(rgb.length / 3);
  for (let pixel = 0, at = 0; pixel < pixels.length; pixel++, at += 3)
    pixels[pixel] = ((rgb[at] as number) << 16) | ((rgb[at + 1] as number) << 8) | (rgb[at + 2] as number);
  return pixels;
}

describe.skipIf(!hasFfmpeg)('ffmpeg shows', () => {
  test.each(['e_unicode', 'b_shell', 'c_idle', 'a_tui'])(
    'every frame of %s as a full drawing of its screen, at its time',
    async (name) => {
      const gif = exportCast(name);
      const header = readFileSync(gif).subarray(0, 13);
      const size = { width: header.readUInt16LE(6), height: header.readUInt16LE(8) };
      const times = frameTimes(gif);
      const { events, size: cells } = castEvents(name);
      const seen = ffmpegFrames(gif, size);
      const faults: string[] = [];
      let index = 0;
      for await (const expected of expectedFrames(events, { initial: cells, canvas: cells }, options)) {
        const pixels = (await seen.next()).value as Int32Array | undefined;
        if (pixels === undefined) faults.push(`frame ${index} is missing`);
        else if (wrongPixels(pixels, expected.pixels) > 0) faults.push(`frame ${index} has wrong pixels`);
        // Two hundredths is the shortest delay, so a frame may be that much later than it should.
        if (Math.abs((times[index] as number) - expected.atCentis) > 2)
          faults.push(`frame ${index} at ${times[index]}`);
        index++;
      }
      expect(faults).toEqual([]);
      expect(index).toBe(times.length);
    },
    600_000,
  );
});

describe.skipIf(!hasFfmpeg)('ffmpeg shows 24-bit plasma', () => {
  test('at 45 dB of a full drawing of each screen', async () => {
    const cols = 80;
    const rows = 24;
    const cast = join(folder, 'plasma.cast');
    writeFileSync(cast, plasmaCast({ cols, rows, seconds: 2 }));
    const gif = join(folder, 'plasma.gif');
    execFileSync(process.execPath, [program, 'gif', '-q', '-t', 'dracula', cast, gif], { stdio: 'pipe' });
    const { events, size } = eventsOf(cast);
    const times = frameTimes(gif);
    const header = readFileSync(gif).subarray(0, 13);
    const seen = ffmpegFrames(gif, { width: header.readUInt16LE(6), height: header.readUInt16LE(8) });
    const pairs: [Int32Array, Int32Array][] = [];
    for await (const { pixels } of expectedFrames(events, { initial: size, canvas: size }, options))
      pairs.push([(await seen.next()).value as Int32Array, pixels]);
    expect(pairs.length).toBe(times.length);
    const quality = decibels(pairs);
    console.log(`plasma ${cols}x${rows}: ${quality.toFixed(1)} dB`);
    expect(quality).toBeGreaterThan(45);
  }, 180_000);
});

test('two pictures of different content are told apart', () => {
  const [one, other] = [Int32Array.of(1, 2, 3), Int32Array.of(1, 2, 4)];
  expect([wrongPixels(one, other), decibels([[one, one]])]).toEqual([1, Number.POSITIVE_INFINITY]);
});
