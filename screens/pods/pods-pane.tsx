import { Box } from 'ink';
import { inBackground } from '../../src/flow/index.ts';
import {
  EVERY_POD,
  type Pod,
  type PodFilter,
  parsePodFilter,
  podDetail,
  podKey,
  podSummary,
} from '../../src/pods/index.ts';
import type { CellPen, CellRegion } from '../../src/terminal/index.ts';
import type { BodySize, Pane, PointerEvent } from '../pane.ts';
import { REGION, type Services } from '../services.ts';
import { type Line, line, paintLine, paintLines } from '../ui/line.ts';
import type { PaletteItem } from '../ui/palette.ts';
import { paneTitle } from '../ui/pane-title.ts';
import { Region } from '../ui/region.tsx';
import { TextView } from '../ui/text-view.ts';
import { detailTextLines, summaryLines } from './pod-detail-rows.ts';
import type { PodsCluster } from './pods-cluster.ts';
import { PodsList } from './pods-list.ts';
import { podsTruth } from './pods-truth.ts';
import { SteadySnapshot, syncText } from './steady-snapshot.ts';

/** Below this height the list has all the room. */
const LOWER_FROM_ROWS = 20;
/** Rows of the lower pane with its title, on a small and on a tall screen. */
const LOWER_ROWS = 7;
const LOWER_ROWS_TALL = 11;
const TALL_FROM_ROWS = 40;
/** Rows that a wheel step moves. */
const WHEEL_ROWS = 3;
/** The name of the choice that means all namespaces. */
const ALL = 'all namespaces';

/** The pods of a cluster: list, lower pane that follows the selection, and the detail that Enter opens. */
export class PodsPane implements Pane {
  readonly id = 'pods' as const;
  readonly list: PodsList;
  readonly lower: CellRegion;
  readonly detail: TextView;
  readonly #services: Services;
  readonly #cluster: PodsCluster;
  /** Ages in the truth line move once a second, not with every event. */
  #secondsAt: number;
  #detailCols = 80;
  #shownState = '';
  readonly #steady = new SteadySnapshot();
  #isVisible = false;

  constructor(services: Services, cluster: PodsCluster) {
    this.#services = services;
    this.#cluster = cluster;
    this.#secondsAt = services.now();
    this.list = new PodsList(services, cluster);
    this.list.store.subscribe(() => this.#changed());
    // Told in the middle of a commit: the frame must not be built within another.
    this.detail = new TextView({
      theme: () => services.theme(),
      onPlaced: () => queueMicrotask(() => services.refresh()),
    });
    this.lower = { scrolledRows: 0, cursor: undefined, placed: () => {}, paint: (pen) => this.#paintLower(pen) };
  }

  get mode(): 'list' | 'text' {
    return this.#isOpen ? 'text' : 'list';
  }

  get attention(): boolean {
    return this.#cluster.failureOfPods() !== undefined;
  }

  get isPaused(): boolean {
    return this.list.model.isPaused;
  }

  get #isOpen(): boolean {
    return this.list.model.openKey !== undefined;
  }

  /** Told by the workstation when the cluster, its session or its pods have changed. */
  clusterChanged(): void {
    this.list.clusterChanged();
    this.#changed();
  }

  /**
   * Told once a frame while pods change: the table is painted again, and the rest only when it would read differently. Counts
   * and versions of the truth line wait for the next second, else every frame of a busy cluster is a commit of React.
   */
  podsMoved(): void {
    this.list.clusterChanged();
    if (this.#stateNow() !== this.#shownState) this.#changed();
    else if (this.#isVisible) this.#services.invalidate(REGION.podTable);
  }

  /** Told once a second. */
  tick(): void {
    this.#secondsAt = this.#services.now();
    this.#steady.renew();
    this.list.tick();
    if (this.#isVisible) this.#changed();
  }

  truth(): readonly Line[] {
    const { filter, faultsOnly, openKey } = this.list.model;
    const snapshot = this.#steady.read(this.#cluster.pods, `${filter.text} ${faultsOnly}`);
    const failure = this.#cluster.failureOfPods();
    if (openKey !== undefined) return [line(openKey, 'strong'), line(this.detail.place, 'dim')];
    const truth = podsTruth({
      scope: scopeText(this.#cluster.namespaces),
      snapshot,
      isOpening: this.#cluster.isOpening,
      filterText: filter.text,
      faultsOnly,
      arrivedWhilePaused: this.list.arrivedWhilePaused,
      now: this.#secondsAt,
    });
    return failure === undefined ? truth : [...truth, line(failure.code, 'warn')];
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (!isVisible && this.isPaused) this.list.pause();
    this.#changed();
  }

  perform(action: string): boolean {
    if (this.#isOpen && this.#performText(action)) return true;
    if (this.list.view.move(action)) return true;
    const run = this.#actions[action];
    run?.();
    return run !== undefined;
  }

  readonly #actions: Readonly<Record<string, () => void>> = {
    'pods.open': () => this.#open(),
    'pods.filter': () => this.#promptFilter(),
    'pods.faults': () => {
      this.list.store.dispatch({ type: 'faults' });
      this.#apply();
    },
    'pods.sort': () => {
      this.list.store.dispatch({ type: 'sortNext' });
      this.#apply();
    },
    'pods.reverse': () => {
      this.list.store.dispatch({ type: 'reverse' });
      this.#apply();
    },
    'pods.namespace': () => this.#pickNamespace(),
    'pods.lower': () => this.list.store.dispatch({ type: 'lower' }),
    'pods.copy': () => {
      const pod = this.list.selectedPod;
      if (pod !== undefined) this.#services.copy(pod.metadata.name, pod.metadata.name);
    },
    pauseView: () => this.list.pause(),
  };

  refusal(action: string): string | undefined {
    const needsPod = action === 'pods.open' || action === 'pods.copy';
    if (needsPod && this.list.selectedPod === undefined) return 'no pod is selected';
    if (action === 'pods.lower' && this.#services.size().rows < LOWER_FROM_ROWS)
      return `the lower pane needs ${LOWER_FROM_ROWS} rows`;
    if (action === 'pauseView' && this.#isOpen) return 'a text stands still by itself';
    if (action === 'pods.namespace' && this.#cluster.pods === undefined) return 'no cluster is open';
    return undefined;
  }

  pointer(event: PointerEvent): void {
    const wheel = event.action === 'wheel-up' ? -WHEEL_ROWS : event.action === 'wheel-down' ? WHEEL_ROWS : 0;
    if (event.region === REGION.podDetail) {
      if (wheel !== 0) this.detail.scroll(wheel);
      this.#changed();
      return;
    }
    if (event.region !== REGION.podTable) return;
    if (wheel !== 0) this.list.view.scroll(wheel);
    else if (this.list.click(event.x, event.y) && event.action === 'double') this.#open();
    this.#changed();
  }

  back(): boolean {
    if (this.#isOpen) {
      this.list.store.dispatch({ type: 'close' });
      return true;
    }
    if (this.list.model.filter.text === '' && !this.list.model.faultsOnly) return false;
    if (this.list.model.faultsOnly) this.list.store.dispatch({ type: 'faults' });
    this.#setFilter(EVERY_POD);
    return true;
  }

  paletteItems(): readonly PaletteItem[] {
    const names = this.#cluster.pods?.namespaces() ?? [];
    return [ALL, ...names].map((name) => this.#namespaceItem(name, name === ALL ? ALL : `namespace ${name}`));
  }

  readonly Body = ({ rows }: BodySize) => {
    const lower = this.#lowerRows;
    if (this.#isOpen) return <Region id={REGION.podDetail} height={rows} />;
    return (
      <Box flexDirection="column">
        <Region id={REGION.podTable} height={rows - lower} />
        {lower === 0 ? null : <Region id={REGION.podLower} height={lower} />}
      </Box>
    );
  };

  /** The layout, as a value that React can compare: it renders the body again when this changes. */
  get layout(): string {
    return `${this.#isOpen} ${this.#lowerRows}`;
  }

  get #lowerRows(): number {
    const { rows } = this.#services.size();
    if (!this.list.model.hasLowerPane || rows < LOWER_FROM_ROWS) return 0;
    return rows >= TALL_FROM_ROWS ? LOWER_ROWS_TALL : LOWER_ROWS;
  }

  #performText(action: string): boolean {
    if (this.detail.perform(action)) return this.#changed();
    switch (action) {
      case 'text.search':
        this.#promptSearch();
        return true;
      case 'text.next':
      case 'text.previous':
        this.detail.next(action === 'text.next' ? 1 : -1);
        return this.#changed();
      case 'text.copy':
        this.#services.copy(this.detail.text, 'the detail');
        return true;
      case 'back':
        return this.back();
      default:
        return false;
    }
  }

  #apply(): void {
    this.list.apply();
    this.#steady.renew();
    this.#changed();
  }

  /** What of the cluster and the selected pod is seen outside of the table. */
  #stateNow(): string {
    const { pods, detail } = this.#cluster;
    const { uid = '', resourceVersion = '' } = this.#followed?.metadata ?? {};
    const failure = this.#cluster.failureOfPods()?.code;
    return `${syncText(pods?.view.getSnapshot())} ${failure} ${uid} ${resourceVersion} ${detail?.state.key}`;
  }

  #changed(): true {
    this.#shownState = this.#stateNow();
    this.#cluster.detail?.follow(this.#isVisible ? this.#followed : undefined);
    if (this.#isOpen) this.#fillDetail();
    for (const region of [REGION.podTable, REGION.podLower, REGION.podDetail]) this.#services.invalidate(region);
    this.#services.refresh();
    return true;
  }

  /** The pod of the open detail, or the selected one. */
  get #followed(): Pod | undefined {
    const { openKey } = this.list.model;
    return openKey === undefined ? this.list.selectedPod : (this.#cluster.pods?.get(openKey) ?? undefined);
  }

  #open(): void {
    const pod = this.list.selectedPod;
    if (pod === undefined) return;
    this.detail.reset();
    this.list.store.dispatch({ type: 'open', key: podKey(pod) });
  }

  #fillDetail(): void {
    const pod = this.#followed;
    const { glyphs } = this.#services;
    const { cols } = this.#services.size();
    this.#detailCols = cols - 2;
    if (pod === undefined)
      return this.detail.setLines([line('This pod is gone.', 'warn'), line('Esc goes back to the list.', 'dim')]);
    const state = this.#cluster.detail?.state;
    if (state?.documents === undefined) {
      const why =
        state?.failure === undefined ? line('asking for the pod', 'busy') : line('the pod cannot be read', 'danger');
      return this.detail.setLines([why]);
    }
    this.detail.setLines(
      detailTextLines(podDetail(pod, state.documents, this.#services.now()), { cols: this.#detailCols, glyphs }),
    );
  }

  #paintLower(pen: CellPen): void {
    pen.clear();
    const { glyphs } = this.#services;
    const theme = this.#services.theme();
    const pod = this.list.selectedPod;
    const title = pod === undefined ? 'no pod' : podKey(pod);
    paintLine(
      pen,
      { x: 0, y: 0 },
      { spans: paneTitle(title, { cols: pen.cols, glyphs, focused: pod !== undefined }), theme },
    );
    if (pod === undefined) return;
    const state = this.#cluster.detail?.state;
    const documents = state?.key === podKey(pod) ? state.documents : undefined;
    const lines = summaryLines(podSummary(pod, documents, this.#services.now()), { cols: pen.cols - 3, glyphs });
    paintLines(pen, { x: 2, y: 1 }, { lines, theme });
  }

  #promptFilter(): void {
    const before = this.list.model.filter;
    this.#services.prompt(
      {
        title: '/',
        onChange: (text) => this.#tryFilter(text),
        onDone: () => {},
        onCancel: () => this.#setFilter(EVERY_POD),
      },
      before.text,
    );
  }

  /** Filters as one types; a filter that cannot be used yet leaves the list as it is, and says why. */
  #tryFilter(text: string): { note: string; isBad: boolean } {
    const filter = parsePodFilter(text);
    if (filter.kind === 'error') return { note: filter.message, isBad: true };
    this.#setFilter(filter);
    return { note: `${this.list.rows.length} of ${this.#cluster.pods?.table.total ?? 0}`, isBad: false };
  }

  #setFilter(filter: PodFilter): void {
    this.list.store.dispatch({ type: 'filter', filter });
    this.#apply();
  }

  #promptSearch(): void {
    this.#services.prompt(
      {
        title: 'search',
        onChange: (text) => {
          const found = this.detail.search(text);
          this.#changed();
          return { note: text === '' ? '' : `${found} found`, isBad: false };
        },
        onDone: () => {},
        onCancel: () => {
          this.detail.search('');
          this.#changed();
        },
      },
      '',
    );
  }

  #namespaceItem(name: string, label = name): PaletteItem {
    const wanted = name === ALL ? [] : [name];
    const present = this.#cluster.namespaces.join() === wanted.join();
    return {
      label,
      detail: present ? 'shown now' : 'list and watch its pods',
      run: () => this.#cluster.setNamespaces(wanted),
    };
  }

  #pickNamespace(): void {
    const show = (names: readonly string[]) =>
      this.#services.pick(
        'namespace',
        [ALL, ...names].map((name) => this.#namespaceItem(name)),
      );
    show(this.#cluster.pods?.namespaces() ?? []);
    // What has no pods yet is known to the server only; the choice grows when it answers, if it is still open.
    inBackground(
      this.#cluster.listNamespaces().then((names) =>
        this.#services.pickMore(
          'namespace',
          [ALL, ...names].map((name) => this.#namespaceItem(name)),
        ),
      ),
      () => {},
    );
  }
}

const scopeText = (namespaces: readonly string[]): string =>
  namespaces.length === 0
    ? ALL
    : namespaces.length === 1
      ? (namespaces[0] as string)
      : `${namespaces.length} namespaces`;
