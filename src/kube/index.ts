export { type ApiClient, type ApiCounter, type ApiRequest, createApiClient } from './api-client.io.ts';
export {
  type ApiFailure,
  failureOf,
  failureText,
  isApiFailure,
  isContinueExpired,
  isCutOff,
  isExpired,
  isInternalError,
  isRefused,
  isTooLarge,
  isTooManyRequests,
} from './api-failure.ts';
export { isStatusObject, type Status, type StatusCause, statusOf } from './api-status.ts';
export { type ClusterAccess, type Credentials, plainAccess, type TlsMaterial } from './cluster-access.ts';
export { describeFailure } from './describe-failure.ts';
export { type ContextList, listContexts, loadCluster } from './kubeconfig.io.ts';
export type { KubeContext } from './kubeconfig.ts';
export type { KubeconfigSource } from './kubeconfig-files.io.ts';
export type {
  ListerWatcher,
  ListOptions,
  ListPage,
  ListProgress,
  OnMalformed,
  WatchEvent,
  Watcher,
  WatchOptions,
} from './lister-watcher.ts';
export { type KubeObject, metaNamespaceKey, type ObjectMeta, splitMetaNamespaceKey } from './object-key.ts';
export type { ResourceOptions } from './resource.io.ts';
export {
  type FieldRequirement,
  type LabelRequirement,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
} from './selector.ts';
export { StreamError } from './stream-error.ts';
export type { Projection, Wire, WireField, WireSchema, WireType } from './wire-schema.ts';
