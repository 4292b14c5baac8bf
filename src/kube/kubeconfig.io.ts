import { ClientNodeCredentials } from './client-node.io.ts';
import type { ClusterAccess, Credentials } from './cluster-access.ts';
import { type ChosenContext, chooseContext, type KubeContext } from './kubeconfig.ts';
import { type KubeconfigSource, readKubeconfig } from './kubeconfig-files.io.ts';
import { areStatic, readStaticCredentials } from './static-credentials.io.ts';

export interface ContextList {
  /** '' when the kubeconfig names none. */
  readonly current: string;
  readonly contexts: readonly KubeContext[];
}

/** The contexts to choose from, without loading what it takes to use one. Rejects with a KpiError. */
export async function listContexts(source: KubeconfigSource): Promise<ContextList> {
  const { currentContext, contexts } = await readKubeconfig(source);
  return { current: currentContext, contexts };
}

/**
 * The cluster of a context (the current one when none is named), its credentials read once: a plugin that has something
 * to say says it before there is a screen. Rejects with a KpiError, whose code says what to repair.
 */
export async function loadCluster(
  options: KubeconfigSource & { context?: string | undefined },
): Promise<ClusterAccess> {
  const config = await readKubeconfig(options);
  const { context, server, cluster } = chooseContext(config, options.context);
  const proxyUrl = cluster['proxy-url'];
  const open = async () => credentialsOf(chooseContext(await readKubeconfig(options), context.name));
  let read = await open();
  await read();
  return {
    context: context.name,
    server,
    namespace: context.namespace,
    proxyUrl: typeof proxyUrl === 'string' && proxyUrl !== '' ? proxyUrl : undefined,
    source: config.source,
    async credentials(isRejected) {
      // Everything anew: the file may have been written again, and client-node keeps what a plugin once gave.
      if (isRejected) read = await open();
      return read();
    },
  };
}

function credentialsOf(chosen: ChosenContext): () => Promise<Credentials> {
  if (areStatic(chosen.user)) return () => readStaticCredentials(chosen);
  const asked = new ClientNodeCredentials(chosen);
  return () => asked.read();
}
