// Jumps in an hour's recording: how long until the screen is there; what the index costs. One JSON line.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom, systemClock } from '../src/flow/index.ts';
import { loadPtyScreen } from '../src/pty/index.ts';
import { openCastSource, Player, searchCast } from '../src/recorder/index.ts';

const SECONDS = 3600;
const folder = mkdtempSync(join(tmpdir(), 'kpi-tui-bench-'));
const path = join(folder, 'hour.cast');
const random = seededRandom(5);
const lines = [JSON.stringify({ version: 2, width: 120, height: 40 })];
for (let at = 0; at < SECONDS; at += 0.25) {
  const row = 1 + Math.floor(random() * 39);
  const text = `\u001b[${row};1H\u001b[3${1 + Math.floor(random() * 7)}mpod-${Math.floor(random() * 1e6)} Running ${'.'.repeat(60)}\u001b[0m\u001b[K`;
  lines.push(JSON.stringify([at, 'o', at % 10 === 0 ? `${text}\u001b[40;1H\r\nscrolled at ${at}` : text]));
}
writeFileSync(path, lines.join('\n'));

const { PtyScreen } = await loadPtyScreen();
const makeScreen = (size: { cols: number; rows: number }) =>
  new PtyScreen({ ...size, scrollback: 0, clock: systemClock });
const source = await openCastSource(path);
const started = performance.now();
const player = new Player({ source, clock: systemClock, makeScreen, onError: (cause) => console.error(cause) });
await new Promise<void>((resolve) => player.onChange(() => player.state.isComplete && resolve()));
const indexSeconds = (performance.now() - started) / 1000;
const times: number[] = [];
for (let jump = 0; jump < 200; jump++) {
  const from = performance.now();
  await player.seek(random() * SECONDS);
  times.push(performance.now() - from);
}
times.sort((a, b) => a - b);
const searchStarted = performance.now();
let matches = 0;
for await (const found of searchCast(source, 'scrolled at 30', { makeScreen })) matches += found.length;
const searchSeconds = (performance.now() - searchStarted) / 1000;
console.log(
  JSON.stringify({
    bench: 'recorder-seek',
    seconds: SECONDS,
    bytes: statSync(path).size,
    indexSeconds: Number(indexSeconds.toFixed(2)),
    seekMs: {
      p50: Number(times[100]?.toFixed(1)),
      p95: Number(times[190]?.toFixed(1)),
      max: Number(times[199]?.toFixed(1)),
    },
    search: { seconds: Number(searchSeconds.toFixed(2)), matches },
    rssMib: Math.round(process.memoryUsage().rss / 1024 / 1024),
  }),
);
rmSync(folder, { recursive: true });
process.exit(0);
