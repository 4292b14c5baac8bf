import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type App, openApp } from '../../support/app-driver.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let app: App;
afterEach(() => app.close());

const path = folder.file('b.cast');
beforeAll(() => copyFileSync('test/casts/b_shell.cast', path));
const bar = (text: string) => text.split('\n').at(-1) ?? '';

test('plays with keys: pause, jump, step, speed, search, marker, quit', async () => {
  app = openApp(['bin/kpi-tui.js', 'play', path], { cols: 80, rows: 25 });
  await app.until((text) => bar(text).includes('00:29') && text.includes('gateway'));
  app.press(' ');
  await app.until((text) => bar(text).includes('‖'));
  app.press('5');
  await app.until((text) => /‖ 00:1[45]/.test(bar(text)));
  const middle = app.text();
  app.press('\x1b[C');
  await app.until((text) => /‖ 00:(19|20)/.test(bar(text)));
  app.press('\x1b[D');
  await app.until((text) => /‖ 00:1[45]/.test(bar(text)));
  expect(app.text().split('\n').slice(0, 24)).toEqual(middle.split('\n').slice(0, 24));
  app.press('+');
  await app.until((text) => bar(text).includes('1.5x'));
  app.press('0/line\r');
  await app.until((text) => /match 1 of \d+/.test(bar(text)) && text.includes('line'));
  app.press('n');
  await app.until((text) => /match 2 of \d+/.test(bar(text)));
  app.press('m');
  await app.until((text) => bar(text).includes('marker added'));
  app.press('q');
  expect(await app.exited).toBe(0);
  await app.until((text) => text.includes('1 marker added to'));
  expect(app.isAlternate).toBe(false);
  expect(
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.includes(', "m", ')),
  ).toHaveLength(1);
});

/** `at N` each 5 s up to 100 s, markers at 20 and 60 s. */
function marked(): string {
  const file = folder.file('marked.cast');
  const lines = ['{"version": 2, "width": 40, "height": 10}'];
  for (let at = 0; at <= 100; at += 5) {
    lines.push(`[${at}.0, "o", "at ${at}\\r\\n"]`);
    if (at === 20 || at === 60) lines.push(`[${at}.0, "m", "m${at}"]`);
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

test('-m stops at a marker; frames, half minutes, markers, slower, the match before', async () => {
  app = openApp(['bin/kpi-tui.js', 'play', '-m', '-s', '32', '-i', '100', marked()], { cols: 80, rows: 12 });
  const shows = (seconds: number) => {
    const time = `‖ 0${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    return app.until((text) => bar(text).includes(time) && new RegExp(`^at ${seconds}\\n+ *[^a]`, 'm').test(text));
  };
  await shows(20);
  app.press('.');
  await shows(25);
  app.press(',');
  await shows(20);
  app.press('\x1b[1;2C');
  await shows(50);
  app.press(']');
  await shows(60);
  app.press('\x1b[1;2D');
  await shows(30);
  app.press('[');
  await shows(20);
  app.press('-');
  await app.until((text) => bar(text).includes('16x'));
  app.press('/at 9\r');
  await app.until((text) => /match \d of 2/.test(bar(text)));
  const first = /match (\d) of 2/.exec(bar(app.text()))?.[1];
  app.press('N');
  await app.until((text) => /match \d of 2/.test(bar(text)) && !bar(text).includes(`match ${first} of`));
  app.press('q');
  expect(await app.exited).toBe(0);
});

test('-l begins again at the end, -i shortens what stands still', async () => {
  app = openApp(['bin/kpi-tui.js', 'play', '-l', '-i', '0.1', marked()], { cols: 80, rows: 12 });
  // 20 pauses of 5 s are 2 s altogether.
  await app.until((text) => bar(text).includes(' 00:02') && /^at 9\d$/m.test(text));
  await app.until((text) => /^at [05]$/m.test(text) && !/^at \d\d$/m.test(text));
  app.press('q');
  expect(await app.exited).toBe(0);
});

test('nothing of a full-screen recording reaches the terminal but cells, and stdin stays empty', async () => {
  const before = 'stty -echo; exec "$@"; ';
  app = openApp(
    [
      '-c',
      `${before}`,
      'sh',
      process.execPath,
      'bin/kpi-tui.js',
      'play',
      '-s',
      '32',
      '-i',
      '0.1',
      'test/casts/a_tui.cast',
    ],
    {
      command: '/bin/sh',
      cols: 120,
      rows: 36,
    },
  );
  await app.until((text) => bar(text).includes('■'), 20_000);
  app.press('q');
  expect(await app.exited).toBe(0);
  // The recording asks for the terminal's name and version; the answers would be typed into the shell.
  expect(app.output()).not.toMatch(/\u001b\[>[cq]|\u001b\]52|\u001bP/);
});

test('a recording larger than the window scrolls, and any size is played without an error', async () => {
  app = openApp(['bin/kpi-tui.js', 'play', '-s', '16', path], { cols: 30, rows: 8 });
  await app.until((text) => text.includes('■') && text.includes('os-release'), 20_000);
  app.resize(100, 40);
  await app.until((text) => bar(text).includes('Space'));
  app.resize(1, 1);
  await app.quiet();
  app.press('q');
  expect(await app.exited).toBe(0);
});

test('--raw passes the output through without what would make the terminal answer; keys are ours', async () => {
  app = openApp(['bin/kpi-tui.js', 'play', '--raw', '-s', '20', '-i', '0.05', 'test/casts/a_tui.cast'], {
    cols: 120,
    rows: 35,
  });
  await app.until((text) => text.includes('[0]'), 20_000);
  app.press(' ');
  await app.quiet(300);
  const bytes = app.bytes;
  await new Promise((next) => setTimeout(next, 300));
  expect(app.bytes).toBe(bytes);
  app.press('q');
  expect(await app.exited).toBe(0);
  expect(app.output()).not.toMatch(/\u001b\[>[cq]/);
  expect(app.isAlternate).toBe(false);
  expect(app.emulatorModes()).toMatchObject({ mouse: 'none', paste: false, wrap: true });
});

test('where there is no screen the output is printed with its timing', async () => {
  const started = performance.now();
  app = openApp(['bin/kpi-tui.js', 'play', '-s', '10', path], { env: { TERM: 'dumb' } });
  expect(await app.exited).toBe(0);
  expect(performance.now() - started).toBeGreaterThan(2500);
  expect(app.text()).toContain('os-release');
});

test('Ctrl-C ends a playback with 0 on the screen, SIGINT with 130', async () => {
  app = openApp(['bin/kpi-tui.js', 'play', path]);
  await app.until((text) => bar(text).includes('00:'));
  app.press('\x03');
  expect(await app.exited).toBe(0);
  await app.close();
  app = openApp(['bin/kpi-tui.js', 'play', path]);
  await app.until((text) => bar(text).includes('00:'));
  app.signal('SIGINT');
  expect(await app.exited).toBe(130);
  expect(app.isAlternate).toBe(false);
});
