import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type App, openApp } from '../../support/app-driver.ts';
import { seeGif } from '../../support/gif-decode.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let app: App;
const folder = tempFolder();
const home = join(folder.path, 'kpi-tui', 'recordings');
mkdirSync(home, { recursive: true });
afterEach(() => app.close());
afterAll(() => folder.remove());

const open = (screen: string, options: object = {}): App =>
  openApp(['bin/kpi-tui.js', '--demo', '--screen', screen], {
    env: { XDG_DATA_HOME: folder.path, SHELL: '/bin/sh', ENV: '', PS1: '$ ' },
    ...options,
  });
const files = (): string[] => readdirSync(home).sort();

test('what R records is listed, played, searched, exported, and its path is copied', async () => {
  app = open('pods');
  await app.until((text) => text.includes('Running'));
  app.press('R');
  await app.until((text) => /● 00:0\d/.test(text));
  app.press('M');
  await app.until((text) => text.includes('marker set'));
  app.press('5');
  // The recording that runs is the first row, and the screen shows itself growing.
  await app.until((text) => /● \d{8}-\d{6}/.test(text) && text.includes('now'));
  app.press('R');
  await app.until((text) => text.includes('recorded 00:') && text.includes('1 file'));
  const [cast = ''] = files();
  app.press('\r');
  await app.until((text) => text.includes(` of 00:0`) && text.includes('asciicast v2'));
  app.press('/');
  await app.until((text) => text.includes('search'));
  app.press('readY\r');
  await app.until((text) => text.includes('not found: readY'));
  app.press('/');
  app.press('\x15ready\r');
  await app.until((text) => /match 1 of \d+, row/.test(text));
  app.press('e');
  await app.until((text) => text.includes('frames a second') && text.includes('beside the recording'));
  app.press('\r');
  await app.until((text) => text.includes('copies the path'));
  const gif = cast.replace('.cast', '.gif');
  expect(files()).toEqual([cast, gif]);
  const seen = seeGif(readFileSync(join(home, gif)));
  expect([seen.width, seen.height]).toEqual([820, 550]);
  expect(seen.frames.length).toBeGreaterThan(1);
  app.clearLog();
  app.press('c');
  await app.until((text) => text.includes("sent to the terminal's clipboard"));
  expect(app.output()).toContain(`\x1b]52;c;${Buffer.from(join(home, gif)).toString('base64')}\x07`);
  app.press('\x1b');
  await app.until((text) => text.includes('Esc list'));
  app.press('\x1b');
  await app.until((text) => /● \d+(\.\d)?K/.test(text) && text.includes('NAME'));
});

test('an export goes on beside the screen; q asks, Esc and signals end it, and nothing of it is left', async () => {
  copyFileSync('test/casts/a_tui.cast', join(home, 'long.cast'));
  app = open('recorder');
  await app.until((text) => text.includes('▌ long'));
  const before = files();
  app.press('e');
  await app.until((text) => text.includes('frames a second'));
  app.press('\r');
  await app.until((text) => / [1-9]\d* %/.test(text) && /[1-9]\d* frames/.test(text));
  expect(files()).not.toEqual(before);
  app.press('q');
  await app.until((text) => text.includes('an export is running: it will be cancelled'));
  app.press('\x1b');
  await app.until((text) => !text.includes('Quit kpi-tui'));
  app.press('\t');
  // The list has its keys again while the row of the recording counts.
  await app.until((text) => /► \d+ %/.test(text));
  app.press('j');
  await app.until((text) => !text.includes('▌ long'));
  app.press('k');
  app.press('e');
  await app.until((text) => text.includes('Esc cancel it'));
  app.press('\x1b');
  await app.until((text) => text.includes('the export was cancelled'));
  expect(files()).toEqual(before);
  app.press('e');
  await app.until((text) => text.includes('frames a second'));
  app.press('\r');
  await app.until((text) => / [1-9]\d* %/.test(text));
  app.signal('SIGTERM');
  expect(await app.exited).toBe(143);
  expect(files()).toEqual(before);
});

test('an export ends with the terminal, and nothing of it is left', async () => {
  copyFileSync('test/casts/a_tui.cast', join(home, 'long.cast'));
  app = open('recorder');
  await app.until((text) => text.includes('▌ long'));
  const before = files();
  app.press('e');
  await app.until((text) => text.includes('frames a second'));
  app.press('\r');
  await app.until((text) => / [1-9]\d* %/.test(text));
  expect(files()).not.toEqual(before);
  app.hangUp();
  expect(await app.exited).toBe(129);
  expect(files()).toEqual(before);
});

test('files come and go on the screen; a bad one says what is wrong; deleting asks by name', async () => {
  app = open('recorder');
  await app.until((text) => text.includes('long'));
  writeFileSync(join(home, 'notes.cast'), 'milk, bread\n');
  await app.until(
    (text) => text.includes('× this is not an asciicast recording') && text.includes('1 cannot be played'),
  );
  app.press('g');
  app.press('\r');
  await app.until((text) => text.includes('it cannot be played'));
  app.press('\x04');
  await app.until((text) => text.includes('Delete the recording') && text.includes('notes.cast'));
  app.press('\x1b');
  await app.quiet();
  expect(existsSync(join(home, 'notes.cast'))).toBe(true);
  app.press('\x04');
  await app.until((text) => text.includes('Delete the recording'));
  app.press('\r');
  await app.until((text) => !text.includes('notes'));
  expect(existsSync(join(home, 'notes.cast'))).toBe(false);
});

test('the embedded shell can be recorded alone: what it shows, what it prints, and its end', async () => {
  app = open('shell');
  await app.until((text) => text.includes('has the keyboard'));
  app.press('echo before-$((1+1))\r');
  await app.until((text) => text.includes('before-2'));
  app.press('\x1d');
  await app.until((text) => text.includes('Enter types in it'));
  app.press('r');
  await app.until((text) => text.includes('● shell 00:0'));
  app.press('\r');
  await app.until((text) => text.includes('has the keyboard'));
  app.resize(90, 30);
  await app.until((_text, now) => now.screen()[29]?.includes('leave') === true);
  app.press('echo while-$((1+1))\r');
  await app.until((text) => text.includes('while-2'));
  app.press('exit\r');
  await app.until((text) => text.includes('recorded 00:'));
  const newest = files()
    .filter((name) => /^\d{8}-.*\.cast$/.test(name))
    .at(-1) as string;
  const text = readFileSync(join(home, newest), 'utf8');
  expect(text).toMatch(/before-2[\s\S]*"r", "90x27"[\s\S]*while-2/);
  expect(text).not.toContain('has the keyboard');
});
