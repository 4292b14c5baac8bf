import { type Clock, seededRandom } from '../src/flow/index.ts';
import { type CellPen, DEFAULT_COLOR, PALETTE, PLAIN, regionStyle, styleOf } from '../src/terminal/index.ts';
import { TerminalCore } from '../src/terminal/terminal-core.ts';

// CPU and bytes a frame: a table of 45 rows and 8 columns at 200x50 of which a tenth changes, the same with nothing
// changed, with chrome, repainted whole, and a log list at 120x40 that scrolls.
const FRAMES = Number(process.env.BENCH_FRAMES ?? 2000);
const WARM_UP = 300;

/** Stands still between frames, so that nothing but the frame itself is measured. */
let now = 0;
const clock: Clock = { now: () => now, after: () => () => {}, every: () => () => {} };
const random = seededRandom(3);
const styles = [
  PLAIN,
  styleOf(PALETTE + 2, DEFAULT_COLOR),
  styleOf(0xe46876, DEFAULT_COLOR),
  styleOf(0x7a8394, DEFAULT_COLOR),
];

function open(cols: number, rows: number, region: Region) {
  let bytes = 0;
  const sink = {
    isBusy: false,
    write(frame: Uint8Array) {
      bytes += frame.length;
    },
  };
  const core = new TerminalCore({
    clock,
    sink,
    env: {},
    cols,
    rows,
    depth: 'truecolor',
    isRemote: false,
    synchronized: true,
    fences: false,
  });
  core.addRegion(0, region);
  core.paintChrome((pen) => {
    pen.text(0, 0, 'head', PLAIN);
    pen.fill(0, 2, pen.cols, pen.rows - 4, regionStyle(0));
  });
  return { core, bytes: () => bytes };
}

interface Region {
  scrolledRows: number;
  cursor: undefined;
  placed(): void;
  paint(pen: CellPen): void;
}

/** Milliseconds of CPU and bytes of one frame; the median of ten parts, as other programs share the cores. */
function measure(frame: () => void, bytes: () => number): { cpuMs: number; bytes: number } {
  for (let n = 0; n < WARM_UP; n++) {
    now += 1000;
    frame();
  }
  const before = bytes();
  const parts: number[] = [];
  for (let part = 0; part < 10; part++) {
    const start = process.cpuUsage();
    for (let n = 0; n < FRAMES / 10; n++) {
      now += 1000;
      frame();
    }
    const { user, system } = process.cpuUsage(start);
    parts.push((user + system) / 1000 / (FRAMES / 10));
  }
  parts.sort((a, b) => a - b);
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return { cpuMs: round(parts[5] as number), bytes: Math.round((bytes() - before) / FRAMES) };
}

function table(): Region & { change(share: number): void } {
  const cells = Array.from({ length: 45 }, () => Array.from({ length: 8 }, () => Math.floor(random() * 1e6)));
  return {
    scrolledRows: 0,
    cursor: undefined,
    placed() {},
    change(share) {
      for (let n = 0; n < 45 * 8 * share; n++) {
        (cells[Math.floor(random() * 45)] as number[])[Math.floor(random() * 8)] = Math.floor(random() * 1e6);
      }
    },
    paint(pen) {
      for (const [y, row] of cells.entries()) {
        for (const [x, value] of row.entries())
          pen.text(x * 25, y, `${value} of column ${x}`, styles[x % 4] as number, 24);
      }
    },
  };
}

function logList(linesAFrame: number): Region {
  let first = 0;
  const line = (n: number): string =>
    `11:09:${n % 60} icmp 192.168.6.${n % 250} → 192.168.6.21 echo reply ${n} ttl 64 len ${n % 1500}`;
  return {
    scrolledRows: linesAFrame,
    cursor: undefined,
    placed() {},
    paint(pen) {
      first += linesAFrame;
      for (let y = 0; y < pen.rows; y++) pen.text(1, y, line(first + y), styles[(first + y) % 4] as number);
    },
  };
}

function regionFrame(region: Region, change: () => void, cols = 200, rows = 50) {
  const { core, bytes } = open(cols, rows, region);
  return measure(() => {
    change();
    core.invalidate(0);
    core.flush();
  }, bytes);
}

/** Chrome as Ink commits it: a counter in the head changes. */
function chromeFrame() {
  const { core, bytes } = open(200, 50, table());
  const background = '\x1b[48;2;1;254;0m';
  const row = `${background}${' '.repeat(200)}\x1b[49m`;
  let count = 0;
  return measure(() => {
    const rows = new Array<string>(46).fill(row).join('\n');
    core.chrome.write(
      `\x1b[1m0 1 \x1b[32m2 pods\x1b[39m 3 4\x1b[22m  events ${count++}\n truth line\n${rows}\n\n q quit`,
    );
    core.flush();
  }, bytes);
}

function repaint() {
  const { core, bytes } = open(200, 50, table());
  return measure(() => core.repaint(), bytes);
}

const changing = table();
const still = table();
console.log(
  JSON.stringify({
    bench: 'terminal-frame',
    region: regionFrame(changing, () => changing.change(0.1)),
    unchanged: regionFrame(still, () => {}),
    chrome: chromeFrame(),
    repaint: repaint(),
    scroll1: regionFrame(logList(1), () => {}, 120, 40),
    scroll3: regionFrame(logList(3), () => {}, 120, 40),
    scroll10: regionFrame(logList(10), () => {}, 120, 40),
    budget: 'region <= 1 ms and <= 1 KB, unchanged 0 bytes',
  }),
);
