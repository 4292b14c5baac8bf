import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { DEFAULT_GIF, parseTheme, type TimedEvent } from '../../../src/gif/index.ts';
import { type App, openApp } from '../../support/app-driver.ts';
import { EmulatedScreen } from '../../support/emulated-screen.ts';
import { seeGif, wrongPixels } from '../../support/gif-decode.ts';
import { expectedFrames } from '../../support/gif-reference.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let app: App;
const folder = tempFolder();
afterEach(() => app.close());
afterAll(() => folder.remove());

const castOf = (dir: string): string => execFileSync('find', [dir, '-name', '*.cast'], { encoding: 'utf8' }).trim();

/** The screens of a recording after each of its events. */
async function replay(
  file: string,
): Promise<{ screens: string[]; last: EmulatedScreen; events: [number, string, string][] }> {
  const [head = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { width, height } = JSON.parse(head) as { width: number; height: number };
  const last = new EmulatedScreen(width, height);
  const events = rows.map((row) => JSON.parse(row) as [number, string, string]);
  const screens: string[] = [];
  for (const [, code, data] of events) {
    if (code === 'r') last.resize(...(data.split('x').map(Number) as [number, number]));
    if (code === 'o') await last.write(data);
    screens.push(last.text());
  }
  return { screens, last, events };
}

test('R records what is on screen: a snapshot first, then what changes, and the same last screen', async () => {
  app = openApp(['bin/kpi-tui.js', '--demo', '--screen', 'pods'], {
    env: { XDG_DATA_HOME: folder.path, COLORTERM: 'truecolor' },
  });
  await app.until((text) => text.includes('Running'));
  app.press('R');
  await app.until((text) => /● 00:0\d/.test(text));
  app.press('M');
  await app.until((text) => text.includes('marker set'));
  app.press('?');
  await app.until((text) => text.includes('Enter presses the key'));
  app.resize(100, 30);
  await app.until((text) => text.split('\n').length === 30 && text.includes('Enter press the key'));
  app.press('\x1b');
  await app.until((text) => text.includes('READY'));
  app.press('!');
  await app.until((text) => text.includes('has the keyboard'));
  app.press('echo recorded-$((1+1))\r');
  await app.until((text) => text.includes('recorded-2'));
  app.press('\x1d');
  await app.until((text) => text.includes('Enter types in it'));
  app.press('R');
  await app.until((text) => text.includes('recorded 00:'));
  const { screens, last, events } = await replay(castOf(folder.path));
  expect(events[0]?.[0]).toBe(0);
  expect(screens[0]).toContain('READY');
  expect(events.filter(([, code]) => code === 'm')).toHaveLength(1);
  expect(events.filter(([, code]) => code === 'r').map(([, , size]) => size)).toEqual(['100x30']);
  expect(screens.some((screen) => screen.includes('Enter presses the key'))).toBe(true);
  expect(last.text()).toContain('recorded-2');
  // The last recorded frame is the screen as it was when R was pressed: nothing of the frame differs.
  expect(last.lines().slice(2, 28)).toEqual(app.screen().slice(2, 28));
  expect(last.lines()[29]).toBe(app.screen()[29]);
  expect(events.every(([time], index) => index === 0 || time >= (events[index - 1]?.[0] ?? 0))).toBe(true);
});

test('its GIF shows, decoded, every screen of the emulator at its time', async () => {
  const gif = folder.file('out.gif');
  const cast = castOf(folder.path);
  app = openApp(['bin/kpi-tui.js', 'gif', '-t', 'dracula', cast, gif]);
  expect(await app.exited).toBe(0);
  const [head = '', ...rows] = readFileSync(cast, 'utf8').trimEnd().split('\n');
  const { width, height } = JSON.parse(head) as { width: number; height: number };
  const events = rows
    .map((row) => timedEvent(JSON.parse(row) as [number, string, string]))
    .filter((event) => event !== undefined);
  const size = { initial: { cols: width, rows: height }, canvas: { cols: 100, rows: 30 } };
  const seen = seeGif(readFileSync(gif));
  let [frame, at] = [0, 0];
  for await (const expected of expectedFrames(events, size, { ...DEFAULT_GIF, theme: parseTheme('dracula') })) {
    const shown = seen.frames[frame++];
    expect(shown === undefined ? -1 : wrongPixels(shown.pixels, expected.pixels)).toBe(0);
    expect(Math.abs(at - expected.atCentis)).toBeLessThanOrEqual(2);
    at += shown?.delayCentis ?? 0;
  }
  expect(frame).toBe(seen.frames.length);
  expect(frame).toBeGreaterThan(5);
});

function timedEvent([time, code, data]: [number, string, string]): TimedEvent | undefined {
  const atMicros = Math.round(time * 1e6);
  if (code === 'o') return { atMicros, kind: 'output', data };
  const [cols = 80, rows = 24] = data.split('x').map(Number);
  return code === 'r' ? { atMicros, kind: 'resize', cols, rows } : undefined;
}

test.each([
  ['a folder that cannot be made', '/proc/nope'],
  ['a file in the place of the folder', '/etc/hostname'],
])('%s is said, nothing is recorded, and the program goes on', async (_name, data) => {
  app = openApp(['bin/kpi-tui.js', '--demo', '--screen', 'pods'], { env: { XDG_DATA_HOME: data } });
  await app.until((text) => text.includes('Running'));
  app.press('R');
  await app.until((text) => text.includes('cannot make the folder'));
  expect(app.text()).not.toContain('● 00:');
  app.press('j');
  await app.until((text) => !text.includes('cannot make the folder') && text.includes('Running'));
});

const canMount =
  spawnSync('sh', ['-c', 'mkdir -p "$0" && mount -t tmpfs -o size=64k tmpfs "$0"', folder.file('small')]).status === 0;
afterAll(() => {
  if (canMount) execFileSync('umount', [folder.file('small')]);
});

test.skipIf(!canMount)(
  'a full disk ends the recording with what was kept, and the program goes on (skipped: no right to mount)',
  async () => {
    app = openApp(['bin/kpi-tui.js', '--demo', '--screen', 'shell'], {
      env: { XDG_DATA_HOME: folder.file('small'), SHELL: '/bin/sh', ENV: '', PS1: '$ ' },
    });
    await app.until((text) => text.includes('has the keyboard'));
    app.press('\x1d');
    await app.until((text) => text.includes('Enter types in it'));
    app.press('R');
    await app.until((text) => /● 00:0\d/.test(text));
    app.press('\r');
    await app.until((text) => text.includes('has the keyboard'));
    app.press('while :; do head -c 300 /dev/urandom | od -x; done\r');
    await app.until((text) => text.includes('the recording has ended'), 15_000);
    app.press('\x1d');
    await app.until((text) => text.includes('Enter types in it'));
    const kept = readFileSync(castOf(folder.file('small')), 'utf8');
    expect(kept.endsWith('\n')).toBe(true);
    expect(() =>
      kept
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).not.toThrow();
  },
);
