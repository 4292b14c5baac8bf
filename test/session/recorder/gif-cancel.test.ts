import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { castPath } from '../../support/cast-events.ts';

const program = new URL('../../../bin/kpi-tui.js', import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-tui-cancel-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  { name: 'Ctrl-C', signal: 'SIGINT' },
  { name: 'a terminal that is closed', signal: 'SIGHUP' },
] as const)('$name during an export ends with 130; the old file stays and nothing else is left', async ({ signal }) => {
  const place = join(folder, signal);
  mkdirSync(place);
  const out = join(place, 'out.gif');
  writeFileSync(out, 'before');
  const child = spawn(process.execPath, [program, 'gif', castPath('a_tui'), out], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const seen: (string | null)[] = [];
  const watcher = watch(place, (_, name) => {
    seen.push(name);
    if (seen.length === 1) child.kill(signal);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  watcher.close();
  expect({ code, said }).toEqual({ code: 130, said: 'interrupted; nothing was written\n' });
  expect(seen[0]).toMatch(/^out\.gif.+/);
  expect(readdirSync(place)).toEqual(['out.gif']);
});
