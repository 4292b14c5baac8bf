// What CI checks beside the tests: types, format and lint, dead code, the package's list. `npm run check`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const steps = [
  ['types', 'tsc', ['-b']],
  ['format and lint', 'biome', ['ci', '--error-on-warnings', '.']],
  ['dead code', 'knip', ['--no-progress']],
  ['architecture', 'vitest', ['run', 'test/architecture.test.ts', 'test/package.test.ts']],
  ['package', 'publint', ['--strict']],
];
const failed = steps.filter(([name, command, args]) => {
  console.log(`── ${name}`);
  return spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit' }).status !== 0;
});
console.log(failed.length === 0 ? 'all checks passed' : `failed: ${failed.map(([name]) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
