// Runs every bench (or those named) one after the other; each prints JSON lines. `npm run bench [NAME...]`.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
/** Parts of benches, not benches. */
const PARTS = new Set(['run', 'gif-casts', 'measure-child', 'informer-child', 'informer-row', 'drive-workstation']);
const wanted = process.argv.slice(2);
const names = globSync('bench/*.ts')
  .map((file) => basename(file, '.ts'))
  .filter((name) => !PARTS.has(name) && (wanted.length === 0 || wanted.some((word) => name.startsWith(word))))
  .sort();
for (const name of names) {
  const { status } = spawnSync(process.execPath, [`bench/${name}.ts`], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${name} failed`);
    process.exitCode = 1;
  }
}
