// Recording 50 MB of output and an idle shell, a JSON line each, beside asciinema when `npm run peers` has brought it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/kpi-tui.js', import.meta.url));
const asciinema = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kpi-tui/peers/recorder/bin/asciinema');
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const BYTES = Number(process.env.BENCH_BYTES ?? 50_000_000);
/** A minute of an idle shell, from when the recorder has started and synced its file once. */
const IDLE_SECONDS = Number(process.env.BENCH_IDLE ?? 60);
const IDLE_FROM_SECONDS = 8;
const TICKS_PER_SECOND = 100;
const folder = mkdtempSync(join(tmpdir(), 'kpi-tui-bench-'));
const out = join(folder, 'out.cast');

interface Cost {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly rssMib: number;
}

/** CPU of the process alone, not of what it runs: the last look before it ends. */
function ownCost(pid: number): { cpu: number; rss: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const [peak] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.slice(1) ?? [];
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, rss: Number(peak ?? 0) / 1024 };
  } catch {
    return undefined;
  }
}

async function measure(argv: readonly string[]): Promise<Cost> {
  rmSync(out, { force: true });
  const started = performance.now();
  const child = spawn(argv[0] as string, argv.slice(1), {
    stdio: 'ignore',
    env: { ...process.env, SHELL: '/bin/sh', HOME: folder },
  });
  let last = { cpu: 0, rss: 0 };
  const timer = setInterval(() => {
    const now = ownCost(child.pid as number);
    // In its last moment a process has no memory any more.
    if (now !== undefined) last = { cpu: now.cpu, rss: Math.max(now.rss, last.rss) };
  }, 5);
  await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  return { cpuSeconds: last.cpu, wallSeconds: (performance.now() - started) / 1000, rssMib: last.rss };
}

/** How often the threads of a process have woken up. */
function wakeUps(pid: number): number {
  let sum = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
    sum += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  }
  return sum;
}

const wait = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function measureIdle(argv: readonly string[]) {
  rmSync(out, { force: true });
  const child = spawn(argv[0] as string, argv.slice(1), { stdio: 'ignore', env: { ...process.env, HOME: folder } });
  const pid = child.pid as number;
  const look = () => ({ cpu: ownCost(pid)?.cpu ?? 0, wakeUps: wakeUps(pid) });
  await wait(IDLE_FROM_SECONDS);
  const before = look();
  await wait(IDLE_SECONDS);
  const after = look();
  const { rss = 0 } = ownCost(pid) ?? {};
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  return {
    cpuSeconds: round(after.cpu - before.cpu),
    wakeUps: after.wakeUps - before.wakeUps,
    rssMib: Math.round(rss),
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const round = (value: number): number => Number(value.toFixed(2));
const middle = (costs: readonly Cost[]) => ({
  cpuSeconds: round(median(costs.map(({ cpuSeconds }) => cpuSeconds))),
  wallSeconds: round(median(costs.map(({ wallSeconds }) => wallSeconds))),
  rssMib: Math.round(Math.max(...costs.map(({ rssMib }) => rssMib))),
  mbPerSecond: round(BYTES / 1e6 / median(costs.map(({ wallSeconds }) => wallSeconds))),
});

const flood = `yes 0123456789012345678901234567890123456789 | head -c ${BYTES}`;
// A log with colours and times: what a real command prints.
const log = `awk 'BEGIN{for(i=0;i<${Math.round(BYTES / 128)};i++)printf "\\033[32m2026-11-25T10:02:%02dZ\\033[0m INFO request id=%08d path=/api/v1/items/%06d status=200 duration=%03dms agent=\\"curl\\"\\n",i%60,i,i*7%1000000,i%1000}'`;
const recorders: Record<string, (command: string) => string[]> = {
  redacted: (command) => [process.execPath, program, 'rec', '-q', '--overwrite', '-c', command, out],
  plain: (command) => [process.execPath, program, 'rec', '-q', '--no-redact', '--overwrite', '-c', command, out],
  ...(existsSync(asciinema)
    ? { asciinema: (command: string) => [asciinema, 'rec', '-q', '--headless', '--overwrite', '-c', command, out] }
    : {}),
  none: (command) => ['/bin/sh', '-c', command],
};

try {
  for (const [what, command] of Object.entries({ flood, log })) {
    const costs: Record<string, Cost[]> = {};
    let castBytes = 0;
    // Taken in turns, so that other work on the machine falls on all.
    for (let run = 0; run < RUNS; run++) {
      for (const [name, argv] of Object.entries(recorders)) {
        costs[name] = [...(costs[name] ?? []), await measure(argv(command))];
        if (name === 'redacted') castBytes = statSync(out).size;
      }
    }
    const result = Object.fromEntries(Object.entries(costs).map(([name, list]) => [name, middle(list)]));
    console.log(JSON.stringify({ bench: 'recorder-rec', what, bytes: BYTES, castBytes, ...result }));
  }
  const idle: Record<string, object> = {};
  for (const [name, argv] of Object.entries(recorders)) idle[name] = await measureIdle(argv('exec sleep 1000'));
  console.log(JSON.stringify({ bench: 'recorder-rec', what: 'idle', seconds: IDLE_SECONDS, ...idle }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
