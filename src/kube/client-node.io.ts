import { type ChildProcess, spawn } from 'node:child_process';
import type { Credentials, TlsMaterial } from './cluster-access.ts';
import { credentialsError } from './credentials-error.ts';
import { isRecord } from './json-decoder.ts';
import type { ChosenContext } from './kubeconfig.ts';

/** Time for a credential plugin: some ask a slow identity provider. */
const PLUGIN_DEADLINE_MS = 60_000;

/** What `applySecurityAuthentication` uses of a request. */
interface RequestContext {
  setHeaderParam(name: string, value: string): void;
  setDispatcher(dispatcher: unknown): void;
}

interface KubeConfigLike {
  loadFromString(text: string): void;
  applySecurityAuthentication(context: RequestContext): Promise<void>;
}

/**
 * Credentials that a plugin or a provider is asked for, by the KubeConfig of @kubernetes/client-node: exec plugins, OIDC.
 * The module is loaded at first use: it takes longer than the rest of the way to the cluster.
 */
export class ClientNodeCredentials {
  readonly #chosen: ChosenContext;
  #kubeConfig: Promise<KubeConfigLike> | undefined;

  constructor(chosen: ChosenContext) {
    this.#chosen = chosen;
  }

  /** Rejects with a KpiError KUBE_CREDENTIALS when a plugin or a file does not give what it should. */
  async read(): Promise<Credentials> {
    this.#kubeConfig ??= loadKubeConfig(this.#chosen);
    const kubeConfig = await this.#kubeConfig;
    const headers: Record<string, string> = {};
    let tls: TlsMaterial = {};
    const context: RequestContext = {
      setHeaderParam: (name, value) => {
        headers[name] = value.trim(); // A token file ends with a newline.
      },
      setDispatcher: (material) => {
        tls = material as TlsMaterial;
      },
    };
    try {
      await kubeConfig.applySecurityAuthentication(context);
    } catch (cause) {
      throw credentialsError(this.#chosen, cause);
    }
    return { headers, tls };
  }
}

async function loadKubeConfig(chosen: ChosenContext): Promise<KubeConfigLike> {
  // Past the package's index: that one loads the generated client too, which is most of it and not used.
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const kubeConfig = new KubeConfig() as unknown as KubeConfigLike;
  kubeConfig.loadFromString(JSON.stringify(documentOf(chosen)));
  // It would build a connection pool for each request. The material that it builds one from is all that is wanted.
  Reflect.set(kubeConfig, 'createDispatcher', (_cluster: unknown, material: unknown) => material);
  const authenticators: unknown = Reflect.get(kubeConfig, 'authenticators');
  if (Array.isArray(authenticators)) {
    for (const authenticator of authenticators)
      if (isRecord(authenticator) && 'execFn' in authenticator) Reflect.set(authenticator, 'execFn', spawnPlugin);
  }
  return kubeConfig;
}

/** A kubeconfig of one context, in the words that client-node knows. */
function documentOf(chosen: ChosenContext): unknown {
  const { context, server, cluster } = chosen;
  return {
    clusters: [{ name: 'c', cluster: { ...cluster, server } }],
    users: [{ name: 'u', user: userOf(chosen) }],
    contexts: [{ name: context.name, context: { cluster: 'c', user: 'u', namespace: context.namespace } }],
    'current-context': context.name,
  };
}

function userOf({ user, server }: ChosenContext): unknown {
  const { exec, ...rest } = user;
  if (!isRecord(exec)) return user;
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo === true && { cluster: { server } }) },
  };
  const env = [
    ...(Array.isArray(exec.env) ? exec.env : []),
    { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) },
  ];
  return { ...rest, exec: { ...exec, env } };
}

/** A plugin gets no input: waiting for a password, it would hold up everything and be seen by nobody. */
function spawnPlugin(command: string, args: readonly string[] | undefined, options: object): ChildProcess {
  return spawn(command, args ?? [], { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: PLUGIN_DEADLINE_MS });
}
