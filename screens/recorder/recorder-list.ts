import type { ExportState, Library, RecordingFile, RecordingState } from '../../src/recorder/index.ts';
import type { CellPen, CellRegion, Rect } from '../../src/terminal/index.ts';
import { clean, wrapWords } from '../../src/text/index.ts';
import { Store } from '../hooks/store.ts';
import type { Services } from '../services.ts';
import { type Line, line, paintLines, span } from '../ui/line.ts';
import { ListView } from '../ui/list-view.ts';
import { type PlacedColumn, placeColumns, type RecorderRow } from './recorder-columns.ts';
import {
  INITIAL_RECORDER,
  type RecorderMessage,
  type RecorderModel,
  shownFiles,
  updateRecorder,
} from './recorder-model.ts';
import { orderAt, paintRecorderTable } from './recorder-rows.ts';

/** What the list is made from. */
export interface RecorderListSource {
  readonly library: () => Library;
  readonly live: () => RecordingState | undefined;
  readonly exporting: () => ExportState;
  /** The list has the keys. */
  readonly isFocused: () => boolean;
  /** Rows that are on the screen, whose events are worth counting. */
  readonly onSeen: (paths: readonly string[]) => void;
}

/** The list of recordings: which rows it has, which one is selected, where its window stands, how it is painted. */
export class RecorderList implements CellRegion {
  readonly scrolledRows = 0;
  readonly cursor = undefined;
  readonly store = new Store<RecorderModel, RecorderMessage>(updateRecorder, INITIAL_RECORDER);
  readonly #services: Services;
  readonly #source: RecorderListSource;
  readonly view: ListView;
  #cols = 80;
  #columns: readonly PlacedColumn[] = [];
  #rows: readonly RecorderRow[] = [];
  #rowsOf: { readonly files: unknown; readonly model: unknown } | undefined;

  constructor(services: Services, source: RecorderListSource) {
    this.#services = services;
    this.#source = source;
    this.view = new ListView({
      rows: () => this.#keyedRows(),
      selection: () => ({ key: this.model.selectedPath, index: this.model.selectedIndex }),
      onSelect: ({ key, index }) => this.store.dispatch({ type: 'select', path: key, index }),
      bannerRows: () => this.#banner().length,
    });
  }

  get model(): RecorderModel {
    return this.store.model;
  }

  /** The recording that runs first, then the files in their order. */
  get rows(): readonly RecorderRow[] {
    const { files } = this.#source.library();
    if (this.#rowsOf?.files !== files || this.#rowsOf.model !== this.model) {
      this.#rowsOf = { files, model: this.model };
      this.#rows = shownFiles(files, this.model).map((file) => ({ file, live: undefined, exporting: undefined }));
    }
    return withLive(this.#rows, this.#source.live(), files);
  }

  get selectedRow(): RecorderRow | undefined {
    return this.rows[this.view.selected];
  }

  /** The marked files that are shown, else the selected one. */
  get chosen(): readonly RecordingFile[] {
    const marked = this.rows.filter(({ file }) => this.model.marked.has(file.path)).map(({ file }) => file);
    const selected = this.selectedRow;
    return marked.length > 0 ? marked : selected === undefined ? [] : [selected.file];
  }

  placed({ cols, rows }: Rect): void {
    if (cols === 0 || rows === 0) return;
    this.#cols = cols;
    this.view.placed(rows);
  }

  /** A click: on the head it sorts, on a row it selects. Returns whether a row was hit. */
  click(x: number, y: number): boolean {
    if (y > 0) return this.view.click(y);
    const order = orderAt(this.#columns, x);
    if (order !== undefined) this.store.dispatch({ type: 'sortBy', order });
    return false;
  }

  paint(pen: CellPen): void {
    const { rows } = this;
    const { glyphs } = this.#services;
    const theme = this.#services.theme();
    const top = this.view.windowTop();
    const seen = rows.slice(top, top + this.view.page);
    this.#columns = placeColumns(pen.cols, rows);
    this.#source.onSeen(seen.map(({ file }) => file.path));
    const banner = this.#banner();
    paintRecorderTable(pen, {
      rows: withExport(rows, this.#source.exporting()),
      columns: this.#columns,
      top,
      selected: this.view.selected,
      isFocused: this.#source.isFocused(),
      model: this.model,
      theme,
      glyphs,
      now: this.#services.now(),
      banner,
    });
    if (rows.length === 0 && banner.length === 0) paintLines(pen, { x: 2, y: 2 }, { lines: this.#notice(), theme });
  }

  #keyedRows() {
    const { rows } = this;
    return {
      length: rows.length,
      keyAt: (index: number) => rows[index]?.file.path,
      indexOf: (key: string) => rows.findIndex(({ file }) => file.path === key),
    };
  }

  /** A folder that cannot be read: the rows below are those of the last time. */
  #banner(): readonly Line[] {
    const { state } = this.#source.library();
    if (state.kind !== 'failed') return [];
    const { code, message, hint = '' } = state.error;
    const cols = Math.max(20, this.#cols - 4);
    const why = wrapWords(clean(`error[${code}]: ${message}`), cols).map((text) => line(text, 'danger'));
    return [...why, ...wrapWords(clean(hint), cols).map((text) => line(text, 'dim')), []];
  }

  /** What stands in place of rows: why there are none, and what to press. */
  #notice(): readonly Line[] {
    const { state, total } = this.#source.library();
    if (state.kind === 'reading') return [line('looking for recordings', 'busy')];
    if (total > 0) return [line('No recording fits the filter.'), [span('Esc', 'accent'), span(' clears it', 'dim')]];
    return [
      line('There are no recordings yet.'),
      [
        span('R', 'accent'),
        span(' records this screen from anywhere, ', 'dim'),
        span('R', 'accent'),
        span(' again ends it', 'dim'),
      ],
      [
        span('M', 'accent'),
        span(' sets a marker meanwhile, ', 'dim'),
        span('Ctrl-P', 'accent'),
        span(' pauses', 'dim'),
      ],
      [span('kpi-tui rec', 'accent'), span(' records a shell outside of this program', 'dim')],
    ];
  }
}

/** The running recording's file is shown with what is known of it here; the folder is behind by up to a second. */
function withLive(
  rows: readonly RecorderRow[],
  live: RecordingState | undefined,
  files: readonly RecordingFile[],
): readonly RecorderRow[] {
  if (live === undefined) return rows;
  const file = files.find(({ path }) => path === live.path) ?? fileOf(live);
  return [{ file, live, exporting: undefined }, ...rows.filter((row) => row.file.path !== live.path)];
}

const fileOf = ({ path, bytes }: RecordingState): RecordingFile => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1).replace(/\.cast$/, ''),
  bytes,
  modifiedMs: 0,
  gifBytes: undefined,
});

function withExport(rows: readonly RecorderRow[], state: ExportState): readonly RecorderRow[] {
  if (state.kind !== 'running') return rows;
  const { request, progress } = state;
  return rows.map((row) => (row.file.path === request.input ? { ...row, exporting: { progress } } : row));
}
