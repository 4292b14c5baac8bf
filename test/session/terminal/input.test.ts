import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { type App, type AppOptions, openApp, strippedEnvironment } from '../../support/app-driver.ts';

const FIXTURE = 'test/session/terminal/fixtures/cell-app.ts';
const COPIED = 'copied text é';
const BASE64 = Buffer.from(COPIED).toString('base64');

let app: App;
afterEach(() => app.close());

async function start(options: AppOptions = {}): Promise<void> {
  app = openApp([FIXTURE], options);
  await app.until((text) => text.includes('ready'));
}

test('keys typed before the program listens are not lost and not echoed', async () => {
  app = openApp([FIXTURE]);
  await app.until((_, { isAlternate }) => isAlternate);
  app.press('ky');
  await app.until((text) => text.includes('key k') && text.includes('key y'));
  expect(app.screen()[0]).toMatch(/^ ready/);
});

test('mouse, wheel, paste and focus arrive as events', async () => {
  await start();
  app.press('\x1b[<0;5;3M\x1b[<0;5;3m\x1b[<65;1;1M\x1b[<4;10;4M');
  app.press('\x1b[200~one\r\ntwo \x1b[31m\x1b[201~\x1b[O\x1b[I');
  await app.until((text) => text.includes('focus true'));
  const lines = app.screen().map((line) => line.trim());
  expect(lines).toContain('mouse press left 4,2');
  expect(lines).toContain('mouse release left 4,2');
  expect(lines).toContain('mouse wheel-down none 0,0');
  expect(lines).toContain('mouse press left 9,3 shift');
  expect(lines).toContain('paste "one\\r\\ntwo \\u001b[31m"');
  expect(lines).toContain('focus false');
});

test('a lone escape is a key, an arrow in two parts is an arrow', async () => {
  await start();
  app.press('\x1b');
  await app.until((text) => text.includes('key Escape'));
  app.press('\x1b[');
  await new Promise((next) => setTimeout(next, 5));
  app.press('A');
  await app.until((text) => text.includes('key Up'));
});

describe('copy', () => {
  test('is OSC 52', async () => {
    await start();
    app.press('c');
    await app.until((text) => text.includes('copied {"bytes":14,"truncated":false}'));
    expect(app.output()).toContain(`\x1b]52;c;${BASE64}\x07`);
    expect(app.output()).not.toContain('\x1bPtmux');
  });

  test.skipIf(!has('tmux'))('passes through a real tmux to the terminal outside', async () => {
    const socket = `kpi-test-${process.pid}`;
    const tmux = (...args: string[]) => execFileSync('tmux', ['-L', socket, ...args], { env: strippedEnvironment() });
    const session = ['-L', socket, '-f', '/dev/null', 'new-session', '-x', '80', '-y', '24'];
    try {
      app = openApp([...session, `${process.execPath} ${FIXTURE}`], { command: 'tmux' });
      await app.until((text) => text.includes('ready'));
      tmux('set-option', '-g', 'allow-passthrough', 'on');
      tmux('set-option', '-g', 'set-clipboard', 'off');
      app.press('c');
      await app.until((text) => text.includes('copied {'));
      await expect.poll(() => app.output()).toContain(`\x1b]52;c;${BASE64}\x07`);
      // And into tmux's own buffer where it takes the plain form.
      tmux('set-option', '-g', 'set-clipboard', 'on');
      app.press('c');
      await expect.poll(() => String(tmux('list-buffers'))).toContain(COPIED.slice(0, 10));
    } finally {
      tmux('kill-server');
    }
  });

  test.skipIf(!has('tmux'))('keys, mouse and paste work in a real tmux', async () => {
    const socket = `kpi-test-keys-${process.pid}`;
    const tmux = (...args: string[]) => execFileSync('tmux', ['-L', socket, ...args], { env: strippedEnvironment() });
    const session = ['-L', socket, '-f', '/dev/null', 'new-session', '-x', '80', '-y', '24'];
    try {
      app = openApp([...session, `${process.execPath} ${FIXTURE}`], { command: 'tmux' });
      await app.until((text) => text.includes('ready'));
      tmux('set-option', '-g', 'mouse', 'on');
      tmux('send-keys', 'Up', 'F5', 'M-x', 'k');
      await app.until((text) => ['Up', 'F5', 'Alt-x', 'k'].every((key) => text.includes(`key ${key}`)));
      tmux('set-buffer', 'from a buffer');
      tmux('paste-buffer', '-p');
      await app.until((text) => text.includes('paste "from a buffer"'));
      app.press('\x1b[<0;7;4M\x1b[<0;7;4m');
      await app.until((text) => text.includes('mouse press left 6,3'));
    } finally {
      tmux('kill-server');
    }
  });
});

function has(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}
