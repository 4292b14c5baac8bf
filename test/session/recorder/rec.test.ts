import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { CastDecoder } from '../../../src/asciicast/index.ts';
import { type App, openApp, strippedEnvironment } from '../../support/app-driver.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

let app: App | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

const ENV = { XDG_DATA_HOME: folder.path, HOME: folder.path, SHELL: '/bin/sh', PS1: '$ ', ENV: '' };

/** Runs a command without a terminal; stdin is `input`. */
function kpi(args: readonly string[], input = '', env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ['bin/kpi-tui.js', ...args], {
      env: strippedEnvironment({ ...ENV, ...env }),
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

const items = (path: string) => {
  const decoder = new CastDecoder();
  const all = [...decoder.decode(readFileSync(path)), ...decoder.end()];
  expect(decoder.badLines).toBe(0);
  return all;
};
const printed = (path: string) =>
  items(path)
    .map((item) => (item.kind === 'output' ? item.data : ''))
    .join('');

describe('rec in a terminal', () => {
  test('is the terminal of the program: keys, size, resize; afterwards the terminal is as before', async () => {
    const path = folder.file('tty.cast');
    app = openApp(['bin/kpi-tui.js', 'rec', path], { cols: 90, rows: 20, env: ENV });
    const before = app.modes();
    await app.until((text) => text.includes('Recording to') && /^[#$]/m.test(text));
    app.press('stty size; echo hel\x7flo\r');
    await app.until((text) => text.includes('20 90') && text.includes('helo'));
    app.resize(70, 15);
    // The signal of a new size and keys take different ways.
    await app.quiet();
    app.press('stty size\r');
    await app.until((text) => text.includes('15 70'));
    app.press('echo fast a; sleep 100\r');
    await app.until((text) => text.split('\n').includes('fast a'));
    await app.quiet();
    app.press('\x03');
    app.press('exit 3\r');
    expect(await app.exited).toBe(0);
    expect(app.modes()).toBe(before);
    await app.until((text) => /Recorded 00:0\d/.test(text) && text.includes('kpi-tui upload --server-url'));
    const all = items(path);
    expect(all[0]).toMatchObject({ header: { cols: 90, rows: 20, env: { SHELL: '/bin/sh', TERM: 'xterm-256color' } } });
    expect(all.filter((item) => item.kind === 'resize')).toMatchObject([{ cols: 70, rows: 15 }]);
    expect(all.some((item) => item.kind === 'input')).toBe(false);
    expect(printed(path)).toContain('20 90');
  });

  test('with --stdin what is typed is in the file, after a warning', async () => {
    const path = folder.file('stdin.cast');
    app = openApp(['bin/kpi-tui.js', 'rec', '--stdin', '--format', 'v3', '-c', 'read x; echo got $x', path], {
      env: ENV,
    });
    await app.until((text) => text.includes('passwords among it'));
    app.press('word\r');
    expect(await app.exited).toBe(0);
    const typed = items(path)
      .map((item) => (item.kind === 'input' ? item.data : ''))
      .join('');
    expect(typed).toBe('word\r');
    expect(items(path).at(-1)).toMatchObject({ kind: 'exit', status: '0' });
  });

  test('a line feed of a program in raw mode moves straight down', async () => {
    const path = folder.file('raw.cast');
    app = openApp(['bin/kpi-tui.js', 'rec', '-q', '-c', "stty raw; printf 'ab\\ncd'; sleep 0.3", path], { env: ENV });
    await app.until((text) => text.split('\n').includes('ab') && text.split('\n').includes('  cd'));
    expect(await app.exited).toBe(0);
  });

  test('without a name it is kept in a folder of its own, for its owner alone', async () => {
    app = openApp(['bin/kpi-tui.js', 'rec', '-q', '-c', 'echo kept'], { env: ENV });
    expect(await app.exited).toBe(0);
    const home = `${folder.path}/kpi-tui/recordings`;
    const [name] = execFileSync('ls', [home], { encoding: 'utf8' }).trim().split('\n');
    expect(name).toMatch(/^\d{8}-\d{6}\.cast$/);
    expect((statSync(home).mode & 0o777).toString(8)).toBe('700');
    expect(printed(`${home}/${name}`)).toContain('kept');
  });

  test('when its terminal goes away the program ends and the recording is whole', async () => {
    const path = folder.file('hangup.cast');
    app = openApp(['bin/kpi-tui.js', 'rec', '-q', '-c', 'echo $$; echo begun; exec sleep 100', path], { env: ENV });
    await app.until((text) => text.includes('begun'));
    const child = Number(/\d+/.exec(printed(path) || app.text())?.[0]);
    app.hangUp();
    await app.exited;
    for (
      let tries = 0;
      tries < 300 && existsSync(`/proc/${child}/cmdline`) && readFileSync(`/proc/${child}/cmdline`).length > 0;
      tries++
    )
      await new Promise((next) => setTimeout(next, 10));
    expect(existsSync(`/proc/${child}`) && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('sleep')).toBe(
      false,
    );
    expect(printed(path)).toContain('begun');
  });
});

describe('rec without a terminal', () => {
  test('runs a command, passes its output on and gives its code when asked', async () => {
    const path = folder.file('pipe.cast');
    const { code, out, err } = await kpi([
      'rec',
      '-q',
      '--return',
      '-t',
      'title',
      '-i',
      '2',
      '-c',
      'echo out; exit 7',
      path,
    ]);
    expect(code).toBe(7);
    expect(out).toBe('out\r\n');
    expect(err).toBe('');
    expect(items(path)[0]).toMatchObject({
      header: { cols: 80, rows: 24, title: 'title', command: 'echo out; exit 7', idleLimitSeconds: 2 },
    });
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  });

  test('a killed program is 128 and its signal', async () => {
    expect((await kpi(['rec', '-q', '--return', '-c', 'kill -9 $$', folder.file('killed.cast')])).code).toBe(137);
  });

  test('standard input goes to the program, and its end too', async () => {
    const path = folder.file('input.cast');
    const { code } = await kpi(['rec', '-q', '-c', 'cat; echo done', path], 'from a pipe\n');
    expect(code).toBe(0);
    expect(printed(path)).toContain('from a pipe');
    expect(printed(path)).toContain('done');
  });

  test('the program does not see how we were started', async () => {
    const path = folder.file('env.cast');
    await kpi([
      'rec',
      '-q',
      '--cols',
      '100',
      '--rows',
      '40',
      '-e',
      'HOME,TERM',
      '-c',
      'env | grep -c NODE_ENV; stty size',
      path,
    ]);
    expect(printed(path)).toBe('0\r\n40 100\r\n');
    expect(Object.keys((items(path)[0] as { header: { env: object } }).header.env)).toEqual(['HOME', 'TERM']);
  });

  test.each([
    ['an existing file', ['rec', '-q', '-c', 'true', 'package.json'], 1, 'CAST_EXISTS'],
    ['an unwritable folder', ['rec', '-q', '-c', 'true', '/proc/nope/x.cast'], 1, 'CAST_WRITE'],
    ['both ways to treat an old file', ['rec', '--append', '--overwrite', 'x.cast'], 2, 'USAGE'],
    ['a size that is none', ['rec', '--cols', '0', 'x.cast'], 2, 'USAGE'],
    ['a limit that is none', ['rec', '--max-size', 'big', 'x.cast'], 2, 'USAGE'],
    ['a shell that is none', ['rec', '-q', folder.file('noshell.cast')], 1, 'PTY_SPAWN'],
  ])('%s is an error in one sentence', async (_name, args, code, stable) => {
    const result = await kpi(args, '', { SHELL: '/no/such/shell' });
    expect(result.code).toBe(code);
    expect(result.err).toContain(`error[${stable}]`);
    expect(result.err).not.toContain('    at ');
    expect(existsSync(folder.file('noshell.cast'))).toBe(false);
  });

  test.each([
    ['SIGTERM', 130],
    ['SIGINT', 130],
    ['SIGHUP', 130],
  ] as const)('%s ends the program and keeps what was recorded', async (signal, expected) => {
    const path = folder.file(`${signal}.cast`);
    const child = spawn(process.execPath, ['bin/kpi-tui.js', 'rec', '-q', '-c', 'echo begun; sleep 100', path], {
      env: strippedEnvironment(ENV),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const asked = performance.now();
    child.kill(signal);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(expected);
    expect(performance.now() - asked).toBeLessThan(1000);
    expect(printed(path)).toContain('begun');
  });

  test('--max-size ends the recording with 1 and says what was kept; the program goes on', async () => {
    const path = folder.file('max.cast');
    const { code, out, err } = await kpi([
      'rec',
      '-q',
      '--max-size',
      '2K',
      '-c',
      'seq 1 2000; sleep 0.3; echo end',
      path,
    ]);
    expect(code).toBe(1);
    expect(out).toContain('end');
    expect(err).toMatch(/the limit of 2.0K is reached: the recording has ended, .* are kept in/);
    expect(statSync(path).size).toBeLessThanOrEqual(2048);
  });

  test.skipIf(process.getuid?.() !== 0)(
    'a full disk ends it with 1 and says what was kept (needs root to mount a small one)',
    async () => {
      const disk = folder.file('disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', disk]);
      try {
        const { code, out, err } = await kpi([
          'rec',
          '-q',
          '-c',
          'seq 1 40000; sleep 0.3; echo end',
          `${disk}/full.cast`,
        ]);
        expect(code).toBe(1);
        expect(err).toMatch(/the disk is full: the recording has ended, 00:\d\d \(.*K\) are kept in/);
        expect(out).toContain('end');
        expect(items(`${disk}/full.cast`).length).toBeGreaterThan(1);
      } finally {
        execFileSync('umount', [disk]);
      }
    },
  );
});

describe('search', () => {
  test('prints when and where a text appears', async () => {
    const { code, out } = await kpi(['search', 'test/casts/b_shell.cast', 'line', '3']);
    expect(code).toBe(0);
    expect(out).toMatch(/^00:2\d {2}\d+:\d+ {2}line 3\n$/m);
    const json = await kpi(['search', '-o', 'json', 'test/casts/b_shell.cast', 'no such text']);
    expect(JSON.parse(json.out)).toEqual([]);
    const lines = (await kpi(['search', '-o', 'jsonl', 'test/casts/b_shell.cast', 'line 3'])).out.trim().split('\n');
    expect(JSON.parse(lines[0] as string)).toMatchObject({ timeSeconds: expect.any(Number), row: expect.any(Number) });
  });
});

describe('cat and convert', () => {
  const cast = 'test/casts/b_shell.cast';
  test('cat prints every byte of the output to a pipe', async () => {
    const { code, out } = await kpi(['cat', cast]);
    expect(code).toBe(0);
    expect(out).toBe(printed(cast));
  });

  test('cat to a terminal makes it answer nothing', async () => {
    app = openApp(['bin/kpi-tui.js', 'cat', 'test/casts/a_tui.cast'], { cols: 120, rows: 35, env: ENV });
    expect(await app.exited).toBe(0);
    expect(printed('test/casts/a_tui.cast')).toMatch(/\u001b\[>c/);
    expect(app.output()).not.toMatch(/\u001b\[>c|\u001b\[>q/);
  });

  test('cat --text and convert to txt give lines as they were', async () => {
    const text = (await kpi(['cat', '--text', cast])).out;
    expect(text.split('\n').length).toBeGreaterThan(30);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]|[ \t]\n/);
    await kpi(['convert', cast, folder.file('b.txt')]);
    expect(readFileSync(folder.file('b.txt'), 'utf8')).toBe(text);
  });

  test('convert reads standard input and writes standard output', async () => {
    const { code, out } = await kpi(['convert', '-f', 'v3', '-', '-'], readFileSync(cast, 'utf8'));
    expect(code).toBe(0);
    expect(JSON.parse(out.split('\n')[0] as string)).toMatchObject({ version: 3, term: { cols: 80, rows: 24 } });
  });

  test('raw is the output alone', async () => {
    await kpi(['convert', cast, folder.file('b.raw')]);
    expect(readFileSync(folder.file('b.raw'), 'utf8')).toBe(printed(cast));
  });

  test.each([
    ['no recording', ['convert', 'package.json', 'x.cast'], 1, 'CAST_'],
    ['no such file', ['cat', '/no/such.cast'], 1, 'CAST_READ'],
    ['a folder', ['cat', '/tmp'], 1, 'CAST_READ'],
    ['an unclear form', ['convert', cast, 'x.mp4'], 2, 'USAGE'],
    ['an unwritable place', ['convert', cast, '/proc/nope/x.cast'], 1, 'CAST_WRITE'],
  ])('%s is an error, and nothing is half-written', async (_name, args, code, stable) => {
    const result = await kpi(args);
    expect(result.code).toBe(code);
    expect(result.err).toContain(`error[${stable}`);
    expect(existsSync('x.cast') || existsSync('x.cast.tmp')).toBe(false);
  });
});
