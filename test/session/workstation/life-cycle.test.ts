import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type App, type AppOptions, openApp } from '../../support/app-driver.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let app: App;
const folderOfTest = tempFolder();
afterEach(() => app.close());
afterAll(() => folderOfTest.remove());

const START = { mouse: 'none', paste: false, focus: false, wrap: true };

/** The whole program on the demo cluster, with the pods on screen. */
async function start(args: readonly string[] = [], options: AppOptions = {}): Promise<string> {
  app = openApp(['bin/kpi-tui.js', '--demo', ...args], options);
  const before = app.modes();
  await app.until((text) => text.includes('need a look') || text.includes('needs a look'));
  return before;
}

/** Processes whose environment or arguments belong to this run: nothing of it may be left. */
const childrenOf = (pid: number): string[] =>
  execFileSync('ps', ['-eo', 'pid,ppid,sid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((row) => new RegExp(`^\\s*\\d+\\s+(${pid}\\s|\\d+\\s+${pid}\\s)`).test(row) && !row.includes(' ps -eo'));

async function expectRestored(before: string): Promise<void> {
  await app.until((_, { isAlternate }) => !isAlternate);
  await expect.poll(() => app.modes(), { timeout: 5000 }).toBe(before);
  expect(app.emulatorModes()).toEqual(START);
  await expect.poll(() => childrenOf(app.pid), { timeout: 5000 }).toEqual([]);
}

describe('the workstation gives the terminal back', () => {
  test('on q, with exit code 0', async () => {
    const before = await start();
    app.press('q');
    expect(await app.exited).toBe(0);
    await expectRestored(before);
  });

  test('on Ctrl-C from anywhere', async () => {
    const before = await start(['--screen', 'pods']);
    app.press('/');
    await app.until((text) => text.includes('Enter keep'));
    app.press('\x03');
    expect(await app.exited).toBe(0);
    await expectRestored(before);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('on %s', async (signal, code) => {
    const before = await start();
    app.signal(signal);
    expect(await app.exited).toBe(code);
    await expectRestored(before);
  });

  test('on kill -9, by the child that waits for it, and ends the embedded shell', async () => {
    const before = await start();
    app.press('!');
    await app.until((text) => text.includes('has the keyboard') && /[#$]\s*$/m.test(text));
    app.signal('SIGKILL');
    await app.exited;
    await expectRestored(before);
  });

  test('when a component throws, with the error on the normal screen and exit code 70', async () => {
    app = openApp(['test/session/workstation/fixtures/throwing-component.ts']);
    const before = app.modes();
    await app.until((text) => text.includes('ready'));
    app.press('t');
    expect(await app.exited).toBe(70);
    await expectRestored(before);
    expect(app.text()).toContain('a component threw on purpose');
  });

  test('while a recording runs it asks first, and keeps the file', async () => {
    const { path: folder } = folderOfTest;
    const before = await start(['--screen', 'pods'], { env: { XDG_DATA_HOME: folder } });
    app.press('R');
    await app.until((text) => /● 00:0\d/.test(text));
    app.press('q');
    await app.until((text) => text.includes('Quit kpi-tui'));
    app.press('\x1b');
    await app.until((text) => !text.includes('Quit kpi-tui'));
    app.press('q');
    await app.until((text) => text.includes('Quit kpi-tui'));
    app.press('\r');
    expect(await app.exited).toBe(0);
    await expectRestored(before);
    const [file] = execFileSync('find', [folder, '-name', '*.cast'], { encoding: 'utf8' }).trim().split('\n');
    expect(
      readFileSync(file as string, 'utf8')
        .trimEnd()
        .split('\n').length,
    ).toBeGreaterThan(1);
  });
});

describe('without a terminal that can address cells', () => {
  test.each([
    ['--plain', ['--plain'], {}],
    ['TERM=dumb', [], { TERM: 'dumb' }],
  ])('%s prints lines and takes words', async (_name, args, env) => {
    app = openApp(['bin/kpi-tui.js', '--demo', ...args], { env: { XDG_DATA_HOME: '/nonexistent', ...env } });
    await app.until((text) => text.includes('pods, watching'));
    app.press('recordings\r');
    await app.until((text) => text.includes('no recordings yet'));
    app.press('faults\r');
    await app.until((text) => text.includes('CrashLoopBackOff'));
    expect(app.output()).not.toContain('\x1b[');
    app.press('quit\r');
    expect(await app.exited).toBe(0);
  });
});

test('a screen that does not exist is a usage error, before anything is drawn', async () => {
  app = openApp(['bin/kpi-tui.js', '--screen', 'pod']);
  expect(await app.exited).toBe(2);
  await app.until((text) => text.includes('error[USAGE]'));
  expect(app.output()).not.toContain('\x1b[?1049h');
});
