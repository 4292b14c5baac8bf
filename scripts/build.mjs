// Builds the release bundle into dist/: split chunks, so that what is imported lazily is not parsed at start.
// `--watch` rebuilds on change.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
mkdirSync('dist', { recursive: true });
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`The build needs Node 22.19 or later, this is ${process.version}. Run it as: npm run build`);
  process.exit(2);
}

/** client-node's generated models (hundreds of files) are never used: kubeconfig and auth need two names of them. */
const stubClientNode = {
  name: 'stub-client-node',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /gen\/index\.js$/ }, ({ importer }) =>
      /@kubernetes[\\/]client-node/.test(importer) ? { path: 'gen', namespace: 'stub' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents:
        'export const createConfiguration = () => { throw new Error("not bundled"); }; export class ServerConfiguration {}',
    }));
  },
};

/** Yoga decodes its WebAssembly with `fetch` where there is one; Node's costs more to load than Ink does. */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup({ onLoad }) {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `var fetch;${await readFile(path, 'utf8')}`,
    }));
  },
};

/**
 * Node gives its own modules an ES face by reading every name of theirs, which loads streams, encodings and more: 10 ms of
 * each start. The bundle asks for them without one.
 */
const nodeWithoutFaces = {
  name: 'node-without-faces',
  setup({ onEnd, initialOptions }) {
    initialOptions.write = false;
    onEnd(({ outputFiles }) => {
      const files = outputFiles?.map(({ path, text, contents }) => ({
        path,
        contents: path.endsWith('.mjs') ? withoutFaces(text, path) : contents,
      }));
      putInPlace(files ?? []);
    });
  },
};

/**
 * At any moment the folder holds a whole bundle, of before or of now: chunks come before the entries that ask for them, and
 * a file is replaced when all of it is there.
 */
function putInPlace(files) {
  const isChunk = ({ path }) => /[\\/]chunk-[^\\/]*$/.test(path);
  for (const { path, contents } of [...files.filter(isChunk), ...files.filter((file) => !isChunk(file))]) {
    const fresh = `${path}.${process.pid}.new`;
    writeFileSync(fresh, contents);
    renameSync(fresh, path);
  }
}

function withoutFaces(text, path) {
  const plain = text.replace(
    /import(?:\{([^{}]*)\}|\s*\*\s*as\s+([\w$]+)\s*|\s+([\w$]+)\s+)from\s*["'](node:[\w/]+)["'];/g,
    (_, names, all, whole, name) =>
      `const ${names === undefined ? (all ?? whole) : `{${names.replace(/\s+as\s+/g, ':')}}`}=process.getBuiltinModule("${name}");`,
  );
  const left = /(?:from|import)\s*["']node:[\w/]+["']/.exec(plain);
  if (left !== null) throw new Error(`${path}: ${left[0]} was not understood`);
  return plain;
}

const STALE_MS = 3_600_000;

/** Our modules by their real place, wherever the bundle puts their code: workers and fonts are found beside dist/. */
const entryPoints = {
  cli: 'src/cli/index.ts',
  main: 'screens/main.ts',
  'demo-worker': 'src/demo/demo-worker.io.ts',
  'gif-worker': 'src/gif/gif-worker.io.ts',
  'export-worker': 'src/recorder/export-worker.io.ts',
};

const options = {
  entryPoints: Object.fromEntries(Object.entries(entryPoints).filter(([, file]) => existsSync(file))),
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunk-[hash]',
  splitting: true,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  mainFields: ['module', 'main'],
  conditions: ['production'],
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  alias: {
    'react-devtools-core': `${root}scripts/empty.mjs`,
    // Its package names a module that it does not hold; the one that is there starts 20 ms sooner than the CommonJS.
    '@xterm/headless': `${root}scripts/xterm-headless.mjs`,
  },
  external: ['node-pty', 'koffi'],
  plugins: [stubClientNode, yogaWithoutFetch, nodeWithoutFaces],
  banner: {
    js:
      "const require=process.getBuiltinModule('module').createRequire(import.meta.url);" +
      'const __filename=import.meta.filename,__dirname=import.meta.dirname;',
  },
  legalComments: 'none',
  logLevel: 'warning',
};

if (process.argv.includes('--watch')) {
  const watcher = await context(options);
  await watcher.watch();
  console.log('watching');
} else {
  const { outputFiles: _, ...result } = await build({ ...options, metafile: true });
  const names = new Set(Object.keys(result.metafile.outputs).map((path) => path.replace(/^dist\//, '')));
  dropStaleChunks(names);
  const { manPage, VERSION } = await import(`${root}dist/cli.mjs`);
  writeFileSync('dist/kpi-tui.1', manPage(VERSION));
  const bytes = [...names].reduce((sum, name) => sum + statSync(`dist/${name}`).size, 0);
  if (process.env.npm_lifecycle_event !== 'prepare')
    console.log(`dist: ${names.size} files, ${Math.round(bytes / 1024)} KiB`);
}

/**
 * Chunks of earlier builds carry other hashes, and entries had other names; a package must not ship them. A program that
 * has been started before may still ask for its own, so in a clone they stay for a while.
 */
function dropStaleChunks(names) {
  const keptMs = process.env.npm_lifecycle_event === 'prepare' ? 0 : STALE_MS;
  for (const name of readdirSync('dist')) {
    if (!/\.mjs(?:\.\d+\.new)?$/.test(name) || names.has(name)) continue;
    // Another build may drop it too.
    const made = statSync(`dist/${name}`, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && Date.now() - made >= keptMs) rmSync(`dist/${name}`, { force: true });
  }
}
