import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

const launch = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['bin/kpi-tui.js', '--version'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });

function folder() {
  const temp = tempFolder();
  onTestFinished(() => temp.remove());
  return temp;
}

test('compiled code is kept in the cache folder, for its owner alone', () => {
  const cache = folder().file('cache');
  const { status, stderr } = launch({ HOME: '/nowhere', XDG_CACHE_HOME: cache });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readdirSync(`${cache}/kpi-tui/compiled`)).toHaveLength(1);
  expect(statSync(`${cache}/kpi-tui/compiled`).mode & 0o777).toBe(0o700);
});

test('without an absolute XDG_CACHE_HOME it is below the home folder', () => {
  const home = folder().path;
  expect(launch({ HOME: home, XDG_CACHE_HOME: 'relative' }).status).toBe(0);
  expect(readdirSync(home)).toEqual(['.cache']);
  expect(existsSync('relative')).toBe(false);
});

test.each([
  ['no home', (): Record<string, string> => ({})],
  ['a home under a folder that makes no folders', () => ({ HOME: '/proc/nowhere' })],
  ['a home that is a device', () => ({ HOME: '/dev/null' })],
  [
    'a file where the folder should be',
    () => {
      const home = folder();
      mkdirSync(home.file('.cache'));
      writeFileSync(home.file('.cache/kpi-tui'), '');
      return { HOME: home.path };
    },
  ],
] as const)('it runs without: %s', (_, env) => {
  const { status, stdout, stderr } = launch(env());
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^kpi-tui \d/);
});
