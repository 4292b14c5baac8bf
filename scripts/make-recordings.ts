// Plays each tape of recordings/ on the real program, which records itself, and makes the GIF: `npm run recordings`, or
// `npm run recordings recorder` for one of them.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playTape } from '../test/support/tape.ts';

const [only] = process.argv.slice(2);
for (const tape of globSync(only === undefined ? 'recordings/*.tape' : `recordings/${only}.tape`)) {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-tui-tape-'));
  const outer = join(folder, 'outer.cast');
  const app = await playTape(tape, {
    pace: 1,
    cast: outer,
    env: { XDG_DATA_HOME: folder, HOME: folder, SHELL: '/bin/sh', PS1: '$ ', ENV: '', COLORTERM: 'truecolor' },
  });
  await app.exited;
  await app.close();
  // A tape that is not recorded from outside records itself.
  if (existsSync(outer)) cutAtEnd(outer);
  const [cast] = existsSync(outer) ? [outer] : globSync(join(folder, '**/*.cast'));
  if (cast === undefined) throw new Error(`${tape} made no recording`);
  const name = tape.replace(/\.tape$/, '');
  copyFileSync(cast, `${name}.cast`);
  rmSync(folder, { recursive: true });
  const gif = ['bin/kpi-tui.js', 'gif', `${name}.cast`, `${name}.gif`, '--theme', 'dracula', '--font-size', '14'];
  execFileSync(process.execPath, gif, { stdio: 'inherit' });
}

/** What is seen last is the program and not the empty terminal that it leaves. */
function cutAtEnd(cast: string): void {
  const lines = readFileSync(cast, 'utf8').split('\n');
  const end = lines.findIndex((line) => line.includes('[?1049l'));
  if (end > 0) writeFileSync(cast, `${lines.slice(0, end).join('\n')}\n`);
}
