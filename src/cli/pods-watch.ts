import { EXIT, wait } from '../flow/index.ts';
import { type ClusterAccess, describeFailure, failureText, type ListerWatcher } from '../kube/index.ts';
import { comparePods, needsLook, type Pod, type PodChange, PodSession } from '../pods/index.ts';
import { formatAge } from '../text/index.ts';
import type { CommandContext } from './command.ts';
import { changeJson, FilteredChanges, PendingChanges } from './pods-changes.ts';
import type { PodsOptions } from './pods-options.ts';
import { columnsFor, headLine, podLine, type TextColumn } from './pods-text.ts';

/** How often it is looked for changes, and for the end. */
const LOOK_MS = 50;

export interface PodWatch {
  readonly options: PodsOptions;
  readonly sources: readonly ListerWatcher<Pod>[];
  readonly access: ClusterAccess;
}

/**
 * Prints pods and then every change until it is interrupted. A server that goes away later is waited for; one that cannot
 * be listed at first is an error. Throws KpiError.
 */
export async function watchPods(context: CommandContext, { options, sources, access }: PodWatch): Promise<number> {
  const { clock, random, signal } = context;
  const session = new PodSession({ listerWatchers: sources, clock, random });
  const printer = new WatchPrinter(context, options, session);
  session.onChange((change) => printer.take(change));
  const startedAt = clock.now();
  session.start();
  try {
    while (await wait(clock, LOOK_MS, signal)) {
      if (session.failure !== undefined) throw session.failure;
      const sync = session.syncState();
      if (!printer.hasSynced && sync.kind === 'waiting') throw describeFailure(sync.failure, access);
      await printer.print();
    }
    await printer.print();
    if (!context.settings.quiet) await context.stderr.write(`${printer.summary(clock.now() - startedAt)}\n`);
    return EXIT.interrupted;
  } finally {
    void session.stop();
  }
}

/** Turns changes into lines of the form that was asked for. */
class WatchPrinter {
  readonly #context: CommandContext;
  readonly #options: PodsOptions;
  readonly #session: PodSession;
  readonly #filtered: FilteredChanges;
  readonly #pending = new PendingChanges();
  readonly #counts = { ADDED: 0, MODIFIED: 0, DELETED: 0 };
  #columns: readonly TextColumn[] = [];
  /** The rows of the first sync, until they are printed. */
  #first: readonly Pod[] | undefined;
  #hasSynced = false;

  constructor(context: CommandContext, options: PodsOptions, session: PodSession) {
    this.#context = context;
    this.#options = options;
    this.#session = session;
    this.#filtered = new FilteredChanges(options.filter);
  }

  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  take(change: PodChange): void {
    const now = this.#context.clock.now();
    if (change.type === 'SYNCED') {
      this.#hasSynced = true;
      this.#first = this.#session.pods().filter((pod) => this.#filtered.seed(pod, now));
      return;
    }
    const seen = this.#filtered.through(change, now);
    if (seen === undefined) return;
    if ('pod' in seen) this.#counts[seen.type]++;
    this.#pending.add(seen);
  }

  async print(): Promise<void> {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) await this.#printFirst(first);
    const changes = this.#pending.take();
    if (changes.length === 0) return;
    const now = this.#context.clock.now();
    if (this.#options.form === 'jsonl')
      return await this.#context.stdout.write(changes.map((change) => changeJson(change, now)).join(''));
    for (const change of changes) await this.#printLine(change, now);
  }

  /** `watched 12s: 3 added, 17 modified, 1 deleted`. */
  summary(lastedMs: number): string {
    const { ADDED, MODIFIED, DELETED } = this.#counts;
    return `watched ${formatAge(lastedMs / 1000)}: ${ADDED} added, ${MODIFIED} modified, ${DELETED} deleted`;
  }

  async #printFirst(pods: readonly Pod[]): Promise<void> {
    const { stdout, clock } = this.#context;
    const now = clock.now();
    if (this.#options.form === 'jsonl')
      return await stdout.write(changeJson({ type: 'SYNCED', count: pods.length }, now));
    const compare = comparePods(this.#options.order);
    const sorted = pods
      .map((pod) => ({ pod, looks: needsLook(pod, now) }))
      .sort(compare)
      .map(({ pod }) => pod);
    this.#columns = columnsFor(this.#options, sorted, { now, cols: stdout.columns });
    await stdout.write([headLine(this.#columns), ...sorted.map((pod) => podLine(pod, now, this.#columns))].join(''));
  }

  /** As `kubectl get --watch`: the new state of a pod is a line; what concerns all of them is told on stderr. */
  async #printLine(change: PodChange, now: number): Promise<void> {
    const { stdout, stderr } = this.#context;
    if (change.type === 'STALE') return await stderr.write(`stale: ${failureText(change.failure)}\n`);
    if (change.type === 'FRESH') return await stderr.write('fresh again\n');
    if (!('pod' in change)) return;
    const line = podLine(change.pod, now, this.#columns);
    await stdout.write(change.type === 'DELETED' ? line.replace(/\n$/, '  (deleted)\n') : line);
  }
}
