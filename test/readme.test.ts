import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COLOR_CHOICES, THEME_CHOICES } from '../src/config/index.ts';
import { readmeWithTables } from './support/readme.ts';

const readme = readFileSync('README.md', 'utf8');

test('the tables of keys and commands are those of the program (npm run readme)', () => {
  expect(readme).toBe(readmeWithTables(readme));
});

test('every file that the texts link to is there', () => {
  for (const text of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    const links = [...readFileSync(text, 'utf8').matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
    expect(links.length, text).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  }
});

test('every test that ARCHITECTURE.md names is there', () => {
  const named = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/`(test\/[\w./-]+)`/g)].map(
    ([, file = '']) => file,
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

test('the settings it shows are the settings there are', () => {
  for (const choice of THEME_CHOICES) expect(readme).toContain(choice);
  for (const choice of COLOR_CHOICES) expect(readme).toContain(choice);
});

test('its two commands are scripts of the package', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  for (const [, name = ''] of readme.matchAll(/npm run ([\w:]+)/g)) expect(Object.keys(scripts)).toContain(name);
  expect(scripts.start).toContain('--demo');
});
