// What a GIF export costs, a JSON line each recording, beside agg when `npm run peers` has brought it.
// Usage: node bench/gif-export.ts [--runs N] [--agg] [NAME...]
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clockCast, plasmaCast, rainCast } from './gif-casts.ts';
import { type ChildCost, measureChild } from './measure-child.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const argv = process.argv.slice(2);
const runsAt = argv.indexOf('--runs');
const runs = runsAt < 0 ? 3 : Number(argv[runsAt + 1]);
const names = argv.filter((word, index) => !word.startsWith('--') && index !== runsAt + 1);
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const agg = join(cache, 'kpi-tui/peers/recorder/venv/bin/agg');
const hasAgg = existsSync(agg) && argv.includes('--agg');

/** Bytes of agg 1.9.0 (JetBrains Mono, 16 px), for recordings that are the same everywhere. */
const AGG_190_BYTES: Record<string, number> = {
  a_tui: 20_612_988,
  b_shell: 623_998,
  c_idle: 256_361,
  e_unicode: 16_473,
};

const folder = mkdtempSync(join(tmpdir(), 'kpi-tui-bench-'));
const made: Record<string, () => string> = {
  plasma: () => plasmaCast(),
  rain: () => rainCast(),
  clock_600s: () => clockCast(600),
  clock_6000s: () => clockCast(6000),
};
const samples = ['a_tui', 'b_shell', 'c_idle', 'e_unicode'];
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const middle = (costs: readonly ChildCost[]) => ({
  cpuSeconds: median(costs.map((cost) => cost.cpuSeconds)),
  wallSeconds: median(costs.map((cost) => cost.wallSeconds)),
  rssMib: Math.max(...costs.map((cost) => cost.rssMib)),
});

function castOf(name: string): string {
  const make = made[name];
  if (make === undefined) return join(root, 'test/casts', `${name}.cast`);
  const path = join(folder, `${name}.cast`);
  writeFileSync(path, make());
  return path;
}

try {
  for (const name of names.length > 0 ? names : [...samples, ...Object.keys(made)]) {
    const cast = castOf(name);
    const gif = join(folder, 'out.gif');
    const other = join(folder, 'agg.gif');
    const ours: ChildCost[] = [];
    const theirs: ChildCost[] = [];
    // Taken in turns, so that other work on the machine falls on both.
    for (let run = 0; run < runs; run++) {
      ours.push(
        await measureChild([
          process.execPath,
          join(root, 'bin/kpi-tui.js'),
          'gif',
          '-q',
          '--stats',
          '-t',
          'dracula',
          cast,
          gif,
        ]),
      );
      if (hasAgg) theirs.push(await measureChild([agg, '--font-size', '16', '--theme', 'dracula', cast, other]));
    }
    const stats = JSON.parse(ours[0]?.stdout ?? '{}') as { frames: number; bytes: number };
    const line: Record<string, unknown> = {
      bench: 'gif-export',
      cast: name,
      runs,
      frames: stats.frames,
      bytes: stats.bytes,
      ...middle(ours),
    };
    const known = AGG_190_BYTES[name];
    if (known !== undefined) line.smallerThanAgg190 = Number((known / stats.bytes).toFixed(3));
    if (hasAgg) line.agg = { bytes: statSync(other).size, ...middle(theirs) };
    console.log(JSON.stringify(line));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
