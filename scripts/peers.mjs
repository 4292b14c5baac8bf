// Brings the real counterparts into a cache outside the checkout: `npm run peers [kube] [recorder]`.
// What cannot be had is named and skipped; the tests that need it then skip too, with that reason.
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const cache = `${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/kpi-tui/peers`;
const PEERS = {
  kube: { script: 'kube.sh', needs: ['go', 'etcd', 'openssl', 'curl'] },
  recorder: { script: 'recorder.sh', needs: ['python3', 'cargo'] },
};
const PACKAGES = {
  etcd: 'etcd-server',
  tmux: 'tmux',
  ffprobe: 'ffmpeg',
  vim: 'vim',
  less: 'less',
  'fc-match': 'fontconfig fonts-jetbrains-mono',
};

const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** Debian's packages are installed where this is allowed; elsewhere their names are said. */
function installPackages(commands) {
  const missing = commands.filter((command) => !has(command) && PACKAGES[command] !== undefined);
  if (missing.length === 0) return;
  const packages = missing.flatMap((command) => PACKAGES[command].split(' '));
  if (process.getuid?.() !== 0 || !has('apt-get')) {
    console.log(`not installed: ${packages.join(' ')} (sudo apt-get install ${packages.join(' ')})`);
    return;
  }
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], quiet);
  spawnSync('apt-get', ['install', '-y', '-qq', ...packages], quiet);
}

installPackages(Object.keys(PACKAGES));
const wanted = process.argv.slice(2);
for (const [name, { script, needs }] of Object.entries(PEERS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const missing = needs.filter((command) => !has(command));
  if (missing.length > 0) {
    console.log(`skip ${name}: needs ${missing.join(', ')}`);
    continue;
  }
  const { status } = spawnSync('bash', [`test/peers/${script}`, 'build', `${cache}/${name}`], { stdio: 'inherit' });
  console.log(status === 0 ? `${name} is in ${cache}/${name}` : `skip ${name}: its build failed`);
}
