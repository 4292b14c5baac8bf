import type { OpenCluster, openCluster as openNow } from './open-cluster.io.ts';

export type { OpenCluster } from './open-cluster.io.ts';

/** As `openCluster` of open-cluster.io.ts; the clients that it needs are read from disk when it is called, not at start. */
export async function openCluster(...options: Parameters<typeof openNow>): Promise<OpenCluster> {
  const { openCluster: open } = await import('./open-cluster.io.ts');
  return await open(...options);
}
