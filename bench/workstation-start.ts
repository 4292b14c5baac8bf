/// <reference path="../src/pty/node-pty.d.ts" />
// The way to the first frame: an empty Node, the skeleton, Ink's frame; memory before a screen is opened. One JSON line.
import { spawn } from 'node:child_process';
import nodePty from 'node-pty';
import { quantile, rssMb, sleep } from './drive-workstation.ts';

const RUNS = Number(process.env.RUNS ?? 11);
const ARGS = ['bin/kpi-tui.js', '--kubeconfig', '/nonexistent'];

/** Milliseconds to the first byte and to the key bar that only Ink's frame has; resident megabytes a second later. */
function start(): Promise<{ skeleton: number; inkFrame: number; rss: number }> {
  const env = { ...process.env, TERM: 'xterm-256color' };
  for (const name of ['CI', 'NODE_ENV', 'NODE_OPTIONS']) delete (env as Record<string, string | undefined>)[name];
  const started = performance.now();
  const pty = nodePty.spawn(process.execPath, ARGS, { cols: 80, rows: 24, env });
  let skeleton = 0;
  let output = '';
  return new Promise((resolve) => {
    pty.onData((data) => {
      if (skeleton === 0) skeleton = performance.now() - started;
      const isNew = !output.includes('help');
      output += data;
      if (!isNew || !output.includes('help')) return;
      const inkFrame = performance.now() - started;
      void sleep(1000).then(() => {
        const rss = rssMb(pty.pid);
        pty.onExit(() => resolve({ skeleton, inkFrame, rss }));
        pty.write('q');
      });
    });
  });
}

function emptyNode(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', '']);
  return new Promise((resolve) => child.on('exit', () => resolve(performance.now() - started)));
}

const empty: number[] = [];
const runs: Awaited<ReturnType<typeof start>>[] = [];
for (let run = 0; run < RUNS; run++) {
  empty.push(await emptyNode());
  runs.push(await start());
}
const median = (values: readonly number[]) => quantile(values, 0.5);
const ratio = (values: readonly number[]) => Math.round((median(values) / median(empty)) * 100) / 100;
const [skeleton, inkFrame] = [runs.map((run) => run.skeleton), runs.map((run) => run.inkFrame)];
console.log(
  JSON.stringify({
    bench: 'workstation-start',
    runs: RUNS,
    emptyNodeMs: median(empty),
    skeletonMs: median(skeleton),
    inkFrameMs: median(inkFrame),
    skeletonRatio: ratio(skeleton),
    inkFrameRatio: ratio(inkFrame),
    rssMb: median(runs.map(({ rss }) => rss)),
  }),
);
