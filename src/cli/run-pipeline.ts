import { type Clock, inBackground, wait } from '../flow/index.ts';
import { SharedInformer } from '../informer/index.ts';
import { type ClusterAccess, describeFailure, type ListerWatcher } from '../kube/index.ts';
import { PipelineSession, type PipelineSnapshot } from '../pipeline/index.ts';
import type { Pod } from '../pods/index.ts';
import { formatCountOf } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import type { PipelineOptions } from './pipeline-options.ts';
import { PipelinePrinter } from './pipeline-printer.ts';

/** How often it is printed, and looked for the end. */
const LOOK_MS = 50;
/** What is left to do when a replay is over; what a fault holds up is not waited for any longer. */
const IDLE_WAIT_MS = 3_000;

/** Where the pods come from, and by which clock they do. */
export interface PipelineOrigin {
  readonly listerWatchers: readonly ListerWatcher<Pod>[];
  readonly clock: Clock;
  readonly watchList: boolean;
  /** Undefined for a replay: what failed there is a part of it. */
  readonly access: ClusterAccess | undefined;
  /** Brings what is replayed and resolves when all of it has been taken; undefined: pods come for ever. */
  readonly replay?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** What is to be safe before anything else is written at the end. */
  readonly end?: () => Promise<void>;
}

/**
 * Runs the pipeline and prints it until its time is over, its replay is, or it is interrupted. Returns what is to be said
 * of it at the end. Throws KpiError.
 */
export async function runPipeline(
  context: CommandContext,
  options: PipelineOptions,
  origin: PipelineOrigin,
): Promise<string> {
  const startedAt = context.clock.now();
  const session = new PipelineSession<Pod>({ clock: origin.clock });
  const { form } = options;
  const printer = form === 'metrics' ? undefined : new PipelinePrinter(context.stdout, form, origin.clock.now());
  const stopTelling = session.onEvent((event, informer) => printer?.take(event, informer));
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  const pipeline = startInformers(context, options, origin, { session, signal });
  armFaults(context, options, session, signal);
  try {
    await untilOver(context, options, origin, { ...pipeline, session, printer, signal });
  } finally {
    ended.abort();
    await origin.end?.();
  }
  // What is said at the end is about what is printed; workers may be at it still.
  stopTelling();
  const [snapshot, metrics] = [session.snapshot(), session.metricsText()];
  inBackground(session.stop(), () => {});
  await printer?.print();
  if (form === 'metrics') await context.stdout.write(metrics);
  return summary(snapshot, context.clock.now() - startedAt, printer?.lost ?? 0);
}

interface Started {
  readonly session: PipelineSession<Pod>;
  readonly signal: AbortSignal;
}

interface Broken {
  /** What ended an informer for good, which is a bug. */
  readonly failure: () => { readonly cause: unknown } | undefined;
}

function startInformers(
  { random }: CommandContext,
  { queue, workers, limiter }: PipelineOptions,
  { listerWatchers, clock, watchList }: PipelineOrigin,
  { session, signal }: Started,
): Broken {
  let failure: { readonly cause: unknown } | undefined;
  const informers = listerWatchers.map((source, index) => {
    const hooks = session.hooks(index === 0 ? 'pods' : `pods-${index + 1}`, source);
    const informer = new SharedInformer<Pod>({ ...hooks, clock, random, queue, watchList });
    session.attach(informer);
    return informer;
  });
  session.startController({ workers, limiter });
  for (const informer of informers)
    inBackground(informer.run(signal), (cause) => {
      failure = { cause };
    });
  return { failure: () => failure };
}

function armFaults(
  { clock }: CommandContext,
  { faults: planned }: PipelineOptions,
  { faults }: PipelineSession<Pod>,
  signal: AbortSignal,
): void {
  for (const { afterMs, arm, lastsMs, undo } of planned) {
    const strike = (): void => {
      if (signal.aborted) return;
      arm(faults);
      if (lastsMs !== undefined) clock.after(lastsMs, () => undo?.(faults));
    };
    // At once means before the first list, not soon after it.
    if (afterMs === 0) strike();
    else clock.after(afterMs, strike);
  }
}

async function untilOver(
  { clock, signal: interrupt }: CommandContext,
  { forMs = Number.POSITIVE_INFINITY, faults }: PipelineOptions,
  { access, replay }: PipelineOrigin,
  { session, printer, signal, failure }: Started & Broken & { readonly printer: PipelinePrinter | undefined },
): Promise<void> {
  const endAt = clock.now() + forMs;
  let replayed: { readonly at: number; readonly error?: unknown } | undefined;
  if (replay !== undefined)
    replay(signal).then(
      () => (replayed = { at: clock.now() }),
      (error: unknown) => (replayed = { at: clock.now(), error }),
    );
  const isOver = (): boolean => {
    if (clock.now() >= endAt) return true;
    return replayed !== undefined && (session.isIdle || clock.now() - replayed.at > IDLE_WAIT_MS);
  };
  while (!isOver() && (await wait(clock, Math.min(LOOK_MS, endAt - clock.now()), interrupt))) {
    const broken = failure();
    if (broken !== undefined) throw broken.cause;
    if (replayed !== undefined && 'error' in replayed) throw replayed.error;
    const { kind, ...sync } = session.syncState();
    // With faults it is the failures that are to be seen.
    if (access !== undefined && faults.length === 0 && !session.hasSynced && kind === 'waiting' && 'failure' in sync)
      throw describeFailure(sync.failure, access);
    await printer?.print();
  }
}

/** `10.0s: 1,204 steps of 112 objects; 1 list, 2 watches, 0 relists, 0 times 410`. */
function summary({ steps, indexer, reflector, faults }: PipelineSnapshot, lastedMs: number, lost: number): string {
  const total = steps.reduce((sum, step) => sum + step.total, 0);
  const { lists, watches, relists, gone } = reflector;
  const missing =
    lost === 0 ? '' : `${formatCountOf(lost, 'event')} came faster than they could be written, and are missing.\n`;
  const armed = faults.length === 0 ? '' : `Not used up: ${faults.map(({ fault }) => fault).join(', ')}.\n`;
  const counts = [
    formatCountOf(lists, 'list'),
    `${watches} ${watches === 1 ? 'watch' : 'watches'}`,
    formatCountOf(relists, 'relist'),
    `${gone} times 410`,
  ];
  return `${(lastedMs / 1000).toFixed(1)}s: ${formatCountOf(total, 'step')}, ${formatCountOf(indexer.objects, 'object')}; ${counts.join(', ')}\n${missing}${armed}`;
}
