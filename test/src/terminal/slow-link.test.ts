import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/flow/index.ts';
import { regionStyle } from '../../../src/terminal/index.ts';
import { TerminalCore } from '../../../src/terminal/terminal-core.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { SlowLink } from '../../support/slow-link.ts';

interface Load {
  readonly core: TerminalCore;
  readonly clock: ManualClock;
  readonly link: SlowLink;
  /** Runs for `ms` with the whole region changing 100 times a second; returns the worst fence seen. */
  full(ms: number): number;
  /** The same with one cell changing. */
  calm(ms: number): void;
}

function openLoad(options: { bytesPerSecond: number; delayMs: number; isRemote: boolean; budget?: number }): Load {
  const clock = new ManualClock();
  const random = seededRandom(7);
  const link = new SlowLink({ ...options, clock, answer: (bytes) => core.input.feed(bytes) });
  const core = new TerminalCore({
    clock,
    sink: link,
    env: {},
    cols: 120,
    rows: 40,
    depth: '256',
    isRemote: options.isRemote,
    synchronized: true,
    fences: true,
    ...(options.budget === undefined ? {} : { bytesPerSecond: options.budget }),
  });
  let isFull = true;
  let count = 0;
  core.addRegion(0, {
    scrolledRows: 0,
    cursor: undefined,
    placed() {},
    paint(pen) {
      if (isFull)
        for (let y = 0; y < pen.rows; y++) for (let x = 0; x < pen.cols; x += 9) pen.text(x, y, random().toFixed(7), 0);
      else pen.text(0, 0, String(count), 0);
    },
  });
  core.paintChrome((pen) => pen.fill(0, 0, pen.cols, pen.rows, regionStyle(0)));
  const run = (ms: number): number => {
    let worst = 0;
    for (let at = 0; at < ms; at += 10) {
      count++;
      core.invalidate(0);
      clock.advance(10);
      worst = Math.max(worst, core.status().fenceMs ?? 0);
    }
    return worst;
  };
  return {
    core,
    clock,
    link,
    full: (ms) => {
      isFull = true;
      return run(ms);
    },
    calm: (ms) => {
      isFull = false;
      run(ms);
    },
  };
}

test('64 KB/s with 150 ms: under full load the fence stays below 500 ms and the rate falls, then is back within 10 s', () => {
  const load = openLoad({ bytesPerSecond: 65_536, delayMs: 75, isRemote: false });
  load.full(6000);
  expect(load.full(10_000)).toBeLessThan(500);
  expect(load.core.status().reduced).toBe(true);
  expect(load.core.status().fps).toBeLessThan(15);
  load.calm(10_000);
  expect(load.core.status()).toMatchObject({ fps: 15, reduced: false });
});

test('over SSH the budget of 10 KB/s keeps a 64 KB/s link free', () => {
  const load = openLoad({ bytesPerSecond: 65_536, delayMs: 75, isRemote: true });
  load.full(5000);
  const before = load.link.bytes;
  expect(load.full(20_000)).toBeLessThan(500);
  expect((load.link.bytes - before) / 20).toBeLessThan(11_000);
  expect(load.core.status().reduced).toBe(true);
  load.calm(10_000);
  expect(load.core.status()).toMatchObject({ fps: 10, reduced: false });
});

test('a link that delivers nothing for 5 s lowers the rate to 1 fps and sends little meanwhile', () => {
  const load = openLoad({ bytesPerSecond: 1_000_000, delayMs: 10, isRemote: false });
  load.full(3000);
  expect(load.core.status().fps).toBe(15);
  load.link.answers = false;
  const before = load.link.bytes;
  load.full(5000);
  expect(load.core.status().fps).toBeLessThanOrEqual(5);
  expect(load.link.bytes - before).toBeLessThan(60_000);
  load.link.answers = true;
  load.calm(12_000);
  expect(load.core.status().fps).toBe(15);
});

test('a terminal that never answers is not waited for', () => {
  const load = openLoad({ bytesPerSecond: 10_000_000, delayMs: 1, isRemote: false });
  load.link.answers = false;
  load.full(10_000);
  expect(load.core.status()).toMatchObject({ fps: 15, reduced: false, fenceMs: undefined });
  expect(load.core.status().frames).toBeGreaterThan(140);
  expect(load.link.received.split('\x1b[5n').length - 1).toBe(1);
});

test('a long link that is not loaded is not taken for a slow one', () => {
  const load = openLoad({ bytesPerSecond: 1_000_000, delayMs: 150, isRemote: true });
  load.calm(20_000);
  expect(load.core.status()).toMatchObject({ fps: 10, reduced: false });
  expect(load.core.status().fenceMs).toBeGreaterThan(300);
});

test('with the budget spent a key is still echoed at once, up to 8 KB of debt', () => {
  const load = openLoad({ bytesPerSecond: 1_000_000, delayMs: 1, isRemote: true, budget: 3000 });
  load.full(2000);
  const { frames } = load.core.status();
  load.core.invalidate(0);
  load.core.flush();
  expect(load.core.status().frames).toBe(frames + 1);
  for (let n = 0; n < 10; n++) {
    load.core.invalidate(0);
    load.core.flush();
  }
  expect(load.core.status().frames - frames).toBeLessThanOrEqual(3);
});
