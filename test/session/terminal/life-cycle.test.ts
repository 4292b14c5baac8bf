import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { type App, type AppOptions, openApp } from '../../support/app-driver.ts';

const FIXTURE = 'test/session/terminal/fixtures/cell-app.ts';
const START = { mouse: 'none', paste: false, focus: false, wrap: true };
const OURS = { mouse: 'drag', paste: true, focus: true, wrap: false };

let app: App;

/** Starts the fixture and returns the modes of the tty before it. */
async function start(options: AppOptions = {}): Promise<string> {
  app = openApp([FIXTURE], options);
  const before = app.modes();
  await app.until((text) => text.includes('ready'));
  await expect.poll(() => restorersOf(app.tty).length, { timeout: 5000 }).toBe(1);
  return before;
}

/** The same in a shell with job control. */
async function startInShell(editing = '--noediting'): Promise<void> {
  app = openApp(['--norc', '--noprofile', editing, '-i'].filter(Boolean), { command: '/bin/bash' });
  await app.until((text) => /^bash.*[#$]/m.test(text));
  app.press(`${process.execPath} ${FIXTURE}\r`);
  await app.until((text) => text.includes('ready'));
}

/** The terminal as it was: modes of the tty and of the emulator, the normal screen, and none of our children left. */
async function expectRestored(before: string): Promise<void> {
  await app.until((_, { isAlternate }) => !isAlternate);
  await expect.poll(() => app.modes(), { timeout: 5000 }).toBe(before);
  expect(app.emulatorModes()).toEqual(START);
  await expect.poll(() => restorersOf(app.tty), { timeout: 5000 }).toEqual([]);
}

function restorersOf(tty: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes('kpi-tui-restore') && line.includes(`${tty} `));
}

const stateOf = (pid: number): string =>
  /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '?';

function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

afterEach(() => app.close());

describe('the terminal is given back', () => {
  test('on a regular end', async () => {
    const before = await start();
    expect(app.isAlternate).toBe(true);
    expect(app.modes()).toContain('-icanon');
    expect(app.emulatorModes()).toEqual(OURS);
    app.press('q');
    expect(await app.exited).toBe(0);
    await expectRestored(before);
    expect(app.text()).toContain('bye');
    // The dead-man child went silently.
    expect(app.output().split('\x1b[?1049l').length - 1).toBe(1);
  });

  test('when the program just exits', async () => {
    const before = await start();
    app.press('x');
    expect(await app.exited).toBe(3);
    await expectRestored(before);
  });

  test.each([
    ['an exception', 't', 'thrown on purpose'],
    ['a rejection nobody handles', 'u', 'rejected on purpose'],
  ])('after %s, which is then printed on the normal screen', async (_, key, message) => {
    const before = await start();
    app.press(key);
    expect(await app.exited).toBe(70);
    await expectRestored(before);
    expect(app.text()).toContain(message);
    expect(app.text()).toContain('cell-app.ts');
    // What an error quotes cannot colour the terminal.
    expect(app.output()).not.toContain('\x1b[31m');
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('on %s', async (signal) => {
    const before = await start();
    app.signal(signal);
    expect(await app.exited).toBe(128 + constants.signals[signal]);
    await expectRestored(before);
  });

  test('on kill -9, by the dead-man child', async () => {
    const before = await start();
    app.signal('SIGKILL');
    expect(await app.exited).toBe(137);
    await expectRestored(before);
  });

  test('when the reader has stopped, within half a second', async () => {
    const before = await start();
    app.press('l');
    await app.until((text) => text.includes('frame'));
    app.pause();
    await expect.poll(() => app.modes()).toContain('-icanon');
    await new Promise((next) => setTimeout(next, 500));
    const asked = performance.now();
    app.signal('SIGTERM');
    expect(await app.exited).toBe(143);
    expect(performance.now() - asked).toBeLessThan(1500);
    expect(app.modes()).toBe(before);
  });
});

test('a terminal that is gone ends the program with 129 and leaves no child', async () => {
  await start();
  const { pid, tty } = app;
  app.hangUp();
  expect(await app.exited).toBe(129);
  await expect.poll(() => restorersOf(tty), { timeout: 5000 }).toEqual([]);
  expect(() => process.kill(pid, 0)).toThrow();
});

describe('being stopped', () => {
  test('kill -STOP and -CONT: the screen is taken and painted again', async () => {
    const before = await start();
    app.signal('SIGSTOP');
    await expect.poll(() => stateOf(app.pid)).toBe('T');
    // What a shell does meanwhile.
    execFileSync('stty', ['-F', app.tty, 'icanon', 'echo', 'isig', 'icrnl']);
    await app.draw('\x1b[2J\x1b[?1049l\x1b[?7hsomething else');
    app.signal('SIGCONT');
    await app.until((text, { isAlternate }) => isAlternate && text.includes('ready') && text.includes('q quit'));
    expect(app.modes()).toContain('-icanon');
    expect(app.emulatorModes()).toEqual(OURS);
    app.press('q');
    await app.exited;
    await expectRestored(before);
  });

  test('Ctrl-Z gives the shell a usable terminal, fg brings the screen back', async () => {
    await startInShell();
    const pid = childOf(app.pid);
    app.press('\x1a');
    await app.until((text, { isAlternate }) => !isAlternate && /Stopped/.test(text));
    expect(stateOf(pid)).toBe('T');
    expect(app.emulatorModes()).toEqual(START);
    app.press('echo in the $((40+2)) shell\r');
    await app.until((text) => text.includes('in the 42 shell'));
    app.press('fg\r');
    await app.until(
      (text, { isAlternate }) => isAlternate && text.includes('suspended: true') && text.includes('ready'),
    );
    expect(app.modes()).toContain('-icanon');
    app.press('q');
    await app.until((text, { isAlternate }) => !isAlternate && text.includes('bye'));
    app.press('echo after $((50+5))\r');
    await app.until((text) => text.includes('after 55'));
  });

  test('SIGTSTP from outside does the same', async () => {
    await startInShell();
    process.kill(childOf(app.pid), 'SIGTSTP');
    await app.until((text, { isAlternate }) => !isAlternate && /Stopped/.test(text));
    app.press('fg\r');
    await app.until((text, { isAlternate }) => isAlternate && text.includes('ready'));
  });

  test('without a shell to come back from, Ctrl-Z does nothing and says so', async () => {
    await start();
    app.press('\x1a');
    await app.until((text) => text.includes('suspended: false'));
    expect(app.isAlternate).toBe(true);
    expect(stateOf(app.pid)).not.toBe('T');
  });

  test('kill -9 of a stopped program does not touch the terminal of the shell', async () => {
    await startInShell();
    const pid = childOf(app.pid);
    await expect.poll(() => restorersOf(app.tty).length, { timeout: 5000 }).toBe(1);
    app.press('\x1a');
    await app.until((text) => /Stopped/.test(text));
    app.clearLog();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => restorersOf(app.tty), { timeout: 5000 }).toEqual([]);
    app.press('echo still $((30+3))\r');
    await app.until((text) => text.includes('still 33'));
    expect(app.output()).not.toContain('\x1b[?1049l');
  });

  test('kill -9 below a shell with job control leaves the modes to the shell', async () => {
    // One with line editing, for which it sets modes of its own.
    await startInShell('');
    await expect.poll(() => restorersOf(app.tty).length, { timeout: 5000 }).toBe(1);
    process.kill(childOf(app.pid), 'SIGKILL');
    await app.until((_, { isAlternate }) => !isAlternate);
    await expect.poll(() => restorersOf(app.tty), { timeout: 5000 }).toEqual([]);
    app.press('echo alive $((20+2))\r');
    await app.until((text) => text.includes('alive 22'));
    await app.quiet();
    expect(app.modes()).toContain('-icanon');
    expect({ ...app.emulatorModes(), paste: false }).toEqual(START);
  });
});

test('a child has the terminal to itself while it is lent', async () => {
  const before = await start();
  app.press('e');
  await app.until((text, { isAlternate }) => !isAlternate && text.includes('lent to a child'));
  expect(app.modes()).toBe(before);
  // Ctrl-C is for the child, although the keyboard's signal reaches both.
  app.signal('SIGINT');
  app.press('an answer\r');
  await app.until((text) => text.includes('got an answer'));
  await app.until(
    (text, { isAlternate }) => isAlternate && text.includes('taken back, child 0') && text.includes('ready'),
  );
  app.press('q');
  await app.exited;
  await expectRestored(before);
});
