import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('../peers/kube.sh', import.meta.url));
const PROGRAMS = ['kube-apiserver', 'kubeload', 'clientgo-informer'];
const run = promisify(execFile);

/** Where `npm run peers` puts the programs. */
export const kubePrograms = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kpi-tui/peers/kube/bin');

/** Why there can be no real API server here, or undefined. */
export function whyNoKube(): string | undefined {
  const missing = PROGRAMS.filter((program) => !existsSync(join(kubePrograms(), program)));
  if (missing.length > 0) return `${missing.join(', ')} not built: npm run peers kube`;
  const tools = ['etcd', 'openssl', 'curl', 'bash'].filter(
    (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0,
  );
  return tools.length === 0 ? undefined : `${tools.join(', ')} not installed`;
}

export interface KubePeer {
  readonly kubeconfig: string;
  /** May read most things, but neither secrets nor nodes, nor write anything. */
  readonly viewerKubeconfig: string;
  readonly folder: string;
  /** A verb of kube.sh: pods N, churn RATE SECONDS, compact, restart, wipe. Its output. */
  run(verb: string, ...args: (string | number)[]): Promise<string>;
  stop(): Promise<void>;
}

/** A kube-apiserver and an etcd of our own on free loopback ports, in a folder of their own. */
export async function startKube(): Promise<KubePeer> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-kube-'));
  mkdirSync(join(folder, 'bin'));
  for (const program of PROGRAMS) symlinkSync(join(kubePrograms(), program), join(folder, 'bin', program));
  const verb = async (name: string, ...args: (string | number)[]) =>
    (await run('bash', [SCRIPT, name, folder, ...args.map(String)], { maxBuffer: 16 * 1024 * 1024 })).stdout.trim();
  await verb('up');
  return {
    kubeconfig: join(folder, 'run/kubeconfig'),
    viewerKubeconfig: join(folder, 'run/kubeconfig.viewer'),
    folder,
    run: verb,
    async stop() {
      await verb('down');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
