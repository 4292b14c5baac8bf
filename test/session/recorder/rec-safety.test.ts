import { spawn } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { CastDecoder } from '../../../src/asciicast/index.ts';
import { strippedEnvironment } from '../../support/app-driver.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const ENV = { XDG_DATA_HOME: folder.path, HOME: folder.path, SHELL: '/bin/sh', PS1: '$ ', ENV: '' };
const rec = [process.execPath, 'bin/kpi-tui.js', 'rec'];

/** Runs `script` in a shell, in which "$@" is this program's `rec` without a terminal. */
function shell(script: string, env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn('bash', ['-c', script, 'bash', ...rec], { env: strippedEnvironment({ ...ENV, ...env }) });
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end();
  });
}

function printed(path: string): string {
  const decoder = new CastDecoder();
  const items = [...decoder.decode(readFileSync(path)), ...decoder.end()];
  expect(decoder.badLines).toBe(0);
  expect(decoder.isTruncated).toBe(false);
  return items.map((item) => (item.kind === 'output' ? item.data : '')).join('');
}

const lastTime = (text: string): number => Number([...text.matchAll(/at (\d+\.\d+)\r?\n/g)].at(-1)?.[1]);

describe.each([
  ['with redaction', [], 0.4],
  ['without', ['--no-redact'], 0.1],
] as const)('kill -9 %s', (name, options, seconds) => {
  test(`leaves a whole file that lacks at most ${seconds} s`, async () => {
    const path = folder.file(`killed-${name.replace(' ', '-')}.cast`);
    const clock = 'while :; do echo at $(date +%s.%N); sleep 0.01; done';
    const child = spawn(process.execPath, [...rec.slice(1), '-q', ...options, '-c', clock, path], {
      env: strippedEnvironment(ENV),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (data) => {
        out += data;
        if (out.split('\n').length > 60) resolve();
      });
    });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    // What was printed lately, by the clock of the program itself; the machine is shared, so half as much again.
    expect(lastTime(out) - lastTime(printed(path))).toBeLessThan(seconds * 1.5);
  });
});

describe('what rec says', () => {
  test('is what it has masked, and what of that was late', async () => {
    const path = folder.file('report.cast');
    const { code, err } = await shell(
      `"$@" -c 'printf abcdef.0123; sleep 0.6; printf "456789abcdef\\nBearer abcdefgh1234 password=x\\n"' ${path}`,
    );
    expect(code).toBe(0);
    expect(err).toContain(
      'Masked secrets: bearer 1, kubeadm 1, assignment 1. 1 of them only when it was in the file, where it was overwritten.\n',
    );
    expect(printed(path)).toBe(`${'*'.repeat(23)}\r\nBearer ${'*'.repeat(12)} password=*\r\n`);
  });

  test('warns of what is not masked, and of a terminal that is recorded already', async () => {
    const path = folder.file('plain.cast');
    const { err } = await shell(`"$@" --no-redact -c 'echo token=abc $KPI_TUI_REC' ${path}`, {
      KPI_TUI_REC: '/a.cast',
    });
    expect(err).toContain('This terminal is being recorded already (/a.cast); both go on.\n');
    expect(err).toContain('Secrets are not masked (--no-redact).\n');
    expect(printed(path)).toBe(`token=abc ${path}\r\n`);
  });

  test('names a pattern of the settings that is too slow, and uses the others', async () => {
    const config = folder.file('config.yaml');
    writeFileSync(
      config,
      'redact:\n  - {name: slow, pattern: (a+)+$}\n  - {name: order, pattern: "order (?<secret>\\\\d+)"}\n',
    );
    const path = folder.file('own.cast');
    const { err } = await shell(`"$@" -c 'echo order 12345 ${'a'.repeat(40)}!' ${path}`, { KPI_TUI_CONFIG: config });
    expect(err).toContain("the pattern 'slow' needs more than 5 ms for a line and is not used any more");
    expect(err).toContain('Masked secrets: order 1.');
    expect(printed(path)).toContain('order ***** aaa');
  });
});

describe("a recording is whole and its owner's alone", () => {
  test('when the reader of its output goes away', async () => {
    const path = folder.file('reader.cast');
    const { code, out } = await shell(`"$@" -q -c 'seq 1 50000; sleep 9' ${path} | head -n 1; exit \${PIPESTATUS[0]}`);
    expect(code).toBe(0);
    expect(out).toBe('1\r\n');
    expect(printed(path)).toMatch(/^1\r\n2\r\n3\r\n/);
  });

  test('when the file may not grow: the session goes on, and it is said once', async () => {
    const path = folder.file('limit.cast');
    const { code, out, err } = await shell(`ulimit -f 64; "$@" -q -c 'seq 1 40000; sleep 0.3; echo end' ${path}`);
    expect(code).toBe(1);
    expect(out).toContain('end\r\n');
    expect(err.match(/the recording has ended, 00:\d\d \(\d+K\) are kept in /g)).toHaveLength(1);
    expect(printed(path)).toMatch(/^1\r\n2\r\n(?:\d+\r\n)+/);
    expect(statSync(path).size).toBeLessThanOrEqual(64 * 1024);
  });

  test('with umask 000: new, replaced, continued, in a folder that it makes', async () => {
    const [fresh, old, more] = ['fresh', 'old', 'more'].map((name) => folder.file(`${name}.cast`));
    for (const path of [old, more]) {
      writeFileSync(path as string, '{"version": 2, "width": 80, "height": 24}\n[1.0, "o", "old"]\n');
      chmodSync(path as string, 0o666);
    }
    await shell(
      `umask 000; "$@" -q -c 'echo a' ${fresh}; "$@" -q --overwrite -c 'echo a' ${old}; ` +
        `"$@" -q --append -c 'echo a' ${more}; "$@" -q -c 'echo a'`,
    );
    const { out } = await shell(
      `stat -c %a ${fresh} ${old} ${more} ${folder.path}/kpi-tui ${folder.path}/kpi-tui/recordings{,/*}`,
    );
    expect(out.trim().split('\n')).toEqual(['600', '600', '600', '700', '700', '600']);
    expect(printed(more as string)).toBe('olda\r\n');
  });
});
