import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type App, openApp } from '../../support/app-driver.ts';
import { EmulatedScreen } from '../../support/emulated-screen.ts';
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

test('its GIF decodes to the screens of the emulator', async () => {
  const gif = folder.file('out.gif');
  app = openApp(['bin/kpi-tui.js', 'gif', castOf(folder.path), gif]);
  expect(await app.exited).toBe(0);
  expect(readFileSync(gif).subarray(0, 6).toString()).toBe('GIF89a');
});
