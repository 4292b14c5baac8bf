// Plays each tape of recordings/ on the real program, which records itself, and makes the GIF: `npm run recordings`.
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playTape } from '../test/support/tape.ts';

for (const tape of globSync('recordings/*.tape')) {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-tui-tape-'));
  const app = await playTape(tape, {
    pace: 1,
    env: { XDG_DATA_HOME: folder, HOME: folder, SHELL: '/bin/sh', PS1: '$ ', ENV: '', COLORTERM: 'truecolor' },
  });
  app.press('q');
  await new Promise((done) => setTimeout(done, 500));
  app.press('\r');
  await app.exited;
  await app.close();
  const [cast] = globSync(join(folder, '**/*.cast'));
  if (cast === undefined) throw new Error(`${tape} made no recording`);
  const name = tape.replace(/\.tape$/, '');
  copyFileSync(cast, `${name}.cast`);
  rmSync(folder, { recursive: true });
  const gif = ['bin/kpi-tui.js', 'gif', `${name}.cast`, `${name}.gif`, '--theme', 'dracula', '--font-size', '14'];
  execFileSync(process.execPath, gif, { stdio: 'inherit' });
}
