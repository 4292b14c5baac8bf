import type { Settings } from '../config/index.ts';
import type { OpenCluster, openCluster as openNow } from './open-cluster.io.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type { OpenCluster } from './open-cluster.io.ts';

/** Names of the contexts that the settings' kubeconfig has; none for the demo. Rejects as `listContexts` does. */
export async function contextNames(settings: Settings, env: Environment): Promise<readonly string[]> {
  if (settings.demo) return [];
  const { listContexts } = await import('../kube/index.ts');
  const { contexts } = await listContexts({ kubeconfig: settings.kubeconfig, env });
  return contexts.map(({ name }) => name);
}

/** As `openCluster` of open-cluster.io.ts; the clients that it needs are read from disk when it is called, not at start. */
export async function openCluster(...options: Parameters<typeof openNow>): Promise<OpenCluster> {
  const { openCluster: open } = await import('./open-cluster.io.ts');
  return await open(...options);
}
