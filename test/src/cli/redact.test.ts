import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { runCli } from './run-cli.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const TOKEN = 'Zx8kQ1vP0mN4bT7y';
const lines = [
  `{"version": 3, "term": {"cols": 20, "rows": 5}, "command": "run --token ${TOKEN}", "title": "for ${TOKEN}", "tags": ["password=hunter2hunter2"], "env": {"K3S_TOKEN": "abc"}}`,
  `# made with token=${TOKEN}`,
  '[1.0, "o", "one\\r\\ntwo\\r\\nBearer "]',
  `[500.0, "o", "${TOKEN}\\r\\n"]`,
  '[1.0, "i", "export PASS"]',
  '[1.0, "i", "WORD=hunter2hunter2\\r"]',
  `[1.0, "m", "token: ${TOKEN}"]`,
  `[1.0, "z", {"a": ["password=hunter2hunter2", 5]}]`,
  `[1.0, "o", "\\u001b]2;secret=${TOKEN}\\u0007"]`,
  '[1.0, "x", "0"]',
];
const path = folder.file('in.cast');
writeFileSync(path, `${lines.join('\n')}\n`);

test('all that a recording says is masked, and the report tells what and where', async () => {
  const out = folder.file('out.cast');
  const run = await runCli(['redact', '-o', 'json', path, out]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const file = readFileSync(out, 'utf8');
  expect(file).not.toMatch(new RegExp(`${TOKEN}|hunter2|"abc"`));
  expect(file.split('\n')).toHaveLength(lines.length + 1);
  expect(file).toContain('[500.0, "o", "****************\\r\\n"]');
  const report = JSON.parse(run.stdout);
  const place = (detector: string, where: string, timeSeconds: number | null, row: number | null) => ({
    detector,
    where,
    timeSeconds,
    row,
  });
  expect(report.masked).toEqual([
    ...Array.from({ length: 4 }, () => place(expect.any(String) as never, 'header', null, null)),
    place('assignment', 'comment', null, null),
    // It has twenty columns: the token begins in the third row and goes on in the fourth.
    place('bearer', 'output', 501, 3),
    place('assignment', 'input', 503, null),
    place('assignment', 'marker', 504, null),
    place('assignment', 'other', 505, null),
    place('assignment', 'output', 506, null),
  ]);
  expect(report.secrets).toBe(10);
  expect(Object.values(report.detectors as Record<string, number>).reduce((sum, count) => sum + count)).toBe(10);
});

test('as text the report is on stderr; a second time there is nothing to mask', async () => {
  const out = folder.file('twice.cast');
  const first = await runCli(['redact', path, out]);
  expect(first).toMatchObject({ code: 0, stdout: '' });
  expect(first.stderr).toContain('10 masked: ');
  expect(first.stderr).toMatch(/^ {2}08:21 {2}row 3 +bearer$/m);
  const before = readFileSync(out);
  expect((await runCli(['redact', out, out])).stderr).toBe(`${out}: no secrets found\n`);
  expect(readFileSync(out)).toEqual(before);
});

test('a report and a recording cannot share stdout', async () => {
  expect(await runCli(['redact', '-o', 'json', path, '-'])).toMatchObject({ code: 2, stdout: '' });
});
