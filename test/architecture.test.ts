import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** The rank of each subsystem: an import goes down only, and never sideways. */
const RANKS: Readonly<Record<string, number>> = {
  'src/flow': 0,
  'src/text': 0,
  'src/metrics': 0,
  'src/terminal': 1,
  'src/pty': 1,
  'src/asciicast': 1,
  'src/gif': 1,
  'src/kube': 1,
  'src/workqueue': 1,
  'src/config': 1,
  'src/informer': 2,
  'src/recorder': 2,
  'src/pods': 3,
  'src/pipeline': 3,
  'src/demo': 3,
  'src/cli': 4,
};

/** Folders of screens/ and what they may enter besides their own: an edge not listed here fails. */
const SHARED = ['screens', 'screens/ui', 'screens/hooks', 'src/flow', 'src/text', 'src/terminal'];
const SCREENS: Readonly<Record<string, readonly string[]>> = {
  'screens/hooks': ['src/flow', 'src/text', 'src/terminal'],
  'screens/ui': SHARED,
  'screens/overview': [...SHARED, 'src/pipeline', 'src/pods', 'src/pty', 'src/recorder'],
  'screens/pods': [...SHARED, 'screens/pipeline', 'src/pods'],
  'screens/pipeline': [...SHARED, 'src/informer', 'src/pipeline', 'src/pods', 'src/workqueue'],
  'screens/recorder': [...SHARED, 'src/recorder'],
  'screens/shell': [...SHARED, 'src/pty'],
  // The same sessions without a screen: it stands where the composition root stands.
  'screens/plain': [...SHARED, 'screens/pods', 'src/cli', 'src/config', 'src/pods', 'src/recorder'],
};

interface Edge {
  readonly file: string;
  readonly from: string;
  readonly target: string;
  readonly to: string;
}

const files = [...globSync('src/**/*.ts'), ...globSync('screens/**/*.{ts,tsx}')].filter(
  (file) => !file.endsWith('.d.ts'),
);
const folderOf = (file: string): string =>
  file.startsWith('src/') ? file.split('/').slice(0, 2).join('/') : dirname(file);

const edges: readonly Edge[] = files.flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g);
  return [...found].map(([, specifier = '']) => {
    const target = normalize(join(dirname(file), specifier));
    return { file, from: folderOf(file), target, to: folderOf(target) };
  });
});

const describe = ({ file, target }: Edge): string => `${file} -> ${target}`;

test('every folder of src and screens has a place in the tables', () => {
  expect(files.length).toBeGreaterThan(50);
  const known = new Set([...Object.keys(RANKS), ...Object.keys(SCREENS), 'screens']);
  expect([...new Set(files.map(folderOf))].filter((folder) => !known.has(folder))).toEqual([]);
});

test('imports within src go down in rank only', () => {
  const bad = edges.filter(
    ({ from, to }) => from in RANKS && from !== to && to in RANKS && (RANKS[to] as number) >= (RANKS[from] as number),
  );
  expect(bad.map(describe)).toEqual([]);
});

test('a subsystem is entered by its index only', () => {
  const bad = edges.filter(
    ({ from, to, target }) => from !== to && to.startsWith('src/') && !target.endsWith('/index.ts'),
  );
  expect(bad.map(describe)).toEqual([]);
});

test('src never imports a screen, React or Ink', () => {
  expect(edges.filter(({ from, to }) => from.startsWith('src/') && to.startsWith('screens')).map(describe)).toEqual([]);
  const react = files.filter((file) => file.startsWith('src/') && /from '(react|ink)/.test(readFileSync(file, 'utf8')));
  expect(react).toEqual([]);
});

test('a pane imports no other pane, and only what its table entry names', () => {
  const bad = edges.filter(
    ({ from, to }) => from in SCREENS && from !== to && !(SCREENS[from] as readonly string[]).includes(to),
  );
  expect(bad.map(describe)).toEqual([]);
});

test('only *.io.ts files of src touch the world', () => {
  const world =
    /from 'node:(child_process|fs|fs\/promises|net|dgram|http|http2|https|tls|timers|timers\/promises|worker_threads)'|from '(undici|execa|node-pty)'/;
  const globals =
    /\b(globalThis\.(Date|setTimeout|setInterval|setImmediate|performance|fetch)|Date\.now|new Date\(\)|process\.(on|exit|kill|stdout|stdin|stderr)\b)/;
  const bad = files.filter((file) => {
    if (!file.startsWith('src/') || file.endsWith('.io.ts')) return false;
    const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return world.test(code) || globals.test(code);
  });
  expect(bad).toEqual([]);
});

test('screens do no I/O outside the composition root', () => {
  const bad = files.filter(
    (file) =>
      file.startsWith('screens/') &&
      !/^screens\/(main|workstation)\.tsx?$/.test(file) &&
      /from 'node:/.test(readFileSync(file, 'utf8')),
  );
  expect(bad).toEqual([]);
});

test('files stay below 400 lines, flat tables and generated ones aside', () => {
  const tables = /(\.generated\.ts|command-table\.ts|keymap\.ts)$/;
  const long = files
    .filter((file) => !tables.test(file))
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length }));
  expect(long.filter(({ lines }) => lines > 400)).toEqual([]);
});
