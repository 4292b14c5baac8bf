import { systemClock } from '../src/flow/index.ts';
import { childEnvironment, connectScreen, loadPtyScreen, openPty } from '../src/pty/index.ts';

// 100 MB of `yes` through a pty and an embedded screen: memory bounded, the event loop alive.
const BYTES = Number(process.env.BENCH_BYTES ?? 100_000_000);
const { PtyScreen } = await loadPtyScreen();
const screen = new PtyScreen({ cols: 80, rows: 24, clock: systemClock });
const rssBefore = process.memoryUsage().rss;
const session = await openPty({
  file: '/bin/sh',
  args: ['-c', `yes 0123456789012345678901234567890123456789 | head -c ${BYTES}`],
  cols: 80,
  rows: 24,
  env: childEnvironment(process.env),
});
let bytes = 0;
let mostPending = 0;
let rssPeak = rssBefore;
const stalls: number[] = [];
let last = performance.now();
const timer = setInterval(() => {
  const now = performance.now();
  stalls.push(now - last);
  last = now;
  rssPeak = Math.max(rssPeak, process.memoryUsage().rss);
}, 5);
session.onBytes((chunk) => {
  bytes += chunk.length;
  mostPending = Math.max(mostPending, screen.pending);
});
connectScreen(session, screen);
const started = performance.now();
await session.exited;
await screen.whenParsed();
clearInterval(timer);
const seconds = (performance.now() - started) / 1000;
stalls.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    bench: 'pty-flood',
    bytes,
    seconds: Number(seconds.toFixed(2)),
    mbPerSecond: Number((bytes / 1e6 / seconds).toFixed(1)),
    cpuSeconds: Number((process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6).toFixed(2)),
    mostPendingBytes: mostPending,
    rssGrowthMb: Number(((rssPeak - rssBefore) / 1e6).toFixed(1)),
    loopGapMs: {
      p50: Number(stalls[stalls.length >> 1]?.toFixed(1)),
      p99: Number(stalls[Math.floor(stalls.length * 0.99)]?.toFixed(1)),
      max: Number(stalls.at(-1)?.toFixed(1)),
    },
  }),
);
process.exit(0);
