#!/usr/bin/env node
// Plain syntax, so that an old Node can still explain itself; and no import at the top, as each costs every start.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 19)) {
  const { accessSync, mkdirSync } = process.getBuiltinModule('fs');
  try {
    accessSync(new URL('../dist/cli.mjs', import.meta.url));
  } catch {
    console.error('kpi-tui is not built yet. In a clone, run: npm ci');
    process.exit(2);
  }
  keepCompiledCode(mkdirSync);
  // React chooses its build when first imported, so this must come before the imports below.
  if (process.env.NODE_ENV === undefined) process.env.NODE_ENV = 'production';
  const { runCommand } = await import('../dist/cli.mjs'); // false: no command was given
  if (!(await runCommand(process.argv.slice(2)))) await import('../dist/main.mjs');
} else {
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(own)) {
    console.error(`kpi-tui needs Node 22.19 or later, this is ${process.version}. In a clone, run: npm ci`);
    process.exit(2);
  }
  const { spawn } = await import('node:child_process');
  const { constants } = await import('node:os');
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/**
 * Compiled code is kept in the cache folder: a fifth less CPU for a small command. Where the folder cannot be made there is
 * none; it is made here step by step, as Node's own way of making it never ends under a folder like /proc.
 */
function keepCompiledCode(mkdirSync) {
  const { HOME, XDG_CACHE_HOME } = process.env;
  const isAbsolute = (path) => String(path).startsWith('/');
  if (!isAbsolute(XDG_CACHE_HOME) && !isAbsolute(HOME)) return;
  const base = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : `${HOME}/.cache`;
  try {
    for (const folder of [base, `${base}/kpi-tui`, `${base}/kpi-tui/compiled`]) makeFolder(mkdirSync, folder);
    process.getBuiltinModule('module').enableCompileCache(`${base}/kpi-tui/compiled`);
  } catch {
    // Read-only, or no home: the program runs without.
  }
}

function makeFolder(mkdirSync, path) {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}
