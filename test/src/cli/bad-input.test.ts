import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/index.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { runCli } from './run-cli.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const HEADER = '{"version": 2, "width": 80, "height": 24}\n';

/** Files that are no recordings, and the code of what is said of each. */
const INPUTS: Readonly<Record<string, readonly [make: (path: string) => void, code: string]>> = {
  'nothing there': [() => {}, 'CAST_READ'],
  'a folder': [(path) => mkdirSync(path), 'CAST_READ'],
  'an empty file': [(path) => writeFileSync(path, ''), 'CAST_FORMAT'],
  'blank lines': [(path) => writeFileSync(path, '\n\n'), 'CAST_FORMAT'],
  text: [(path) => writeFileSync(path, 'hello\nworld\n'), 'CAST_FORMAT'],
  'a header that is no JSON': [(path) => writeFileSync(path, '{"version": 2, "wid\n[1.0, "o", "x"]\n'), 'CAST_FORMAT'],
  'other JSON': [(path) => writeFileSync(path, '{"kind": "Pod"}\n'), 'CAST_VERSION'],
  'a version to come': [(path) => writeFileSync(path, HEADER.replace('2', '9')), 'CAST_VERSION'],
  'an absurd size': [(path) => writeFileSync(path, HEADER.replace('80', '65535').replace('24', '65535')), 'CAST_SIZE'],
  'a size of 0': [(path) => writeFileSync(path, HEADER.replace('80', '0')), 'CAST_SIZE'],
  'a size below 0': [(path) => writeFileSync(path, HEADER.replace('24', '-1')), 'CAST_SIZE'],
  'a line of 100 MB': [
    (path) => {
      writeFileSync(path, HEADER);
      // A hole costs no disk; it reads as zeros without a newline.
      truncateSync(path, 100 * 1024 * 1024);
    },
    'CAST_LINE',
  ],
};

for (const [name, [make]] of Object.entries(INPUTS)) make(folder.file(`${name}.cast`));

/** Each command that reads a recording, given IN and OUT. */
const COMMAND_LINES = [
  'cat IN',
  'cat --text IN',
  'convert IN OUT.cast',
  'convert -f v3 IN OUT.cast',
  'convert IN OUT.txt',
  'convert IN OUT.raw',
  'cut --from 1 --to 50% IN OUT.cast',
  'gif IN OUT.gif',
  'gif --select 1..2 IN OUT.gif',
  'join IN IN OUT.cast',
  'markers IN',
  'markers --add 0=x IN',
  'play IN',
  'play --raw IN',
  'redact IN OUT.cast',
  'search IN x',
  'still IN OUT.png',
  'still --at 50% IN OUT.svg',
  'upload --yes --server-url http://127.0.0.1:1 IN',
];

const argvOf = (line: string, input: string, out: string): string[] =>
  line.split(' ').map((word) => (word === 'IN' ? input : word.replace(/^OUT/, out)));

test('every command that reads a recording is in the table', () => {
  const reading = COMMANDS.filter((spec) => /^(file|in)\b/.test(spec.arguments)).map(({ name }) => name);
  expect(new Set(COMMAND_LINES.map((line) => line.split(' ')[0]))).toEqual(new Set(reading));
});

describe.each(Object.entries(INPUTS))('%s', (name, [, code]) => {
  test.each(COMMAND_LINES)('kpi-tui %s', async (line) => {
    const before = readdirSync(folder.path).sort();
    const run = await runCli(argvOf(line, folder.file(`${name}.cast`), folder.file('out')), { env: {} });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(new RegExp(`^error\\[${code}\\]: .+\\n {2}[A-Z].+\\n$`));
    expect(readdirSync(folder.path).sort()).toEqual(before);
  });
});

test('a line of 100 MB is not held: what was read of it is less', async () => {
  const before = process.memoryUsage().arrayBuffers;
  await runCli(['cat', folder.file('a line of 100 MB.cast')]);
  // 16 MB of it, and what was copied on the way and is garbage.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
});

const good = folder.file('good.cast');
writeFileSync(good, `${HEADER}[1.0, "o", "hello"]\n[2.0, "o", "bye"]\n`);
mkdirSync(folder.file('folder.png'));

describe.each([
  ['a folder that is not there', () => folder.file('none/out.png')],
  ['a place below a file', () => `${good}/out.png`],
  ['a folder', () => folder.file('folder.png')],
  ['a place where nothing can be made', () => '/proc/none/out.png'],
  ['a full device', () => '/dev/full'],
])('into %s', (_name, place) => {
  test.each([
    'convert -f v2 IN OUT',
    'convert -f txt IN OUT',
    'cut --to 1 IN OUT',
    'join IN IN OUT',
    'redact IN OUT',
    'gif IN OUT',
    'still IN OUT',
  ])('kpi-tui %s', async (line) => {
    // What form a picture has is told by its name.
    if (line.startsWith('still') && place() === '/dev/full') return;
    const before = readdirSync(folder.path).sort();
    const run = await runCli(argvOf(line, good, place()));
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^error\[(CAST|GIF|STILL)_WRITE\]: .+\n {2}[A-Z].+\n$/);
    expect(readdirSync(folder.path).sort()).toEqual(before);
  });
});

describe('the file itself as the result', () => {
  test.each(['convert -f v3 IN IN', 'cut --from 2 IN IN', 'join IN IN IN', 'redact IN IN', 'markers --add 1=x IN'])(
    'kpi-tui %s',
    async (line) => {
      const path = folder.file('self.cast');
      writeFileSync(path, readFileSync(good), { mode: 0o644 });
      expect(await runCli(argvOf(line, path, ''))).toMatchObject({ code: 0, stdout: '' });
      expect(readFileSync(path, 'utf8')).toContain('"bye"]\n');
      expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    },
  );
});

describe('an interruption', () => {
  test.each([
    'convert -f v3 IN OUT',
    'cut --from 1 IN OUT',
    'join IN IN OUT',
    'redact IN OUT',
    'markers --add 1=x IN',
    'gif IN OUT',
    'cat IN',
    'search IN x',
  ])('of kpi-tui %s leaves what was there', async (line) => {
    const out = folder.file('kept');
    writeFileSync(out, 'before');
    const before = readFileSync(good);
    const run = await runCli(argvOf(line, good, out), { signal: AbortSignal.abort() }).catch((cause: unknown) => cause);
    expect(run instanceof Error || (run as { code: number }).code === 130).toBe(true);
    expect(readFileSync(out, 'utf8')).toBe('before');
    expect(readFileSync(good)).toEqual(before);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
