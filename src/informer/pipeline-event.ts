import type { DeltaType } from './delta.ts';

/** Gets every event of a pipeline, synchronously. Without one, none is built. */
export interface Observe {
  (event: PipelineEvent): void;
  /** Asked before a step is built, if it is there. True: it has been counted, and no event of it is wanted. */
  readonly passesOver?: ((step: 1 | 2 | 3 | 4 | 5 | 6) => boolean) | undefined;
}

export type PipelineEvent = StepEvent | NoteEvent;

interface Step<N extends number> {
  readonly step: N;
  /** `namespace/name`; with resourceVersion it follows one change through the steps 1 to 6, alone through 7 to 9. */
  readonly key: string;
  /** ms since the epoch, by the pipeline's clock. */
  readonly at: number;
}

interface ObjectStep<N extends number> extends Step<N> {
  readonly resourceVersion: string;
}

/** The nine steps of an object's way, each told right after the state change that it names. */
export type StepEvent =
  | (ObjectStep<1> & { readonly source: 'list' | 'watch' | 'watchList'; readonly eventType: string })
  | (ObjectStep<2> & { readonly deltaType: DeltaType; readonly depth: number; readonly deltasForKey: number })
  | (ObjectStep<3> & {
      readonly deltaTypes: readonly DeltaType[];
      readonly waitedMs: number;
      readonly isInInitialList: boolean;
    })
  | (ObjectStep<4> & { readonly deltaType: DeltaType; readonly operation: 'add' | 'update' | 'delete' })
  | (ObjectStep<5> & { readonly size: number; readonly changedIndexes: readonly string[] })
  | (ObjectStep<6> & {
      readonly handler: string;
      readonly notification: 'add' | 'update' | 'delete';
      readonly isSync: boolean;
      readonly pending: number;
    })
  | (Step<7> & {
      readonly queue: string;
      readonly deduplicated: boolean;
      readonly delayMs?: number;
      readonly numRequeues?: number;
    })
  | (Step<8> & { readonly worker: string; readonly waitedMs: number })
  | (Step<9> & { readonly worker: string; readonly found: boolean });

interface Note<Name extends string> {
  readonly note: Name;
  readonly at: number;
}

/** What happens beside the nine steps. */
export type NoteEvent =
  | (Note<'list-start'> & { readonly resourceVersion: string; readonly limit: number })
  | (Note<'list-page'> & { readonly items: number; readonly remaining: number | undefined })
  | (Note<'list-end'> & {
      readonly items: number;
      readonly resourceVersion: string;
      readonly isPaginated: boolean;
      readonly tookMs: number;
    })
  | (Note<'watch-open'> & { readonly resourceVersion: string; readonly timeoutSeconds: number })
  | (Note<'watch-close'> & { readonly reason: string; readonly events: number; readonly tookMs: number })
  | (Note<'bookmark'> & { readonly resourceVersion: string; readonly endsInitialEvents: boolean })
  | (Note<'backoff'> & { readonly delayMs: number; readonly reason: string })
  | (Note<'relist'> & { readonly reason: string })
  /** The server has forgotten the resourceVersion: 410. */
  | (Note<'gone'> & { readonly on: 'list' | 'watch' | 'event'; readonly message: string })
  | (Note<'resync'> & { readonly depth: number })
  | (Note<'watch-error'> & { readonly level: 'debug' | 'info' | 'error'; readonly message: string })
  | (Note<'initial-events-late'> & { readonly message: string })
  | (Note<'skipped-event'> & { readonly reason: string })
  | (Note<'malformed-line'> & { readonly reason: string })
  | (Note<'process-error'> & { readonly message: string })
  | (Note<'handler-threw'> & { readonly handler: string; readonly message: string })
  | (Note<'slow-handler'> & { readonly handler: string; readonly tookMs: number; readonly pending: number })
  | (Note<'warning'> & { readonly message: string })
  | (Note<'requeued' | 'forgotten' | 'dropped'> & { readonly key: string; readonly numRequeues: number })
  | (Note<'fault'> & { readonly fault: string; readonly left: number });
