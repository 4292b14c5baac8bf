import type { ExportState, Library, RecordingFile, RecordingState } from '../../src/recorder/index.ts';
import type { CellPen, CellRegion, Rect } from '../../src/terminal/index.ts';
import { clean, wrapWords } from '../../src/text/index.ts';
import { Store } from '../hooks/store.ts';
import type { Services } from '../services.ts';
import { type Line, line, paintLines, span } from '../ui/line.ts';
import { moveIndex, windowStart } from '../ui/list-window.ts';
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
  #top = 0;
  #rect: Rect = { x: 0, y: 0, cols: 80, rows: 7 };
  #columns: readonly PlacedColumn[] = [];
  #rows: readonly RecorderRow[] = [];
  #rowsOf: { readonly files: unknown; readonly model: unknown } | undefined;

  constructor(services: Services, source: RecorderListSource) {
    this.#services = services;
    this.#source = source;
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

  /** Rows of recordings that fit below head and banner. */
  get page(): number {
    return Math.max(1, this.#rect.rows - 1 - this.#banner().length);
  }

  get selected(): number {
    const { selectedPath, selectedIndex } = this.model;
    const { rows } = this;
    const at = selectedPath === undefined ? -1 : rows.findIndex(({ file }) => file.path === selectedPath);
    return at >= 0 ? at : Math.max(0, Math.min(selectedIndex, rows.length - 1));
  }

  get selectedRow(): RecorderRow | undefined {
    return this.rows[this.selected];
  }

  /** The marked files that are shown, else the selected one. */
  get chosen(): readonly RecordingFile[] {
    const marked = this.rows.filter(({ file }) => this.model.marked.has(file.path)).map(({ file }) => file);
    const selected = this.selectedRow;
    return marked.length > 0 ? marked : selected === undefined ? [] : [selected.file];
  }

  placed(rect: Rect): void {
    if (rect.cols > 0 && rect.rows > 0) this.#rect = rect;
  }

  /** A list action moves the selection; false when it is none. */
  move(action: string): boolean {
    const index = moveIndex(action, { index: this.selected, count: this.rows.length, page: this.page });
    if (index === undefined) return false;
    this.select(index);
    return true;
  }

  select(index: number): void {
    this.store.dispatch({ type: 'select', path: this.rows[index]?.file.path, index });
  }

  /** Moves the window by rows, the selection with it where it would leave it. */
  scroll(rows: number): void {
    const count = this.rows.length;
    this.#top = Math.max(0, Math.min(count - this.page, this.#top + rows));
    const selected = Math.max(this.#top, Math.min(this.#top + this.page - 1, this.selected));
    if (count > 0) this.select(selected);
  }

  /** A click: on the head it sorts, on a row it selects. Returns whether a row was hit. */
  click(x: number, y: number): boolean {
    if (y === 0) {
      const order = orderAt(this.#columns, x);
      if (order !== undefined) this.store.dispatch({ type: 'sortBy', order });
      return false;
    }
    const index = this.#top + y - 1 - this.#banner().length;
    if (index < this.#top || index >= this.rows.length) return false;
    this.select(index);
    return true;
  }

  /** The index follows the file, so that its place is known when it goes. */
  keepSelection(): void {
    if (this.rows.length > 0) this.select(this.selected);
  }

  paint(pen: CellPen): void {
    const { rows } = this;
    const { glyphs } = this.#services;
    const theme = this.#services.theme();
    this.#top = windowStart({ start: this.#top, selected: this.selected, rows: this.page, count: rows.length });
    const seen = rows.slice(this.#top, this.#top + this.page);
    this.#columns = placeColumns(pen.cols, rows);
    this.#source.onSeen(seen.map(({ file }) => file.path));
    const banner = this.#banner();
    paintRecorderTable(pen, {
      rows: withExport(rows, this.#source.exporting()),
      columns: this.#columns,
      top: this.#top,
      selected: this.selected,
      model: this.model,
      theme,
      glyphs,
      now: this.#services.now(),
      banner,
    });
    if (rows.length === 0 && banner.length === 0) paintLines(pen, { x: 2, y: 2 }, { lines: this.#notice(), theme });
  }

  /** A folder that cannot be read: the rows below are those of the last time. */
  #banner(): readonly Line[] {
    const { state } = this.#source.library();
    if (state.kind !== 'failed') return [];
    const { code, message, hint = '' } = state.error;
    const cols = Math.max(20, this.#rect.cols - 4);
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
