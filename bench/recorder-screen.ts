// Recording the workstation's own screen, 200x50, a tenth of the cells changing: CPU and bytes a frame, with and without
// masking. One JSON line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, seededRandom } from '../src/flow/index.ts';
import { DETECTORS, ScreenRecording } from '../src/recorder/index.ts';
import { DEFAULT_COLOR, Grid, styleOf, type Tap } from '../src/terminal/index.ts';

const FRAMES = Number(process.env.BENCH_FRAMES ?? 900);
const [cols, rows] = [200, 50];
const folder = mkdtempSync(join(tmpdir(), 'kpi-tui-bench-'));
const styles = [0, styleOf(0x98bb6c, DEFAULT_COLOR), styleOf(0xe46876, DEFAULT_COLOR)];

async function measure(name: string, detectors: typeof DETECTORS | undefined) {
  const random = seededRandom(3);
  const timers: { at: number; run: () => void }[] = [];
  let now = 1_700_000_000_000;
  const clock: Clock = {
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
    every: () => () => {},
  };
  let tap: Tap | undefined;
  const terminal = {
    cols,
    rows,
    tap: (added: Tap) => {
      tap = added;
      return () => {};
    },
  };
  const recording = await ScreenRecording.start({
    path: join(folder, `${name}.cast`),
    terminal,
    clock,
    env: {},
    detectors,
  });
  const grid = new Grid(cols, rows);
  const pen = grid.pen();
  for (let y = 0; y < rows; y++) pen.text(0, y, `pod-${y} Running 10.42.0.${y} node-a `.padEnd(cols, '.'), 0);
  const started = process.cpuUsage();
  for (let frame = 0; frame < FRAMES; frame++) {
    const changedRows = Array.from({ length: rows }, (_, y) => y);
    for (const y of changedRows)
      pen.text(
        Math.floor(random() * 180),
        y,
        String(Math.floor(random() * 1e18)).padEnd(20),
        styles[frame % 3] as number,
      );
    tap?.frame({ grid, changedRows, scrolls: [], cursor: undefined, at: now });
    now += 33;
    for (const timer of timers.splice(0)) timer.at <= now ? timer.run() : timers.push(timer);
    if (frame % 30 === 0) await new Promise((next) => setImmediate(next));
  }
  const state = await recording.stop();
  const { user, system } = process.cpuUsage(started);
  return {
    cpuMsPerFrame: Number(((user + system) / 1000 / FRAMES).toFixed(3)),
    bytesPerFrame: Math.round(state.bytes / FRAMES),
  };
}

await measure('warm', DETECTORS);
const redacted = await measure('redacted', DETECTORS);
const plain = await measure('plain', undefined);
console.log(JSON.stringify({ bench: 'recorder-screen', cols, rows, frames: FRAMES, redacted, plain }));
rmSync(folder, { recursive: true });
