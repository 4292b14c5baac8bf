import { inBackground, type KpiError } from '../../src/flow/index.ts';
import type { PipelineSession, PipelineSnapshot } from '../../src/pipeline/index.ts';
import type { Pod } from '../../src/pods/index.ts';
import type { CellPen, CellRegion } from '../../src/terminal/index.ts';
import { Store } from '../hooks/store.ts';
import type { BodySize, Pane, PointerEvent } from '../pane.ts';
import { REGION, type Services } from '../services.ts';
import { type Line, line, paintLines } from '../ui/line.ts';
import type { PaletteItem } from '../ui/palette.ts';
import { Region } from '../ui/region.tsx';
import { TextView } from '../ui/text-view.ts';
import { explanationLines } from './explanations.ts';
import { faultItems, journeyItems, workerItems } from './pipeline-choices.ts';
import { type PartPlace, pipelineLayout } from './pipeline-layout.ts';
import { INITIAL_PIPELINE, topOf, updatePipeline } from './pipeline-model.ts';
import { paintPipeline, rowCount } from './pipeline-rows.ts';
import { pipelineTruth } from './pipeline-truth.ts';

const WHEEL_ROWS = 3;
/** An explanation is read best in lines of this length. */
const LONGEST_LINE = 100;

/** What the view needs of the cluster that is looked at. */
export interface PipelineCluster {
  /** Undefined until a cluster is open. */
  readonly pipeline: PipelineSession<Pod> | undefined;
  /** Why what the pipeline holds is not fresh. */
  failureOfPods(): KpiError | undefined;
}

/**
 * The informers of the pods at work, and an example controller on them while the view is open. Faults are taken back when
 * the view leaves the front.
 */
export class PipelinePane implements Pane {
  readonly id = 'pods' as const;
  readonly attention = false;
  readonly region: CellRegion;
  readonly text: TextView;
  readonly #services: Services;
  readonly #cluster: PipelineCluster;
  readonly #onClose: () => void;
  readonly #store = new Store(updatePipeline, INITIAL_PIPELINE);
  #session: PipelineSession<Pod> | undefined;
  #unsubscribe = (): void => {};
  #size = { cols: 80, rows: 21 };
  #isVisible = false;

  constructor(services: Services, o: { cluster: PipelineCluster; onClose: () => void }) {
    this.#services = services;
    this.#cluster = o.cluster;
    this.#onClose = o.onClose;
    this.#store.subscribe(() => this.#changed());
    this.text = new TextView({
      theme: () => services.theme(),
      onPlaced: () => queueMicrotask(() => services.refresh()),
    });
    this.region = {
      scrolledRows: 0,
      cursor: undefined,
      placed: ({ cols, rows }) => {
        if (cols > 0 && rows > 0) this.#size = { cols, rows };
      },
      paint: (pen) => this.#paint(pen),
    };
  }

  get mode(): 'pipeline' | 'text' {
    return this.#store.model.explained === undefined ? 'pipeline' : 'text';
  }

  get isPaused(): boolean {
    return this.#session?.faults.isPopPaused ?? false;
  }

  get layout(): string {
    return this.mode;
  }

  /** Shows the pipeline, with the journey of this key. */
  open(key: string | undefined): void {
    this.#join();
    if (key !== undefined) this.#session?.follow(key);
  }

  /** Told when the cluster or its informers are others: the view goes on with them. */
  clusterChanged(): void {
    if (this.#isVisible && this.#session !== this.#cluster.pipeline) this.#join();
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (isVisible) this.#join();
    else this.#leave();
  }

  truth(): readonly Line[] {
    const { explained } = this.#store.model;
    if (explained !== undefined) return [line('pipeline', 'strong'), line(this.text.place, 'dim')];
    const failure = this.#cluster.failureOfPods();
    const truth = pipelineTruth(this.#snapshot);
    return failure === undefined ? truth : [...truth, line(failure.code, 'warn')];
  }

  perform(action: string): boolean {
    if (this.mode === 'text' && this.#performText(action)) return true;
    if (this.#scrollBy(action)) return true;
    const run = this.#actions[action];
    run?.();
    return run !== undefined;
  }

  readonly #actions: Readonly<Record<string, () => void>> = {
    'pipeline.next': () => this.#focusNext(1),
    'pipeline.previous': () => this.#focusNext(-1),
    'pipeline.journey': () =>
      this.#choose('follow a key', (session, snapshot) => journeyItems(snapshot, (key) => session.follow(key))),
    'pipeline.fault': () => this.#choose('fault', (session, snapshot) => faultItems(session.faults, snapshot)),
    'pipeline.workers': () =>
      this.#choose('workers', ({ controller, faults }, snapshot) =>
        controller === undefined ? [] : workerItems(controller, faults, snapshot),
      ),
    'pipeline.step': () => this.#session?.stepPop(),
    'pipeline.explain': () => this.#explain(),
    'pipeline.copy': () => this.#services.copy(this.#session?.metricsText() ?? '', 'the metrics'),
    pauseView: () => this.#togglePop(),
  };

  refusal(action: string): string | undefined {
    const needsSession = action.startsWith('pipeline.') || action === 'pauseView';
    const needsNone = ['pipeline.next', 'pipeline.previous', 'pipeline.explain'].includes(action);
    if (needsSession && !needsNone && this.#session === undefined) return 'no cluster is open';
    if (action === 'pipeline.step' && !this.isPaused) return 'the pop is not held; Space holds it';
    if (action === 'pipeline.journey' && this.#snapshot?.recentKeys.length === 0) return 'nothing has changed yet';
    if (action === 'pauseView' && this.mode === 'text') return 'a text stands still by itself';
    return undefined;
  }

  pointer(event: PointerEvent): void {
    const wheel = event.action === 'wheel-up' ? -WHEEL_ROWS : event.action === 'wheel-down' ? WHEEL_ROWS : 0;
    if (event.region === REGION.pipelineText) {
      if (wheel !== 0) this.text.scroll(wheel);
      this.#changed();
      return;
    }
    const place = this.#places.find(
      ({ x, y, cols, rows }) => event.x >= x && event.x < x + cols && event.y >= y && event.y < y + rows,
    );
    if (place === undefined) return;
    if (wheel !== 0) this.#scroll(place, wheel);
    else this.#store.dispatch({ type: 'focus', part: place.id });
    if (event.action === 'double') this.#explain();
  }

  back(): boolean {
    if (this.#store.model.explained !== undefined) this.#store.dispatch({ type: 'closeExplanation' });
    else this.#onClose();
    return true;
  }

  paletteItems(): readonly PaletteItem[] {
    return [];
  }

  readonly Body = ({ rows }: BodySize) => (
    <Region id={this.mode === 'text' ? REGION.pipelineText : REGION.pipeline} height={rows} />
  );

  get #snapshot(): PipelineSnapshot | undefined {
    return this.#session?.view.getSnapshot();
  }

  get #places(): readonly PartPlace[] {
    return pipelineLayout(this.#size.cols, this.#size.rows);
  }

  /** Watches the informers of now, with a controller on them. */
  #join(): void {
    const session = this.#cluster.pipeline;
    if (session === this.#session) return this.#changed();
    this.#leave();
    this.#session = session;
    if (session === undefined) return this.#changed();
    this.#unsubscribe = session.view.subscribe(() => this.#changed());
    session.start();
    session.startController();
    session.view.invalidate();
    this.#changed();
  }

  #leave(): void {
    this.#unsubscribe();
    this.#unsubscribe = () => {};
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined) return;
    const armed = session.faults.armed().length;
    inBackground(session.stop(), () => {});
    if (armed > 0) this.#services.toast(armed === 1 ? 'the fault is taken back' : `${armed} faults are taken back`);
  }

  #changed(): void {
    if (!this.#isVisible) return;
    this.#services.invalidate(this.mode === 'text' ? REGION.pipelineText : REGION.pipeline);
    this.#services.refresh();
  }

  #paint(pen: CellPen): void {
    const snapshot = this.#snapshot;
    const { glyphs } = this.#services;
    const theme = this.#services.theme();
    if (snapshot !== undefined) return paintPipeline(pen, { snapshot, model: this.#store.model, glyphs, theme });
    pen.clear();
    const lines = [
      line('No cluster is open, so no informer runs.'),
      line('Esc goes back to the pods, which say why.', 'dim'),
    ];
    paintLines(pen, { x: 2, y: 1 }, { lines, theme });
  }

  #focusNext(step: 1 | -1): void {
    this.#store.dispatch({ type: 'focusNext', parts: this.#places.map(({ id }) => id), step });
  }

  #explain(): void {
    this.text.reset();
    this.#store.dispatch({ type: 'explain' });
    this.text.setLines(explanationLines(this.#store.model.focus, Math.min(LONGEST_LINE, this.#size.cols - 3)));
  }

  #togglePop(): void {
    const faults = this.#session?.faults;
    if (faults?.isPopPaused) faults.resumePop();
    else faults?.pausePop();
    this.#changed();
  }

  #choose(
    title: string,
    itemsOf: (session: PipelineSession<Pod>, snapshot: PipelineSnapshot) => readonly PaletteItem[],
  ): void {
    const session = this.#session;
    if (session !== undefined) this.#services.pick(title, itemsOf(session, session.view.getSnapshot()));
  }

  /** A list action moves the focused part; false when it is none. */
  #scrollBy(action: string): boolean {
    const place = this.#places.find(({ id }) => id === this.#store.model.focus);
    const page = Math.max(1, (place?.rows ?? 2) - 2);
    const steps: Readonly<Record<string, number>> = {
      'list.down': 1,
      'list.up': -1,
      'list.pageDown': page,
      'list.pageUp': -page,
      'list.first': Number.NEGATIVE_INFINITY,
      'list.last': Number.POSITIVE_INFINITY,
    };
    const step = steps[action];
    if (step === undefined) return false;
    if (place !== undefined) this.#scroll(place, step);
    return true;
  }

  #scroll(place: PartPlace, step: number): void {
    const snapshot = this.#snapshot;
    if (snapshot === undefined) return;
    const rows = place.rows - 1;
    const count = rowCount({ snapshot, glyphs: this.#services.glyphs }, place);
    const last = Math.max(0, count - rows);
    const top = Math.max(0, Math.min(last, topOf(this.#store.model, place.id, { count, rows }) + step));
    // At its end the time line follows what comes.
    this.#store.dispatch({
      type: 'scroll',
      part: place.id,
      top: place.id === 'timeLine' && top === last ? undefined : top,
    });
  }

  #performText(action: string): boolean {
    if (action === 'back') return this.back();
    if (action === 'text.search') this.#promptSearch();
    else if (action === 'text.next' || action === 'text.previous') this.text.next(action === 'text.next' ? 1 : -1);
    else if (action === 'text.copy') this.#services.copy(this.text.text, 'the explanation');
    else if (!this.text.perform(action)) return false;
    this.#changed();
    return true;
  }

  #promptSearch(): void {
    const search = (text: string): { note: string; isBad: boolean } => {
      const found = this.text.search(text);
      this.#changed();
      return { note: text === '' ? '' : `${found} found`, isBad: false };
    };
    this.#services.prompt({ title: 'search', onChange: search, onDone: () => {}, onCancel: () => void search('') }, '');
  }
}
