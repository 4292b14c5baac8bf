// The way to the first frame: an empty Node, the skeleton, Ink's frame; memory before a screen is opened. One JSON line.
import { spawn } from 'node:child_process';
import { openWorkstation, quantile, rssMb } from './drive-workstation.ts';

const RUNS = Number(process.env.RUNS ?? 9);
const empty: number[] = [];
const skeleton: number[] = [];
const inkFrame: number[] = [];
const rss: number[] = [];
for (let run = 0; run < RUNS; run++) {
  empty.push(await emptyNode());
  const started = performance.now();
  const app = openWorkstation(['--kubeconfig', '/nonexistent', '--screen', 'overview'], { cols: 80, rows: 24 });
  await app.until((text) => text.includes('starting') || text.includes('recordings'));
  skeleton.push(performance.now() - started);
  await app.until((text) => text.includes('? help'));
  inkFrame.push(performance.now() - started);
  rss.push(rssMb(app.pid));
  await app.close();
}
const median = (values: readonly number[]) => quantile(values, 0.5);
console.log(
  JSON.stringify({
    bench: 'workstation-start',
    runs: RUNS,
    emptyNodeMs: median(empty),
    skeletonMs: median(skeleton),
    inkFrameMs: median(inkFrame),
    skeletonRatio: Math.round((median(skeleton) / median(empty)) * 100) / 100,
    inkFrameRatio: Math.round((median(inkFrame) / median(empty)) * 100) / 100,
    rssMb: median(rss),
  }),
);

function emptyNode(): Promise<number> {
  const started = performance.now();
  return new Promise((resolve) =>
    spawn(process.execPath, ['-e', '']).on('exit', () => resolve(performance.now() - started)),
  );
}
