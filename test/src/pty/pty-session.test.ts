import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/flow/index.ts';
import {
  childEnvironment,
  closeAllPtys,
  connectScreen,
  killAllPtys,
  loadPtyScreen,
  openPty,
  type PtySession,
} from '../../../src/pty/index.ts';

const env = childEnvironment({ PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' });
const shell = (command: string, size = { cols: 80, rows: 24 }) =>
  openPty({ file: '/bin/sh', args: ['-c', command], ...size, env });

/** Collects output as text, and waits for some of it. */
function reading(session: PtySession) {
  let text = '';
  const waiting = new Set<() => void>();
  session.onBytes((bytes) => {
    text += Buffer.from(bytes).toString('latin1');
    for (const check of waiting) check();
  });
  return {
    text: () => text,
    until: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve) => {
        const check = () => {
          const found = pattern.exec(text);
          if (found === null) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}

const isAlive = (pid: number): boolean => {
  try {
    // A zombie that nobody has waited for still answers a signal.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

const gone = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 300 && isAlive(pid); tries++) await new Promise((next) => setTimeout(next, 10));
  return !isAlive(pid);
};

afterEach(() => closeAllPtys());

describe('the end of a program', () => {
  test.each([
    ['a code', 'exit 7', { kind: 'code', code: 7 }],
    ['zero', 'true', { kind: 'code', code: 0 }],
    ['a signal', 'kill -TERM $$', { kind: 'signal', signal: 'SIGTERM' }],
  ])('%s', async (_name, command, expected) => {
    expect(await (await shell(command)).exited).toEqual(expected);
  });

  test('comes after the last byte', async () => {
    const session = await shell('seq 1 20000; exit 3');
    const output = reading(session);
    expect(await session.exited).toEqual({ kind: 'code', code: 3 });
    expect(output.text().split('\r\n').slice(-2)).toEqual(['20000', '']);
  });

  test('comes after the last byte also when reading was paused over the exit', async () => {
    const session = await shell('echo begin; sleep 0.1; seq 1 500; echo end');
    const output = reading(session);
    await output.until(/begin/);
    const release = session.hold();
    // Longer than node-pty waits before it would throw the rest away.
    await new Promise((next) => setTimeout(next, 700));
    release();
    await session.exited;
    expect(output.text()).toContain('500\r\nend');
  });

  test('is seen although a grandchild still holds the terminal', async () => {
    const session = await shell('(trap "" HUP; sleep 3) & echo $!; exit 5');
    const output = reading(session);
    const started = performance.now();
    expect(await session.exited).toEqual({ kind: 'code', code: 5 });
    expect(performance.now() - started).toBeLessThan(2900);
    process.kill(Number(output.text().trim()), 'SIGKILL');
  });

  test('a program that does not exist is an error, not a child', async () => {
    await expect(openPty({ file: 'no-such-program-at-all', args: [], cols: 80, rows: 24, env })).rejects.toMatchObject({
      code: 'PTY_SPAWN',
    });
    await expect(openPty({ file: 'sh', args: [], cols: 80, rows: 24, env, cwd: '/nope' })).rejects.toMatchObject({
      code: 'PTY_SPAWN',
    });
  });
});

test('the first listener gets the first byte, however late it comes', async () => {
  const session = await shell('echo first; sleep 0.3; echo second');
  await new Promise((next) => setTimeout(next, 100));
  const output = reading(session);
  await session.exited;
  expect(output.text()).toBe('first\r\nsecond\r\n');
});

describe('closing', () => {
  test('hangs up the whole group', async () => {
    const session = await shell('sleep 100 & echo child $!; wait');
    const [, child] = await reading(session).until(/child (\d+)/);
    expect(await session.close()).toEqual({ kind: 'signal', signal: 'SIGHUP' });
    expect(await gone(Number(child))).toBe(true);
  });

  test('kills what ignores the hangup, after two seconds', async () => {
    const session = await shell('trap "" HUP; echo ready; while :; do sleep 0.2; done');
    await reading(session).until(/ready/);
    const started = performance.now();
    expect(await session.close()).toEqual({ kind: 'signal', signal: 'SIGKILL' });
    expect(performance.now() - started).toBeGreaterThan(1900);
    expect(isAlive(session.pid)).toBe(false);
  });

  test('ends a stopped job too', async () => {
    const session = await shell('echo ready; kill -STOP $$; echo never');
    await reading(session).until(/ready/);
    await session.close();
    expect(isAlive(session.pid)).toBe(false);
  });

  test('at the end of the process nothing survives, HUP or not', async () => {
    const stubborn = await shell('trap "" HUP; echo ready; while :; do sleep 0.2; done');
    const shells = [stubborn, await shell('sleep 100')];
    await reading(stubborn).until(/ready/);
    killAllPtys();
    for (const session of shells) expect(await gone(session.pid)).toBe(true);
  });

  test('a closed session can be closed again', async () => {
    const session = await shell('true');
    await session.exited;
    expect(await session.close()).toEqual({ kind: 'code', code: 0 });
    session.resize(10, 10);
    session.write('late');
  });
});

describe('size and input', () => {
  test('the program sees the size it was opened with and every new one', async () => {
    const session = await shell('stty size; trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.05; done', {
      cols: 91,
      rows: 17,
    });
    const output = reading(session);
    await output.until(/17 91\s+ready/);
    session.resize(100, 30);
    await output.until(/30 100/);
  });

  test('what is written arrives', async () => {
    const session = await shell('read -r line; echo "got <$line>"');
    const output = reading(session);
    session.write('hello\r');
    await output.until(/got <hello>/);
  });

  test('input for a program that does not read is reported', async () => {
    const session = await shell('stty raw -echo; echo ready; sleep 100');
    await reading(session).until(/ready/);
    let isAccepted = true;
    for (let chunks = 0; chunks < 50 && isAccepted; chunks++) isAccepted = session.write('x'.repeat(16 * 1024));
    expect(isAccepted).toBe(false);
    const writable = session.whenWritable();
    await session.close();
    await writable;
  });
});

describe('a flood', () => {
  test('20 MB of yes pass a screen with little pending, memory bounded, and the loop alive', async () => {
    const { PtyScreen } = await loadPtyScreen();
    const screen = new PtyScreen({ cols: 80, rows: 24, clock: systemClock });
    const session = await shell('yes 0123456789012345678901234567890123456789 | head -c 20000000');
    let bytes = 0;
    let mostPending = 0;
    session.onBytes((chunk) => {
      bytes += chunk.length;
      mostPending = Math.max(mostPending, screen.pending);
    });
    connectScreen(session, screen);
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    let longestStall = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longestStall = Math.max(longestStall, now - last);
      last = now;
    }, 5);
    await session.exited;
    await screen.whenParsed();
    clearInterval(timer);
    // Every newline became CR LF.
    expect(bytes).toBeGreaterThan(20_000_000);
    expect(mostPending).toBeLessThanOrEqual(256 * 1024 + 128 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    expect(longestStall).toBeLessThan(500);
    expect(screen.rowText(0)).toMatch(/^0123456789/);
    screen.dispose();
  }, 120_000);
});

describe('real programs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-pty-'));
  const inScreen = async (
    file: string,
    args: string[],
    use: (ui: {
      press(keys: string): void;
      until(text: string): Promise<void>;
      rows(): string[];
      session: PtySession;
    }) => Promise<void>,
  ) => {
    const { PtyScreen } = await loadPtyScreen();
    const session = await openPty({ file, args, cols: 80, rows: 24, env, cwd: folder });
    const screen = new PtyScreen({ cols: 80, rows: 24, clock: systemClock, answer: (data) => session.write(data) });
    connectScreen(session, screen);
    const rows = () => Array.from({ length: screen.rows }, (_, y) => screen.rowText(y));
    const until = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`not seen: ${text}\n${rows().join('\n')}`)), 10_000);
        const check = () => {
          if (!rows().join('\n').includes(text)) return;
          clearTimeout(late);
          stop();
          resolve();
        };
        const stop = screen.onChange(check);
        check();
      });
    await use({ press: (keys) => session.write(keys), until, rows, session });
    await session.close();
    screen.dispose();
  };

  test('vim edits and writes a file', async () => {
    await inScreen('vim', ['-u', 'NONE', '-n', 'note.txt'], async ({ press, until, session }) => {
      await until('note.txt');
      press('ihello from vim\u001b');
      await until('hello from vim');
      press(':wq\r');
      expect(await session.exited).toEqual({ kind: 'code', code: 0 });
      expect(readFileSync(join(folder, 'note.txt'), 'utf8')).toBe('hello from vim\n');
    });
  });

  test('top refreshes and quits', async () => {
    await inScreen('top', ['-d', '0.5'], async ({ press, until, session }) => {
      await until('PID');
      press('q');
      expect(await session.exited).toEqual({ kind: 'code', code: 0 });
    });
  });

  test('less pages and searches', async () => {
    await inScreen('sh', ['-c', 'seq 1 1000 | less'], async ({ press, until, rows, session }) => {
      await until('23');
      press('/777\r');
      await until('777');
      expect(rows()[0]).toBe('777');
      press('q');
      expect(await session.exited).toEqual({ kind: 'code', code: 0 });
    });
    rmSync(folder, { recursive: true });
  });
});
