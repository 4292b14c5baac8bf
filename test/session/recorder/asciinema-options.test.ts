import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { CastDecoder, type CastItem } from '../../../src/asciicast/index.ts';
import { strippedEnvironment } from '../../support/app-driver.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());
const ENV = { HOME: folder.path, SHELL: '/bin/sh', LANG: 'C.UTF-8' };

function kpi(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['bin/kpi-tui.js', ...args], {
      env: strippedEnvironment(ENV),
      stdio: ['ignore', 'pipe', 'pipe'],
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
  });
}

function read(path: string): { header: object | undefined; events: CastItem[] } {
  const decoder = new CastDecoder();
  const items = [...decoder.decode(readFileSync(path)), ...decoder.end()];
  return { header: decoder.header, events: items.filter((item) => 'atMicros' in item) };
}

const output = (path: string): string =>
  read(path)
    .events.map((event) => (event.kind === 'output' ? event.data : ''))
    .join('');

describe('rec', () => {
  const path = folder.file('long.cast');
  const words =
    '--command|echo one|--title|a title|--idle-time-limit|1.5|--env|SHELL,LANG|--cols|90|--rows|20|--quiet'.split('|');

  test("asciinema's long options", async () => {
    expect(await kpi('rec', ...words, path)).toEqual({ code: 0, out: 'one\r\n', err: '' });
    expect(read(path).header).toMatchObject({
      cols: 90,
      rows: 20,
      title: 'a title',
      command: 'echo one',
      idleLimitSeconds: 1.5,
      env: { SHELL: '/bin/sh', LANG: 'C.UTF-8' },
    });
  });

  test('--append goes on behind the last event, --overwrite begins again', async () => {
    const before = read(path).events.at(-1) as { atMicros: number };
    await kpi('rec', '-q', '--append', '-c', 'echo two', path);
    const { events } = read(path);
    expect(output(path)).toBe('one\r\ntwo\r\n');
    expect(events).toContainEqual(expect.objectContaining({ kind: 'resize', cols: 80, rows: 24 }));
    expect((events.at(-1) as { atMicros: number }).atMicros).toBeGreaterThan(before.atMicros);
    await kpi('rec', '-q', '--overwrite', '-c', 'echo three', path);
    expect(output(path)).toBe('three\r\n');
  });

  test.each([
    ['is not there', undefined],
    ['is empty', ''],
  ])('--append to a file that %s begins it, with a note', async (_name, before) => {
    const fresh = folder.file(`fresh ${before ?? 'none'}.cast`);
    if (before !== undefined) writeFileSync(fresh, before);
    const run = await kpi('rec', '--append', '-c', 'echo x', fresh);
    expect(run.code).toBe(0);
    expect(run.err).toContain('There is nothing to continue');
    expect(run.err).toContain(`kpi-tui upload --server-url URL '${fresh}'`);
    expect(output(fresh)).toBe('x\r\n');
  });
});

describe('play', () => {
  const path = folder.file('slow.cast');
  writeFileSync(
    path,
    '{"version": 2, "width": 80, "height": 24}\n[0.1, "o", "a"]\n[60.0, "m", ""]\n[120.0, "o", "b"]\n',
  );

  test.each([
    ['-s 1000', ['-s', '1000']],
    ['--speed 1000', ['--speed', '1000']],
    ['-i 0.01', ['-i', '0.01']],
    ['--idle-time-limit 0.01 -m', ['--idle-time-limit', '0.01', '-m']],
  ])('%s makes two minutes short', async (_name, flags) => {
    expect(await kpi('play', ...flags, path)).toEqual({ code: 0, out: 'ab', err: '' });
  });

  test('cat prints several at once', async () => {
    expect(await kpi('cat', path, path)).toEqual({ code: 0, out: 'abab', err: '' });
  });
});
