import { execFileSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';

/** Builds the bundle once before all tests, when a source is newer than it: session tests run the real program. */
export default function buildOnce(): void {
  const sources = globSync(['src/**/*.ts', 'screens/**/*.{ts,tsx}', 'scripts/*.mjs', 'package.json']);
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  const built = statSync('dist/cli.mjs', { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (newest > built) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
