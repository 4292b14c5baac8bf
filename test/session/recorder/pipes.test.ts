import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { strippedEnvironment } from '../../support/app-driver.ts';
import { castPath } from '../../support/cast-events.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

/** Copies of standard input are made here. */
const TMPDIR = folder.file('tmp');
mkdirSync(TMPDIR);
const KPI = `${process.execPath} bin/kpi-tui.js`;

/** Runs a line of bash; `$kpi` is the program, the codes of a pipe are in the result. */
function bash(line: string): Promise<{ codes: string; out: string; err: string }> {
  return new Promise((resolve) => {
    const script = `kpi="${KPI}"\n${line}\necho "\${PIPESTATUS[*]}" >&3`;
    const env = strippedEnvironment({ HOME: folder.path, TMPDIR });
    const child = spawn('bash', ['-c', script], { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const texts = ['', '', ''];
    for (const [index, stream] of [child.stdout, child.stderr, child.stdio[3]].entries()) {
      stream?.on('data', (data) => {
        texts[index] += data;
      });
    }
    child.on('close', () =>
      resolve({ out: texts[0] as string, err: texts[1] as string, codes: texts[2]?.trim() ?? '' }),
    );
  });
}

const SHELL_CAST = castPath('b_shell');

describe('a reader that goes away is no failure', () => {
  test.each([
    ['cat', 'a_tui'],
    ['convert -f v3 - -', 'a_tui'],
    ['cut -q --to 50 - -', 'a_tui'],
    ['gif -q - -', 'b_shell'],
  ])('kpi-tui %s', async (line, name) => {
    const command = line === 'cat' ? `cat ${castPath(name)}` : line;
    const run = await bash(`$kpi ${command} <${castPath(name)} | head -c 10 >/dev/null`);
    expect(run).toMatchObject({ codes: '0 0', err: '' });
    expect(readdirSync(TMPDIR)).toEqual([]);
  });
});

test('from a pipe, through several commands, into a file', async () => {
  const out = folder.file('out.cast');
  const line = `cat ${SHELL_CAST} | $kpi cut -q --to 10 - - | $kpi join - ${SHELL_CAST} - | $kpi redact -q - ${out}`;
  expect(await bash(line)).toMatchObject({ codes: '0 0 0 0', err: '' });
  expect(readFileSync(out, 'utf8').split('\n').length).toBeGreaterThan(300);
  const picture = folder.file('out.png');
  expect(await bash(`$kpi still -q <(cat ${SHELL_CAST}) ${picture}`)).toMatchObject({ codes: '0', err: '' });
  expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
});

test('a full disk behind standard output is told in a sentence', async () => {
  const { codes, err } = await bash(`$kpi cat ${SHELL_CAST} >/dev/full`);
  expect(codes).toBe('1');
  expect(err).toMatch(/^error\[OUTPUT_WRITE\]: .*no space.*\n {2}The disk is full\.\n$/);
});

test('SIGINT ends with 130 and leaves what was there, and nothing else', async () => {
  const place = folder.file('place');
  mkdirSync(place);
  const out = `${place}/out.cast`;
  writeFileSync(out, 'before');
  // It waits for its input for ever.
  const { codes, err } = await bash(
    `exec 9<> <(:)\n$kpi redact - ${out} <&9 & p=$!\nuntil [ -n "$(ls ${TMPDIR})" ]; do sleep 0.02; done\nkill -INT $p\nwait $p`,
  );
  expect({ codes, err }).toEqual({ codes: '130', err: '' });
  expect(readdirSync(place)).toEqual(['out.cast']);
  expect(readFileSync(out, 'utf8')).toBe('before');
  expect(readdirSync(TMPDIR)).toEqual([]);
});
