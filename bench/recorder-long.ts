// What the commands cost on a recording of two hours, beside one of ten minutes that looks the same: memory must not
// grow with the length. Also on a_tui. One JSON line each.
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom, systemClock } from '../src/flow/index.ts';
import { loadScreenMaker, openCastSource, Player } from '../src/recorder/index.ts';
import { measureChild } from './measure-child.ts';

const folder = mkdtempSync(join(tmpdir(), 'kpi-tui-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A full-screen program that changes four rows a second, and a shell that scrolls now and then. */
function makeCast(path: string, seconds: number): void {
  const random = seededRandom(7);
  const file = openSync(path, 'w');
  writeSync(file, `${JSON.stringify({ version: 2, width: 120, height: 40 })}\n`);
  for (let at = 0; at < seconds; at += 0.25) {
    const row = 1 + Math.floor(random() * 39);
    const text = `\u001b[${row};1H\u001b[3${1 + Math.floor(random() * 7)}mpod-${Math.floor(random() * 1e6)} Running ${'.'.repeat(60)}\u001b[0m\u001b[K`;
    const isScrolling = at % 10 === 0;
    const data = isScrolling ? `${text}\u001b[40;1H\r\nscrolled at ${at}` : text;
    writeSync(file, `${JSON.stringify([at, 'o', data])}\n`);
    if (at % 600 === 0) writeSync(file, `${JSON.stringify([at, 'm', `minute ${at / 60}`])}\n`);
  }
  closeSync(file);
}

const files = [
  { name: '10 min', path: join(folder, 'short.cast'), seconds: 600 },
  { name: '2 h', path: join(folder, 'long.cast'), seconds: 7200 },
];
for (const { path, seconds } of files) makeCast(path, seconds);
files.push({ name: 'a_tui', path: 'test/casts/a_tui.cast', seconds: 60 });

const out = join(folder, 'out.cast');
const commands = {
  cat: (path: string) => ['cat', path],
  'cat --text': (path: string) => ['cat', '--text', path],
  convert: (path: string) => ['convert', '-f', 'v3', path, out],
  search: (path: string) => ['search', path, 'scrolled at 30'],
  cut: (path: string) => ['cut', '-q', '--from', '40%', '--to', '60%', path, out],
  join: (path: string) => ['join', path, path, out],
  markers: (path: string) => ['markers', path],
  redact: (path: string) => ['redact', '-q', path, out],
};

for (const { name, path, seconds } of files) {
  for (const [command, args] of Object.entries(commands)) {
    const { cpuSeconds, wallSeconds, rssMib } = await measureChild([process.execPath, 'bin/kpi-tui.js', ...args(path)]);
    const facts = { cast: name, bytes: statSync(path).size, command, cpuSeconds, wallSeconds, rssMib };
    console.log(JSON.stringify({ bench: 'recorder-long', ...facts }));
  }
  // The player's index, in this process: what it adds to the memory of an empty one.
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const player = new Player({
    source: await openCastSource(path),
    clock: systemClock,
    makeScreen: await loadScreenMaker(systemClock),
    onError: (cause) => console.error(cause),
  });
  await new Promise<void>((resolve) => player.onChange(() => player.state.isComplete && resolve()));
  const indexSeconds = Number(((performance.now() - started) / 1000).toFixed(2));
  await player.seek(seconds / 2);
  const addedMib = Math.round((process.memoryUsage().rss - before) / 1024 / 1024);
  player.close();
  console.log(JSON.stringify({ bench: 'recorder-long', cast: name, command: 'play', indexSeconds, addedMib }));
}
process.exit(0);
