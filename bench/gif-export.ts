// What a GIF export costs, a JSON line each recording, beside agg 1.4.3 when `npm run peers` has brought it.
// Usage: node bench/gif-export.ts [--runs N] [--no-agg] [NAME...]
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildLogCast, clockCast, editorCast, plasmaCast, rainCast, tableCast, tinyCast } from './gif-casts.ts';
import { type ChildCost, measureChild } from './measure-child.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const argv = process.argv.slice(2);
const runsAt = argv.indexOf('--runs');
const runs = runsAt < 0 ? 3 : Number(argv[runsAt + 1]);
const names = argv.filter((word, index) => !word.startsWith('--') && (runsAt < 0 || index !== runsAt + 1));
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const agg = join(cache, 'kpi-tui/peers/recorder/venv/bin/agg');
const hasAgg = existsSync(agg) && !argv.includes('--no-agg');

const OUR_COMMAND = [process.execPath, join(root, 'bin/kpi-tui.js'), 'gif', '-q', '--stats'];
const AGG_COMMAND = [
  agg,
  '--font-size',
  '16',
  '--fps-cap',
  '30',
  '--idle-time-limit',
  '5',
  '--last-frame-duration',
  '3',
];

interface Known {
  readonly bytes: number;
  readonly cpuSeconds: number;
  readonly wallSeconds?: number;
  readonly rssMib: number;
  /** CPU of agg 1.4.3 in the same measurement. */
  readonly cpu143?: number;
}

/**
 * agg 1.9.0, which no registry has, as it was measured beside 1.4.3 on one machine (JetBrains Mono, 16 px, 30 fps). What it
 * would take here is told from what 1.4.3 takes here.
 */
const AGG_190: Record<string, Known> = {
  a_tui: { bytes: 20_612_988, cpuSeconds: 50.5, wallSeconds: 29.5, rssMib: 259, cpu143: 62.2 },
  b_shell: { bytes: 623_998, cpuSeconds: 7.3, wallSeconds: 4.6, rssMib: 97, cpu143: 5.5 },
  c_idle: { bytes: 256_361, cpuSeconds: 19.7, wallSeconds: 16.7, rssMib: 124, cpu143: 14.2 },
  e_unicode: { bytes: 16_473, cpuSeconds: 0.29, wallSeconds: 0.26, rssMib: 72, cpu143: 0.29 },
};

const made: Record<string, () => string> = {
  tiny: tinyCast,
  editor: () => editorCast(),
  build_log: () => buildLogCast(),
  table_200x50: () => tableCast(),
  rain: () => rainCast(),
  plasma: () => plasmaCast(),
  clock_600s: () => clockCast(600),
  clock_6000s: () => clockCast(6000),
  clock_2h: () => clockCast(7200),
  editor_30min: () => editorCast({ seconds: 1800 }),
};
/** agg draws every frame whole: minutes of work that say nothing new. */
const NOT_FOR_AGG = new Set(['clock_6000s', 'clock_2h', 'editor_30min']);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const rounded = (value: number): number => Number(value.toPrecision(3));
const middle = (costs: readonly ChildCost[]) => ({
  cpuSeconds: rounded(median(costs.map((cost) => cost.cpuSeconds))),
  wallSeconds: rounded(median(costs.map((cost) => cost.wallSeconds))),
  rssMib: Math.max(...costs.map((cost) => cost.rssMib)),
});

const folder = mkdtempSync(join(tmpdir(), 'kpi-tui-bench-'));

function castOf(name: string): string {
  const make = made[name];
  if (make === undefined) return join(root, 'test/casts', `${name}.cast`);
  const path = join(folder, `${name}.cast`);
  writeFileSync(path, make());
  return path;
}

async function measure(name: string): Promise<void> {
  const cast = castOf(name);
  const gif = join(folder, 'out.gif');
  const other = join(folder, 'agg.gif');
  const ours: ChildCost[] = [];
  const theirs: ChildCost[] = [];
  const isCompared = hasAgg && !NOT_FOR_AGG.has(name);
  // Taken in turns, so that other work on the machine falls on both.
  for (let run = 0; run < runs; run++) {
    ours.push(await measureChild([...OUR_COMMAND, cast, gif]));
    if (isCompared) theirs.push(await measureChild([...AGG_COMMAND, cast, other]));
  }
  const stats = JSON.parse(ours[0]?.stdout ?? '{}') as { frames: number; bytes: number };
  const own = { bytes: stats.bytes, ...middle(ours) };
  const agg143 = isCompared ? { bytes: statSync(other).size, ...middle(theirs) } : undefined;
  const line = {
    ...{ bench: 'gif-export', cast: name, runs, frames: stats.frames, ...own },
    ...(agg143 === undefined ? {} : { agg143, over143: ratios(agg143, own) }),
    ...(AGG_190[name] === undefined ? {} : { over190: ratios(scaled(AGG_190[name], agg143), own) }),
  };
  console.log(JSON.stringify(line));
}

interface Cost {
  readonly bytes: number;
  readonly cpuSeconds?: number;
  readonly wallSeconds?: number;
  readonly rssMib: number;
}

/** The figures of 1.9.0 on this machine: bytes and memory are the same everywhere, times follow 1.4.3. */
function scaled(known: Known, agg143: { readonly cpuSeconds: number } | undefined): Cost {
  const { bytes, rssMib, cpuSeconds, wallSeconds = cpuSeconds, cpu143 } = known;
  if (agg143 === undefined || cpu143 === undefined) return { bytes, rssMib };
  const pace = agg143.cpuSeconds / cpu143;
  return { bytes, rssMib, cpuSeconds: cpuSeconds * pace, wallSeconds: wallSeconds * pace };
}

/** How many times as much the other takes. */
const ratios = (other: Cost, own: Required<Cost>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(other).map(([key, value]) => [key, rounded((value as number) / own[key as keyof Cost])]),
  );

try {
  const all = ['a_tui', 'b_shell', 'c_idle', 'e_unicode', ...Object.keys(made)];
  for (const name of names.length > 0 ? names : all) await measure(name);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
