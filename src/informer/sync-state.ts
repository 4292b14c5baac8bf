import type { ApiFailure } from '../kube/index.ts';

/** How near to the truth a store is, for a screen. Times are ms since the epoch by the pipeline's clock. */
export type SyncState =
  | { readonly kind: 'listing'; readonly received: number; readonly expected?: number }
  | {
      readonly kind: 'watching';
      readonly resourceVersion: string;
      readonly since: number;
      readonly lastEventAt: number;
    }
  /** `since`: from then on changes were missed. */
  | { readonly kind: 'waiting'; readonly since: number; readonly retryAt: number; readonly failure: ApiFailure };
