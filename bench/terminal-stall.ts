import { fileURLToPath } from 'node:url';
import { seededRandom, systemClock, wait } from '../src/flow/index.ts';
import { childEnvironment, openPty } from '../src/pty/index.ts';
import { openTerminal, PLAIN, regionStyle } from '../src/terminal/index.ts';

// How long the event loop stands still while nobody reads the terminal: 200x50, everything changing, a reader that stops
// for five seconds. Beside it the same with `process.stdout.write`, the way of programs without such a layer.
const PAUSE_MS = Number(process.env.BENCH_PAUSE_MS ?? 5000);

if (process.argv[2] === 'child') child(process.argv[3] === 'plain');
else
  console.log(
    JSON.stringify({
      bench: 'terminal-stall',
      pauseMs: PAUSE_MS,
      ...(await run('layer')),
      plain: await run('plain'),
      budget: 'worstStallMs < 50',
    }),
  );

/** Draws until `q`, then says how late its timers were since `r`, which leaves out what starting costs. */
function child(isPlain: boolean): void {
  const random = seededRandom(5);
  const line = (cols: number): string =>
    Array.from({ length: Math.ceil(cols / 8) }, () => random().toString(36).slice(2, 9))
      .join(' ')
      .slice(0, cols);
  let worst = 0;
  let last = performance.now();
  const tick = (draw: () => void): void => {
    setInterval(() => {
      const now = performance.now();
      worst = Math.max(worst, now - last - 10);
      last = now;
      draw();
    }, 10);
  };
  const end = (frames: number): void => {
    process.stdout.write(`RESULT ${JSON.stringify({ worstStallMs: Math.round(worst), frames })}\r\n`);
    process.exit(0);
  };
  if (isPlain) {
    let frames = 0;
    process.stdin.setRawMode(true);
    process.stdin.on('data', (bytes) => {
      if (bytes.includes(0x72)) worst = 0;
      if (bytes.includes(0x71)) end(frames);
    });
    tick(() => {
      frames++;
      process.stdout.write(`\x1b[H${Array.from({ length: 50 }, () => line(200)).join('\r\n')}`);
    });
    return;
  }
  const terminal = openTerminal({
    env: process.env,
    settings: { color: 'auto', mouse: false },
    title: 'bench',
    clock: systemClock,
  });
  terminal.addRegion(0, {
    scrolledRows: 0,
    cursor: undefined,
    placed() {},
    paint(pen) {
      for (let y = 0; y < pen.rows; y++) pen.text(0, y, line(pen.cols), PLAIN);
    },
  });
  terminal.paintChrome((pen) => pen.fill(0, 0, pen.cols, pen.rows, regionStyle(0)));
  terminal.onInput((event) => {
    if (event.kind === 'key' && event.key === 'r') worst = 0;
    if (event.kind !== 'key' || event.key !== 'q') return;
    const { frames } = terminal.status();
    terminal.close();
    end(frames);
  });
  tick(() => terminal.invalidate());
}

async function run(
  kind: 'layer' | 'plain',
): Promise<{ worstStallMs: number; frames: number; bytesAfterPause: number }> {
  const session = await openPty({
    file: process.execPath,
    args: [fileURLToPath(import.meta.url), 'child', kind],
    cols: 200,
    rows: 50,
    env: childEnvironment(process.env),
  });
  let output = '';
  session.onBytes((bytes) => {
    output = (output + Buffer.from(bytes).toString('latin1')).slice(-200_000);
  });
  while (output.length < 50_000) await wait(systemClock, 20);
  await wait(systemClock, 1000);
  session.write('r');
  await wait(systemClock, 100);
  session.pause();
  await wait(systemClock, PAUSE_MS);
  output = '';
  session.resume();
  await wait(systemClock, 300);
  const bytesAfterPause = output.length;
  session.write('q');
  await session.exited;
  const result = JSON.parse(/RESULT (\{.*?\})/.exec(output)?.[1] ?? '{"worstStallMs":-1,"frames":-1}');
  return { ...result, bytesAfterPause };
}
