import {
  EVERY_POD,
  freezeRows,
  type PlacedColumn,
  type Pod,
  type PodFilter,
  type PodRows,
  parsePodFilter,
  placeColumns,
  podColumn,
} from '../../src/pods/index.ts';
import type { CellPen, CellRegion, Rect } from '../../src/terminal/index.ts';
import { clean, wrapWords } from '../../src/text/index.ts';
import { Store } from '../hooks/store.ts';
import type { Services } from '../services.ts';
import { type Line, line, paintLines, span } from '../ui/line.ts';
import { ListView } from '../ui/list-view.ts';
import type { PodsCluster } from './pods-cluster.ts';
import { INITIAL_PODS, type PodsMessage, type PodsModel, updatePods } from './pods-model.ts';
import { columnAt, paintPodTable, tableCols } from './pods-rows.ts';

/** A cluster that is away for less than this is not worth a banner. */
const PATIENCE_MS = 2000;

const NO_ROWS: PodRows = {
  length: 0,
  order: INITIAL_PODS.order,
  at: () => undefined,
  keyAt: () => undefined,
  indexOf: () => -1,
  roleOf: () => 'idle',
  isMarked: () => false,
};

/** The list of the pods screen: which rows it has, which one is selected, where its window stands, how it is painted. */
export class PodsList implements CellRegion {
  readonly scrolledRows = 0;
  readonly cursor = undefined;
  readonly store = new Store<PodsModel, PodsMessage>(updatePods, INITIAL_PODS);
  readonly #services: Services;
  readonly #cluster: PodsCluster;
  #frozen: PodRows | undefined;
  #frozenVersion = 0;
  readonly view: ListView;
  #cols = 80;
  #columns: readonly PlacedColumn[] = [];
  /** The session that filter and order were given to last. */
  #applied: unknown;
  #banner: readonly Line[] = [];

  constructor(services: Services, cluster: PodsCluster) {
    this.#services = services;
    this.#cluster = cluster;
    this.view = new ListView({
      rows: () => this.rows,
      selection: () => ({ key: this.model.selectedKey, index: this.model.selectedIndex }),
      onSelect: (selection) => this.store.dispatch({ type: 'select', ...selection }),
      bannerRows: () => this.#banner.length,
    });
    this.placed({ x: 0, y: 0, cols: 80, rows: 20 });
  }

  get model(): PodsModel {
    return this.store.model;
  }

  get rows(): PodRows {
    return this.#frozen ?? this.#cluster.pods?.table ?? NO_ROWS;
  }

  /** Changes of the table since the view was paused. */
  get arrivedWhilePaused(): number | undefined {
    return this.#frozen === undefined ? undefined : (this.#cluster.pods?.table.version ?? 0) - this.#frozenVersion;
  }

  get selectedPod(): Pod | undefined {
    return this.rows.at(this.view.selected);
  }

  placed({ cols, rows }: Rect): void {
    if (cols === 0 || rows === 0) return;
    this.#cols = cols;
    this.view.placed(rows);
    this.#columns = placeColumns(tableCols(cols), cols);
  }

  /** A click: on the head it sorts, on a row it selects. Returns whether a row was hit. */
  click(x: number, y: number): boolean {
    if (y > 0) return this.view.click(y);
    const placed = columnAt(this.#columns, x);
    if (placed !== undefined) this.sortBy(placed.column.id);
    return false;
  }

  /** The same column again reverses. */
  sortBy(name: string): void {
    const by = podColumn(name)?.id;
    if (by === undefined) return;
    const { order } = this.model;
    if (order.by === by) this.store.dispatch({ type: 'reverse' });
    else this.store.dispatch({ type: 'sortBy', order: { by, reverse: false } });
    this.apply();
  }

  /** Gives filter and order to the table of the present session. */
  apply(): void {
    const { pods } = this.#cluster;
    this.#applied = pods;
    if (pods === undefined) return;
    pods.table.setOrder(this.model.order);
    pods.table.setFilter(withFaults(this.model.filter, this.model.faultsOnly));
    pods.table.settle(this.#services.now());
    // What a person has chosen is seen at once, and not with the next frame.
    pods.view.invalidate();
    pods.view.flush();
    this.#keepSelection();
  }

  /** Called when the session or its pods have changed. */
  clusterChanged(): void {
    if (this.#cluster.pods !== this.#applied) {
      this.#frozen = undefined;
      this.apply();
    }
    if (this.#cluster.failureOfPods() === undefined || this.rows.length === 0) this.#banner = this.#bannerNow();
    this.#keepSelection();
  }

  /** Told once a second: a banner comes when the cluster has been away for a while, not at every watch that is reopened. */
  tick(): void {
    this.#banner = this.#bannerNow();
  }

  pause(): void {
    this.store.dispatch({ type: 'pause' });
    const { pods } = this.#cluster;
    this.#frozen = this.model.isPaused && pods !== undefined ? freezeRows(pods.table) : undefined;
    this.#frozenVersion = pods?.table.version ?? 0;
  }

  paint(pen: CellPen): void {
    const { glyphs } = this.#services;
    const theme = this.#services.theme();
    paintPodTable(pen, {
      rows: this.rows,
      columns: this.#columns,
      top: this.view.windowTop(),
      selected: this.view.selected,
      theme,
      glyphs,
      now: this.#services.now(),
      isStale: this.#banner.length > 0,
      banner: this.#banner,
    });
    if (this.rows.length === 0 && this.#banner.length === 0)
      paintLines(pen, { x: 2, y: 2 }, { lines: this.#notice(), theme });
  }

  /** The failure that keeps the rows from being fresh, with what to do; old rows stay below it. */
  #bannerNow(): readonly Line[] {
    const failure = this.#cluster.failureOfPods();
    const sync = this.#cluster.pods?.view.getSnapshot().sync;
    if (failure === undefined) return [];
    if (sync?.kind === 'waiting' && this.#services.now() - sync.since < PATIENCE_MS && this.rows.length > 0) return [];
    const cols = Math.max(20, this.#cols - 4);
    const [first = '', ...more] = wrapWords(`error[${failure.code}]: ${clean(failure.message)}`, cols);
    const hint = failure.hint === undefined ? [] : wrapWords(clean(failure.hint), cols);
    return [
      line(first, 'danger'),
      ...more.map((text) => line(text, 'danger')),
      ...hint.map((text) => line(text, 'dim')),
      [],
    ];
  }

  /** What stands in place of rows: why there are none, and what to press. */
  #notice(): readonly Line[] {
    const snapshot = this.#cluster.pods?.view.getSnapshot();
    if (snapshot === undefined)
      return [line(this.#cluster.isOpening ? 'opening the cluster' : 'no cluster is open', 'busy')];
    if (!snapshot.hasSynced) return [line('listing pods', 'busy')];
    if (snapshot.total === 0)
      return [line('There are no pods here.'), [span('n', 'accent'), span(' chooses another namespace', 'dim')]];
    return [line('No pod fits the filter.'), [span('Esc', 'accent'), span(' clears it', 'dim')]];
  }

  /** The index follows the pod, so that its place is known when it goes. */
  #keepSelection(): void {
    // While the first list comes in, rows come in everywhere: the selection stays at the top until a person moves it.
    if (this.model.selectedKey === undefined && this.#cluster.pods?.view.getSnapshot().hasSynced !== true) return;
    this.view.keepSelection();
  }
}

/** The typed filter, and also only what needs a look. */
function withFaults(filter: PodFilter, faultsOnly: boolean): PodFilter {
  if (!faultsOnly) return filter;
  const both = parsePodFilter(`${filter.text} faults`);
  return both.kind === 'filter' ? both : EVERY_POD;
}
