export {
  DeletedFinalStateUnknown,
  type Delta,
  type Deltas,
  type DeltaType,
  deletionHandlingMetaNamespaceKey,
  type OrTombstone,
} from './delta.ts';
export { DeltaFifo, type FifoOptions } from './delta-fifo.ts';
export { FilteringResourceEventHandler, type ResourceEventHandler } from './event-handler.ts';
export {
  Indexer,
  type IndexerOptions,
  type IndexFacts,
  type IndexFunction,
  IndexFunctionError,
  namespaceIndex,
} from './indexer.ts';
export type { ListenerState, Registration } from './listener.ts';
export type { NoteEvent, Observe, PipelineEvent, StepEvent } from './pipeline-event.ts';
export {
  ClosedQueueError,
  type KeyListerGetter,
  type PopSource,
  type ProcessDeltas,
  type Queue,
  type QueueEntry,
  type QueueSnapshot,
  type ReflectorStore,
} from './queue.ts';
export { RealFifo } from './real-fifo.ts';
export { Reflector, type WatchErrorHandler } from './reflector.ts';
export type { InformerCounter, ReflectorOptions } from './reflector-options.ts';
export { SharedInformer, type SharedInformerOptions } from './shared-informer.ts';
export type { SyncState } from './sync-state.ts';
export { waitForCacheSync } from './wait-for-cache-sync.ts';
