import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { EXIT, KpiError, messageOf, systemCodeOf } from '../flow/index.ts';
import { broken, type Kubeconfig, type KubeconfigFile, mergeKubeconfigs, missing } from './kubeconfig.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface KubeconfigSource {
  /** A file named by flag: the only one, and it has to be there. */
  readonly kubeconfig?: string | undefined;
  readonly env: Env;
  /** Where a pod finds its own account. */
  readonly serviceAccountFolder?: string | undefined;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** A kubeconfig with a hundred clusters has some 300 KB. */
const LARGEST_KUBECONFIG_BYTES = 8 * 1024 * 1024;
/** Aliases that a YAML document may expand to: a kubeconfig has none, a bomb has many. */
const MOST_ALIASES = 100;

/** The kubeconfig as kubectl finds it: flag, KUBECONFIG (a list), `~/.kube/config`, else the account of the pod we run in. */
export async function readKubeconfig(source: KubeconfigSource): Promise<Kubeconfig> {
  const { kubeconfig, env } = source;
  if (kubeconfig !== undefined) return mergeKubeconfigs([await readOne(resolve(kubeconfig))]);
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) {
    const files = (await Promise.all(listed.map((path) => readIfThere(resolve(path))))).filter(
      (file) => file !== undefined,
    );
    if (files.length === 0) throw missing(`The kubeconfig that KUBECONFIG names is not there: ${listed.join(', ')}.`);
    return mergeKubeconfigs(files);
  }
  const path = join(env.HOME ?? homedir(), '.kube', 'config');
  const file = await readIfThere(path);
  if (file !== undefined) return mergeKubeconfigs([file]);
  const account = await inClusterConfig(source);
  if (account === undefined) throw missing(`There is no kubeconfig: ${path} is not there.`);
  return account;
}

async function readOne(path: string): Promise<KubeconfigFile> {
  const file = await readIfThere(path);
  if (file === undefined) throw missing(`The kubeconfig ${path} is not there.`);
  return file;
}

async function readIfThere(path: string): Promise<KubeconfigFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (systemCodeOf(cause) === 'ENOENT' || systemCodeOf(cause) === 'ENOTDIR') return undefined;
    throw unreadable(path, cause);
  }
  if (text.length > LARGEST_KUBECONFIG_BYTES) throw broken(path, 'it is far too large for a kubeconfig');
  return { path, document: await parseDocument(path, text) };
}

function unreadable(path: string, cause: unknown): KpiError {
  const isForbidden = systemCodeOf(cause) === 'EACCES' || systemCodeOf(cause) === 'EPERM';
  const what = systemCodeOf(cause) === 'EISDIR' ? 'it is a folder' : messageOf(cause);
  return new KpiError('KUBE_CONFIG_UNREADABLE', `The kubeconfig ${path} cannot be read: ${what}.`, {
    cause,
    hint: isForbidden
      ? `It belongs to another user: copy it to ~/.kube/config and chown it.`
      : 'Give another one with --kubeconfig FILE.',
    exitCode: isForbidden ? EXIT.notPermitted : EXIT.failed,
  });
}

async function parseDocument(path: string, text: string): Promise<unknown> {
  try {
    if (text.trimStart().startsWith('{')) return JSON.parse(text);
  } catch {
    // A flow mapping of YAML begins like JSON.
  }
  // A CommonJS package: in the bundle it has a default export only.
  const { parse } = (await import('yaml')).default;
  try {
    return parse(text, { maxAliasCount: MOST_ALIASES, logLevel: 'error' });
  } catch (cause) {
    throw broken(path, `it is no YAML: ${messageOf(cause).split('\n')[0]?.replace(/:$/, '')}`, cause);
  }
}

async function inClusterConfig(source: KubeconfigSource): Promise<Kubeconfig | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = source.env;
  const folder = source.serviceAccountFolder ?? SERVICE_ACCOUNT;
  if (!host || !port) return undefined;
  const tokenFile = join(folder, 'token');
  const hasToken = await readFile(tokenFile).then(
    () => true,
    () => false,
  );
  if (!hasToken) return undefined;
  const namespace = await readFile(join(folder, 'namespace'), 'utf8').catch(() => '');
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const name = 'in-cluster';
  return {
    currentContext: name,
    contexts: [{ name, namespace: namespace.trim() || 'default', cluster: name, user: name }],
    clusters: new Map([[name, { server, 'certificate-authority': join(folder, 'ca.crt') }]]),
    users: new Map([[name, { tokenFile }]]),
    source: name,
  };
}
