import { type Clock, inBackground, messageOf } from '../../src/flow/index.ts';
import {
  type Pod,
  type PodChange,
  type PodSession,
  parsePodFilter,
  podColumn,
  podKey,
  roleAt,
} from '../../src/pods/index.ts';
import type { RecordingFile } from '../../src/recorder/index.ts';
import { clean, formatCountOf, padEnd, padStart, textWidth } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import type { PodsCluster } from '../pods/pods-cluster.ts';
import { freshness } from '../pods/pods-truth.ts';
import { changeLine, countLine, PLAIN_HELP, recordingCells, type Seen, seenOf } from './plain-rows.ts';

const LISTED_COLUMNS = ['namespace', 'name', 'ready', 'status', 'restarts', 'age'] as const;

export interface PlainOptions {
  readonly cluster: PodsCluster;
  readonly clock: Clock;
  readonly glyphs: Glyphs;
  readonly print: (line: string) => void;
  /** Newest first. */
  readonly recordings: () => Promise<readonly RecordingFile[]>;
  /** The local time of a clock reading: `10:02:11`. */
  readonly time: (ms: number) => string;
}

/** The pods as lines: every change as it happens, and words at a prompt in place of keys. The same sessions as the screens. */
export class PlainSession {
  readonly #o: PlainOptions;
  readonly #seen = new Map<string, Seen>();
  #pods: PodSession | undefined;
  #unlisten = () => {};
  #failureCode = '';

  constructor(options: PlainOptions) {
    this.#o = options;
  }

  /** Told when the cluster or its session has changed. */
  clusterChanged(): void {
    const { pods } = this.#o.cluster;
    if (pods !== this.#pods) {
      this.#unlisten();
      this.#seen.clear();
      this.#pods = pods;
      this.#unlisten = pods?.onChange((change) => this.#change(change)) ?? (() => {});
    }
    const failure = this.#o.cluster.failureOfPods();
    if ((failure?.code ?? '') === this.#failureCode) return;
    this.#failureCode = failure?.code ?? '';
    if (failure !== undefined)
      this.#say(`error[${failure.code}]: ${clean(failure.message)} ${clean(failure.hint ?? '')}`);
  }

  /** Runs a line of the prompt; false when it ends the program. */
  command(typed: string): boolean {
    const [word = '', ...rest] = typed.trim().split(/\s+/);
    const argument = rest.join(' ');
    const run: Readonly<Record<string, () => void>> = {
      '': () => {},
      help: () => PLAIN_HELP.forEach(this.#o.print),
      pods: () => this.#list(''),
      faults: () => this.#list('faults'),
      filter: () => this.#list(argument),
      namespace: () =>
        this.#o.cluster.setNamespaces(argument === '' || argument === 'all' ? [] : argument.split(/[\s,]+/)),
      recordings: () => inBackground(this.#recordings(), (cause) => this.#o.print(clean(messageOf(cause)))),
      status: () => this.#status(),
    };
    if (word === 'quit' || word === 'exit' || word === 'q') return false;
    const known = run[word];
    if (known === undefined) this.#o.print(`unknown word '${clean(word)}'; help lists them`);
    else known();
    return true;
  }

  #change(change: PodChange): void {
    switch (change.type) {
      case 'SYNCED':
        for (const pod of this.#pods?.pods() ?? []) this.#seen.set(podKey(pod), seenOf(pod));
        return this.#say(`${formatCountOf(change.count, 'pod')}, watching; help lists the words`);
      case 'STALE':
        return this.#say('stale, changes may be missed');
      case 'FRESH':
        return this.#say('fresh again');
      default:
        return this.#podChange(change.type, change.pod);
    }
  }

  #podChange(type: 'ADDED' | 'MODIFIED' | 'DELETED', pod: Pod): void {
    const key = podKey(pod);
    const { clock, glyphs, time, print } = this.#o;
    const text = changeLine({ type, pod, before: this.#seen.get(key), time: time(clock.now()), glyphs });
    if (type === 'DELETED') this.#seen.delete(key);
    else this.#seen.set(key, seenOf(pod));
    if (text !== undefined) print(text);
  }

  #list(filterText: string): void {
    const { print, clock, glyphs } = this.#o;
    const pods = this.#pods;
    if (pods === undefined) return print('no cluster is open');
    const filter = parsePodFilter(filterText);
    if (filter.kind === 'error') return print(filter.message);
    const now = clock.now();
    pods.table.setFilter(filter);
    pods.table.settle(now);
    const rows = Array.from({ length: pods.table.length }, (_, index) => pods.table.at(index) as Pod);
    for (const row of tableRows(rows, now, glyphs)) print(row);
    print(countLine(rows.length, pods.table.total));
  }

  async #recordings(): Promise<void> {
    const { print, clock, recordings } = this.#o;
    const files = await recordings();
    const head = ['NAME', 'LENGTH', 'SIZE', 'SCREEN', 'AGE', 'GIF', 'FAULT'];
    if (files.length === 0) return print('no recordings yet; kpi-tui rec makes one');
    for (const row of aligned([head, ...files.map((file) => recordingCells(file, clock.now()))])) print(row);
  }

  #status(): void {
    const { cluster, clock, print, glyphs } = this.#o;
    const snapshot = this.#pods?.view.getSnapshot();
    const scope = cluster.namespaces.length === 0 ? 'all namespaces' : cluster.namespaces.join(', ');
    const age =
      snapshot === undefined
        ? 'not connected'
        : freshness(snapshot, clock.now())
            .map(({ text }) => text)
            .join('');
    const parts = [
      cluster.context,
      scope,
      formatCountOf(snapshot?.total ?? 0, 'pod'),
      `${snapshot?.looking ?? 0} need a look`,
      age,
    ];
    print(parts.join(` ${glyphs.dot} `));
  }

  #say(text: string): void {
    this.#o.print(`${this.#o.time(this.#o.clock.now())} ${text}`);
  }
}

/** A table of all rows, each column as wide as its longest cell. */
function tableRows(pods: readonly Pod[], now: number, glyphs: Glyphs): string[] {
  const columns = LISTED_COLUMNS.map((id) => podColumn(id)).filter((column) => column !== undefined);
  const cells = pods.map((pod) =>
    columns.map(
      (column) => `${column.id === 'status' ? `${glyphs[roleAt(pod, now)]} ` : ''}${clean(column.text(pod, now))}`,
    ),
  );
  const all = [columns.map(({ title }) => title), ...cells];
  return aligned(
    all,
    columns.map(({ align }) => align),
  );
}

/** Rows whose columns are as wide as their longest cell. */
function aligned(rows: readonly (readonly string[])[], aligns: readonly ('left' | 'right')[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => textWidth(row[index] as string))));
  return rows.map((row) =>
    row
      .map((cell, index) => (aligns[index] === 'right' ? padStart : padEnd)(cell, widths[index] as number))
      .join('  ')
      .trimEnd(),
  );
}
