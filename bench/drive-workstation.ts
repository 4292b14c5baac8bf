import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a bench needs of a program in a pty; the driver of the tests gives it. */
export interface DrivenApp {
  readonly pid: number;
  readonly bytes: number;
  press(keys: string): void;
  until(holds: (text: string) => boolean, limitMs?: number): Promise<string[]>;
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

interface Driver {
  openApp(args: readonly string[], options: { cols: number; rows: number; env?: Record<string, string> }): DrivenApp;
}

// By a path and not by name: benches and tests are projects of their own for the compiler.
const driver = (await import(join(root, 'test/support/app-driver.ts'))) as Driver;

export const openWorkstation = (args: readonly string[], size = { cols: 200, rows: 50 }): DrivenApp =>
  driver.openApp(['bin/kpi-tui.js', ...args], size);

/** CPU seconds of a process and all its threads. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** CPU seconds of the thread that draws alone: the demo's server is a thread beside it. */
export function mainThreadCpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

export const rssMb = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

export const threads = (pid: number): number => readdirSync(`/proc/${pid}/task`).length;

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}

/** Milliseconds from a key to the first byte that it causes, `times` times. */
export async function keyToPaint(
  app: DrivenApp,
  o: { times: number; keys: readonly string[]; quietMs: number },
): Promise<number[]> {
  const took: number[] = [];
  for (let time = 0; time < o.times; time++) {
    await quiet(app, o.quietMs);
    const before = app.bytes;
    const pressed = performance.now();
    app.press(o.keys[time % o.keys.length] as string);
    while (app.bytes === before && performance.now() - pressed < 1000) await new Promise((next) => setImmediate(next));
    took.push(performance.now() - pressed);
  }
  return took;
}

/** A gap between two frames of the program, or as much of one as there is. */
async function quiet(app: DrivenApp, ms: number): Promise<void> {
  const deadline = performance.now() + 500;
  for (let before = app.bytes, since = performance.now(); performance.now() < deadline; ) {
    await new Promise((next) => setTimeout(next, 2));
    if (app.bytes !== before) [before, since] = [app.bytes, performance.now()];
    else if (performance.now() - since >= ms) return;
  }
}
