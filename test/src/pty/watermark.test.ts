import { expect, test } from 'vitest';
import { childEnvironment, clampWinsize, Watermark } from '../../../src/pty/index.ts';

test('a source is held at 256 KiB and let go at 64 KiB', () => {
  let holds = 0;
  const watermark = new Watermark({
    hold: () => {
      holds++;
      return () => holds--;
    },
  });
  watermark.add(255 * 1024);
  expect(holds).toBe(0);
  watermark.add(1024);
  watermark.add(1024);
  expect(holds).toBe(1);
  watermark.done(192 * 1024);
  expect(holds).toBe(1);
  watermark.done(1024);
  expect(holds).toBe(0);
  expect(watermark.pendingBytes).toBe(64 * 1024);
});

test('a closed watermark holds nothing', () => {
  let isHeld = false;
  const watermark = new Watermark({
    hold: () => {
      isHeld = true;
      return () => {
        isHeld = false;
      };
    },
  });
  watermark.add(1024 * 1024);
  expect(isHeld).toBe(true);
  watermark.close();
  expect(isHeld).toBe(false);
});

test('a child does not see how we were started, nor the terminal around us', () => {
  const env = childEnvironment(
    { PATH: '/bin', NODE_ENV: 'production', FORCE_COLOR: '3', TMUX: 'x', TERM: 'dumb', EMPTY: undefined },
    { EXTRA: '1' },
  );
  expect(env).toEqual({ PATH: '/bin', TERM: 'xterm-256color', COLORTERM: 'truecolor', EXTRA: '1' });
});

test.each([
  [80, 24, 80, 24],
  [0, -1, 1, 1],
  [1e9, Number.NaN, 1000, 1],
  [80.9, 24.2, 80, 24],
])('a size of %d x %d is %d x %d', (cols, rows, clampedCols, clampedRows) => {
  expect(clampWinsize(cols, rows)).toEqual({ cols: clampedCols, rows: clampedRows });
});
