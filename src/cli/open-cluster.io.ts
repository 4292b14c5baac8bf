import type { Settings } from '../config/index.ts';
import type { RunningDemo } from '../demo/index.ts';
import type { Clock } from '../flow/index.ts';
import { type ApiClient, createApiClient, loadCluster } from '../kube/index.ts';

/** The cluster that the settings name, ready to be asked. */
export interface OpenCluster {
  readonly client: ApiClient;
  /** The namespaces that the settings ask for; empty: all. */
  readonly namespaces: readonly string[];
  /** The embedded cluster when it is one, which can be told to fail. */
  readonly demo: RunningDemo | undefined;
  /** Ends all connections, and the demo. */
  close(): Promise<void>;
}

/**
 * Opens the cluster of the kubeconfig, or starts the demo. Nothing is asked of the cluster yet. Throws the KpiErrors of
 * `loadCluster` and `startDemoCluster`.
 */
export async function openCluster(
  settings: Settings,
  { env, clock }: { env: Readonly<Record<string, string | undefined>>; clock: Clock },
): Promise<OpenCluster> {
  const { kubeconfig, context } = settings;
  const demo = settings.demo ? await startDemo(settings) : undefined;
  const access = demo?.access ?? (await loadCluster({ kubeconfig, context, env }));
  const client = createApiClient(access, { clock });
  return {
    client,
    namespaces: namespacesOf(settings, access.namespace),
    demo,
    async close() {
      await client.close();
      await demo?.stop();
    },
  };
}

/** Read from disk only where it is wanted. */
async function startDemo({ seed, demoPods, demoChanges }: Settings): Promise<RunningDemo> {
  const { startDemoCluster } = await import('../demo/index.ts');
  return await startDemoCluster({ seed, pods: demoPods, changesPerSecond: demoChanges });
}

/** The demo's context names no namespace: without -n all of it is shown. */
function namespacesOf({ allNamespaces, namespaces, demo }: Settings, ofContext: string): readonly string[] {
  if (allNamespaces) return [];
  if (namespaces.length > 0) return namespaces;
  return demo ? [] : [ofContext];
}
