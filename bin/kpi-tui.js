#!/usr/bin/env node
// Plain syntax, so that an old Node can still explain itself.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 19)) {
  if (!existsSync(fileURLToPath(new URL('../dist/cli.mjs', import.meta.url)))) {
    console.error('kpi-tui is not built yet. In a clone, run: npm ci');
    process.exit(2);
  }
  // React chooses its build when first imported, so this must come before the imports below.
  if (process.env.NODE_ENV === undefined) process.env.NODE_ENV = 'production';
  const { runCommand } = await import('../dist/cli.mjs'); // false: no command was given
  if (!(await runCommand(process.argv.slice(2)))) await import('../dist/main.mjs');
} else {
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(own)) {
    console.error(`kpi-tui needs Node 22.19 or later, this is ${process.version}. In a clone, run: npm ci`);
    process.exit(2);
  }
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
