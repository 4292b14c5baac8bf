// Opens one face of a font collection of 20 MB and draws 2,000 ideographs: time, and memory beside the size of the file. One
// JSON line. `node bench/font-open.ts [FONT]`; without one, that of `npm run peers recorder`.
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { openFontFile } from '../src/gif/index.ts';

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const path = process.argv[2] ?? join(cache, 'kpi-tui/peers/recorder/fonts/NotoSansCJK-Regular.ttc');
if (!existsSync(path)) {
  console.warn(`SKIPPED: ${path} is not there (npm run peers recorder)`);
  process.exit(0);
}
const GLYPHS = 2000;
const rssBefore = process.memoryUsage().rss;
const started = process.cpuUsage();
const face = openFontFile(path);
const opened = process.cpuUsage(started);
let drawn = 0;
for (let at = 0; at < GLYPHS; at++) if (face.shapeOf(String.fromCodePoint(0x4e00 + at * 10)) !== undefined) drawn++;
const total = process.cpuUsage(started);
const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;
console.log(
  JSON.stringify({
    bench: 'font-open',
    bytes: statSync(path).size,
    openCpuMs: Number(milliseconds(opened).toFixed(1)),
    drawn,
    cpuMsPerGlyph: Number(((milliseconds(total) - milliseconds(opened)) / GLYPHS).toFixed(3)),
    rssGrowthMib: Number(((process.memoryUsage().rss - rssBefore) / 1024 / 1024).toFixed(1)),
  }),
);
