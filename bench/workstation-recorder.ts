// The recorder screen at 100x30 over 2,000 recordings and one of 500 MB: first rows, keys while the folder is read, while
// the large one plays and while a GIF is made of it; CPU and bytes at rest and while a busy screen plays. One JSON line.
import { copyFileSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cpuSeconds,
  type DrivenApp,
  keyToPaint,
  openWorkstation,
  quantile,
  rssMb,
  sleep,
} from './drive-workstation.ts';

const FILES = 2000;
const HUGE_BYTES = 500e6;
const SECONDS = 10;
const HEAD = '{"version": 2, "width": 80, "height": 24}\n';

const data = mkdtempSync(join(tmpdir(), 'kpi-tui-bench-'));
const home = join(data, 'kpi-tui', 'recordings');
mkdirSync(home, { recursive: true });
for (let file = 0; file < FILES; file++) {
  const events = Array.from({ length: 50 }, (_, at) => `[${at}.5, "o", "line ${at} of ${file}\\r\\n"]\n`);
  writeFileSync(join(home, `r${String(file).padStart(4, '0')}.cast`), HEAD + events.join(''));
}
copyFileSync('test/casts/a_tui.cast', join(home, 'busy.cast'));
writeHuge(join(home, 'huge.cast'));

function writeHuge(path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, HEAD);
  for (let bytes = 0, hundredths = 0; bytes < HUGE_BYTES; ) {
    const lines = Array.from({ length: 2000 }, (_, at) => {
      const time = (hundredths++ / 100).toFixed(2);
      return `[${time}, "o", "${'x'.repeat(180)}\\u001b[3${at % 8}m${at}\\r\\n"]\n`;
    });
    bytes += writeSync(file, lines.join(''));
  }
}

const keys = async (app: DrivenApp, pressed: readonly string[], times: number) => {
  const took = await keyToPaint(app, { times, keys: pressed, quietMs: 20 });
  return { medianMs: quantile(took, 0.5), p95Ms: quantile(took, 0.95) };
};

async function load(app: DrivenApp) {
  const [cpu, bytes] = [cpuSeconds(app.pid), app.bytes];
  await sleep(SECONDS * 1000);
  return {
    cpuPercent: Math.round(((cpuSeconds(app.pid) - cpu) / SECONDS) * 1000) / 10,
    bytesPerSecond: Math.round((app.bytes - bytes) / SECONDS),
  };
}

process.env.XDG_DATA_HOME = data;
const started = performance.now();
const app = openWorkstation(['--kubeconfig', '/nonexistent', '--screen', 'recorder'], { cols: 100, rows: 30 });
await app.until((text) => /huge|r\d{4} /.test(text), 30_000);
const firstRowsMs = Math.round(performance.now() - started);
const whileReading = await keys(app, ['j', 'k'], 30);
await app.until((text) => text.includes('2002 files'), 30_000);
await sleep(10_000);
const atRest = await load(app);

async function select(name: string): Promise<void> {
  app.press('/');
  await app.until((text) => text.includes('Enter keep'));
  app.press(`\x15${name}\r`);
  await app.until((text) => text.includes('1 of 2002 files'));
}

await select('busy');
app.press('\r');
await app.until((text) => text.includes('►'));
await sleep(2000);
const whilePlaying = await load(app);
app.press('\x1b');
await app.until((text) => text.includes('Enter open'));
await select('huge');
const opened = performance.now();
app.press('\r');
await app.until((text) => text.includes('►'), 30_000);
const hugeOpenedMs = Math.round(performance.now() - opened);
const whileIndexing = await keys(app, ['+', '-'], 30);
app.press('e');
await app.until((text) => text.includes('idle limit'));
app.press('\r');
await app.until((text) => /[1-9]\d* frames/.test(text), 30_000);
app.press('\t');
await app.until((text) => text.includes('Esc list'));
const whileExporting = await keys(app, ['+', '-'], 30);
const rss = rssMb(app.pid);
await app.close();
rmSync(data, { recursive: true });
console.log(
  JSON.stringify({
    bench: 'workstation-recorder',
    files: FILES,
    hugeBytes: HUGE_BYTES,
    firstRowsMs,
    hugeOpenedMs,
    keys: { whileReading, whileIndexing, whileExporting },
    atRest,
    whilePlaying,
    rssMb: rss,
  }),
);
