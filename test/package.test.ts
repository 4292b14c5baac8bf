import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';

const files =
  (
    JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' })) as {
      files: { path: string }[];
    }[]
  )[0]?.files.map(({ path }) => path) ?? [];

test('the package holds the program, its fonts and texts, and nothing else', () => {
  const kinds = [...new Set(files.map((path) => path.replace(/^dist\/chunk-.*\.mjs$/, 'dist/chunk-*.mjs')))].sort();
  expect(kinds).toMatchInlineSnapshot(`
    [
      "CHANGELOG.md",
      "LICENSE",
      "NOTICE.md",
      "README.md",
      "assets/fonts/cjk.pack",
      "assets/fonts/emoji.pack",
      "assets/fonts/icons.pack",
      "assets/fonts/last-resort.pack",
      "assets/fonts/licences/OFL-1.1.txt",
      "assets/fonts/licences/dejavu.txt",
      "assets/fonts/symbols.pack",
      "assets/fonts/text-bold-italic.pack",
      "assets/fonts/text-bold.pack",
      "assets/fonts/text-italic.pack",
      "assets/fonts/text-regular.pack",
      "bin/kpi-tui.js",
      "dist/chunk-*.mjs",
      "dist/cli.mjs",
      "dist/demo-worker.mjs",
      "dist/export-worker.mjs",
      "dist/gif-worker.mjs",
      "dist/kpi-tui.1",
      "dist/main.mjs",
      "package.json",
      "recordings/pipeline.cast",
      "recordings/pipeline.gif",
      "recordings/pipeline.tape",
      "recordings/recorder.cast",
      "recordings/recorder.gif",
      "recordings/recorder.tape",
      "recordings/workstation.cast",
      "recordings/workstation.gif",
      "recordings/workstation.tape",
    ]
  `);
});

test('the launcher can be executed', () => {
  expect(statSync('bin/kpi-tui.js').mode & 0o111).toBe(0o111);
});

test('the lockfile names no registry', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"/);
});

test('versions of dependencies are exact', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/.test(version),
  );
  expect(ranges).toEqual([]);
});
