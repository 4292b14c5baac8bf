import { type PipelineEvent, SharedInformer, type SharedInformerOptions } from '../../../src/informer/index.ts';
import { PipelineSession } from '../../../src/pipeline/index.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { ScriptedSource } from '../informer/scripted-source.ts';
import type { Thing } from '../informer/things.ts';

export interface Piped {
  readonly source: ScriptedSource;
  readonly clock: ManualClock;
  readonly session: PipelineSession<Thing>;
  readonly informer: SharedInformer<Thing>;
  /** All events in order, and the notes of them. */
  readonly events: PipelineEvent[];
  readonly notes: () => string[];
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** A session over one informer of things, whose server side the test lays out. */
export function pipedThings(source = new ScriptedSource(), options: Partial<SharedInformerOptions<Thing>> = {}): Piped {
  const clock = new ManualClock(1_000_000);
  const session = new PipelineSession<Thing>({ clock });
  const informer = new SharedInformer<Thing>({
    ...session.hooks('things', source),
    clock,
    random: () => 0,
    ...options,
  });
  session.attach(informer);
  const events: PipelineEvent[] = [];
  session.onEvent((event) => events.push(event));
  const abort = new AbortController();
  let running = Promise.resolve();
  return {
    source,
    clock,
    session,
    informer,
    events,
    notes: () => events.flatMap((event) => ('note' in event ? [event.note] : [])),
    async run() {
      running = informer.run(abort.signal);
      await settle();
    },
    async stop() {
      abort.abort();
      await session.stop();
      // A handler that threw pauses for a second of this clock.
      await clock.advanceAsync(5_000);
      await running;
    },
  };
}
