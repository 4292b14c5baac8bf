import { dirname, isAbsolute, join } from 'node:path';
import { EXIT, KpiError } from '../flow/index.ts';
import { nearestWord } from '../text/index.ts';
import { isRecord } from './json-decoder.ts';

type Entry = Readonly<Record<string, unknown>>;

/** One kubeconfig, parsed but not looked at. */
export interface KubeconfigFile {
  readonly path: string;
  readonly document: unknown;
}

export interface KubeContext {
  readonly name: string;
  /** `default` where the context names none. */
  readonly namespace: string;
  readonly cluster: string;
  readonly user: string;
}

/** What `kubectl config view` would show: all files as one, the first that says a thing wins. */
export interface Kubeconfig {
  /** '' when no file names one. */
  readonly currentContext: string;
  readonly contexts: readonly KubeContext[];
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
  /** The files, for messages. */
  readonly source: string;
}

/** One context with its cluster and user, ready to be asked. */
export interface ChosenContext {
  readonly context: KubeContext;
  readonly server: string;
  readonly cluster: Entry;
  readonly user: Entry;
}

/** Throws a KpiError KUBE_CONFIG_INVALID or KUBE_CONFIG_EMPTY that names the file. */
export function mergeKubeconfigs(files: readonly KubeconfigFile[]): Kubeconfig {
  const contexts = new Map<string, KubeContext>();
  const clusters = new Map<string, Entry>();
  const users = new Map<string, Entry>();
  let currentContext = '';
  for (const { path, document } of files) {
    const config = configOf(path, document);
    currentContext ||= textOf(config['current-context']);
    for (const [name, entry] of namedEntries(path, config, 'contexts', 'context'))
      if (!contexts.has(name)) contexts.set(name, contextOf(name, entry));
    for (const [name, entry] of namedEntries(path, config, 'clusters', 'cluster'))
      if (!clusters.has(name)) clusters.set(name, absolutePaths(path, entry));
    for (const [name, entry] of namedEntries(path, config, 'users', 'user'))
      if (!users.has(name)) users.set(name, absolutePaths(path, entry));
  }
  const source = files.map((file) => file.path).join(', ');
  if (contexts.size === 0 && clusters.size === 0)
    throw new KpiError('KUBE_CONFIG_EMPTY', `${source} names no cluster.`, { hint: HINT_CONFIG });
  return { currentContext, contexts: [...contexts.values()], clusters, users, source };
}

/** The context asked for, or the current one. Throws a KpiError that says what is missing. */
export function chooseContext(config: Kubeconfig, asked: string | undefined): ChosenContext {
  const name = asked ?? (config.currentContext || onlyContext(config));
  const context = config.contexts.find((candidate) => candidate.name === name);
  if (context === undefined) throw unknownContext(config, name, asked !== undefined);
  const cluster = config.clusters.get(context.cluster);
  if (cluster === undefined)
    throw broken(config.source, `the context "${name}" names the cluster "${context.cluster}", which is not there`);
  const user = context.user === '' ? {} : config.users.get(context.user);
  if (user === undefined)
    throw broken(config.source, `the context "${name}" names the user "${context.user}", which is not there`);
  return { context, cluster, user, server: serverOf(config.source, context.cluster, cluster) };
}

const HINT_CONFIG = 'Give one with --kubeconfig FILE or KUBECONFIG, or look around with --demo.';

export function broken(path: string, what: string, cause?: unknown): KpiError {
  return new KpiError('KUBE_CONFIG_INVALID', `The kubeconfig ${path} cannot be used: ${what}.`, {
    hint: 'Repair it, or give another one with --kubeconfig FILE.',
    ...(cause !== undefined && { cause }),
  });
}

export function missing(what: string): KpiError {
  return new KpiError('KUBE_CONFIG_MISSING', what, { hint: HINT_CONFIG });
}

function unknownContext(config: Kubeconfig, name: string, isAsked: boolean): KpiError {
  const names = config.contexts.map((context) => context.name);
  const nearest = nearestWord(name, names);
  const known =
    names.length === 0 ? 'It has none.' : `It has: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`;
  const hint = nearest === undefined ? known : `Did you mean "${nearest}"? ${known}`;
  if (isAsked)
    return new KpiError('KUBE_CONTEXT_UNKNOWN', `There is no context "${name}" in ${config.source}.`, {
      hint,
      exitCode: EXIT.usage,
    });
  const what = name === '' ? 'it says no current context' : `its current context "${name}" is not there`;
  return new KpiError('KUBE_CONFIG_INVALID', `The kubeconfig ${config.source} cannot be used: ${what}.`, {
    hint: `Give one with --context NAME. ${known}`,
  });
}

/** The file's only context needs no name. */
const onlyContext = (config: Kubeconfig): string =>
  config.contexts.length === 1 ? (config.contexts[0] as KubeContext).name : '';

function configOf(path: string, document: unknown): Entry {
  if (document === undefined || document === null)
    throw new KpiError('KUBE_CONFIG_EMPTY', `The kubeconfig ${path} is empty.`, { hint: HINT_CONFIG });
  if (!isRecord(document)) throw broken(path, 'it is no mapping of clusters, users and contexts');
  const { kind } = document;
  if (kind !== undefined && kind !== 'Config') throw broken(path, `its kind is ${textOf(kind)}, not Config`);
  return document;
}

function* namedEntries(path: string, config: Entry, list: string, key: string): Generator<[string, Entry]> {
  const entries = config[list];
  if (entries === undefined || entries === null) return;
  if (!Array.isArray(entries)) throw broken(path, `its ${list} is no list`);
  for (const [index, entry] of entries.entries()) {
    if (!isRecord(entry) || typeof entry.name !== 'string' || entry.name === '')
      throw broken(path, `${list}[${index}] has no name`);
    const value = entry[key] ?? {};
    if (!isRecord(value)) throw broken(path, `${list}[${index}].${key} is no mapping`);
    yield [entry.name, value];
  }
}

function contextOf(name: string, entry: Entry): KubeContext {
  return {
    name,
    namespace: textOf(entry.namespace) || 'default',
    cluster: textOf(entry.cluster),
    user: textOf(entry.user),
  };
}

const PATH_FIELDS = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/** Paths in a kubeconfig are meant from its own folder. */
function absolutePaths(path: string, entry: Entry): Entry {
  const folder = dirname(path);
  const absolute = (value: unknown): unknown =>
    typeof value === 'string' && value !== '' && !isAbsolute(value) ? join(folder, value) : value;
  const out: Record<string, unknown> = { ...entry };
  for (const field of PATH_FIELDS) if (field in out) out[field] = absolute(out[field]);
  const { exec } = out;
  // A bare name is looked for in PATH.
  if (isRecord(exec) && typeof exec.command === 'string' && exec.command.includes('/'))
    out.exec = { ...exec, command: absolute(exec.command) };
  return out;
}

function serverOf(source: string, name: string, cluster: Entry): string {
  const given = textOf(cluster.server);
  if (given === '') throw broken(source, `the cluster "${name}" has no server`);
  const hasTls =
    'certificate-authority' in cluster ||
    'certificate-authority-data' in cluster ||
    cluster['insecure-skip-tls-verify'] === true;
  const url = /^[a-z]+:\/\//i.test(given) ? given : `${hasTls ? 'https' : 'http'}://${given}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw broken(source, `the server "${given}" of the cluster "${name}" is no address`);
  return url.replace(/\/+$/, '');
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
