import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type App, openApp } from '../../support/app-driver.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder();
let app: App;
afterEach(() => app.close());
afterAll(() => folder.remove());

const TOKEN = 'uvwxyz.9182736455463728';
const BEARER = 'Zx8kQ1vP0mN4bT7yZx8kQ1vP0mN4bT7y';

test('a shell in the workstation prints secrets by parts: nothing of them is in the recording of the screen', async () => {
  // In a file, so that no command line shows a part of them.
  const script = folder.file('show.sh');
  writeFileSync(
    script,
    `printf 'join uvwx'; sleep 0.5; printf 'yz.9182736'; sleep 0.5; printf '455463728 by\\nAuthorization: Bear'; sleep 0.4
printf 'er ${BEARER}\\n\\033]0;password=${BEARER}\\007'; sleep 0.2; echo all-is-$((1+1))-shown\n`,
  );
  app = openApp(['bin/kpi-tui.js', '--demo', '--screen', 'shell'], {
    env: { XDG_DATA_HOME: folder.path, COLORTERM: 'truecolor', SHELL: '/bin/sh', PS1: '$ ', ENV: '' },
  });
  await app.until((text) => text.includes('has the keyboard') && /^[#$] *$/m.test(text));
  app.press('\x1d');
  await app.until((text) => text.includes('Enter types in it'));
  app.press('R');
  await app.until((text) => /● 00:0\d/.test(text));
  app.press('\r');
  await app.until((text) => text.includes('has the keyboard'));
  app.press(`sh ${script}\r`);
  await app.until((text) => text.includes('all-is-2-shown'));
  expect(app.text()).toContain(TOKEN);
  app.press('\x1d');
  app.press('R');
  await app.until((text) => text.includes('recorded 00:'));
  const file = execFileSync('find', [folder.path, '-name', '*.cast'], { encoding: 'utf8' }).trim();
  const events = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  const shown = events.map((line) => (JSON.parse(line) as [number, string, string])[2]).join('');
  expect(shown).toContain('all-is-2-shown');
  // Typed by parts half a second apart, the token was in the file before it could be known.
  for (const secret of [TOKEN, BEARER])
    for (let at = 0; at + 4 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 4));
});
