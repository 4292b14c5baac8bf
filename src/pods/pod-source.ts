import type { ApiClient, ListerWatcher } from '../kube/index.ts';
import { type Pod, podProjection } from './pod.ts';

/** Which pods of a cluster are meant. */
export interface PodScope {
  /** Empty: all namespaces. */
  readonly namespaces: readonly string[];
  /** In the server's grammar; '' selects all. */
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** One list and watch for each namespace of a scope: the narrower a watch, the less it costs both ends. */
export function podListerWatchers(client: Pick<ApiClient, 'listerWatcher'>, scope: PodScope): ListerWatcher<Pod>[] {
  const { labelSelector = '', fieldSelector = '' } = scope;
  const namespaces = [...new Set(scope.namespaces)];
  const paths =
    namespaces.length === 0
      ? ['/api/v1/pods']
      : namespaces.map((name) => `/api/v1/namespaces/${encodeURIComponent(name)}/pods`);
  return paths.map((path) => client.listerWatcher({ path, projection: podProjection, labelSelector, fieldSelector }));
}
