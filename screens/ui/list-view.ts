import { moveIndex, windowStart } from './list-window.ts';

/** Rows that are known by a key, wherever they stand. */
export interface KeyedRows {
  readonly length: number;
  keyAt(index: number): string | undefined;
  /** -1: it is not among them. */
  indexOf(key: string): number;
}

/** The selected row by its key, and where it was when last seen: what comes to its place when it goes is selected then. */
export interface Selection {
  readonly key: string | undefined;
  readonly index: number;
}

/** What a list looks at: its rows, which one is chosen, what stands above them. */
export interface ListSource {
  readonly rows: () => KeyedRows;
  readonly selection: () => Selection;
  readonly onSelect: (selection: Selection) => void;
  /** Rows of the region between its head and the first row. */
  readonly bannerRows: () => number;
}

/** Where a list's window stands over its rows, and what keys, wheel and clicks do to both. The selected row is always seen. */
export class ListView {
  readonly #source: ListSource;
  #top = 0;
  #height = 20;

  constructor(source: ListSource) {
    this.#source = source;
  }

  /** Rows that fit below head and banner. */
  get page(): number {
    return Math.max(1, this.#height - 1 - this.#source.bannerRows());
  }

  get selected(): number {
    const rows = this.#source.rows();
    const { key, index } = this.#source.selection();
    const at = key === undefined ? -1 : rows.indexOf(key);
    return at >= 0 ? at : Math.max(0, Math.min(index, rows.length - 1));
  }

  /** The region is so many rows high. */
  placed(height: number): void {
    this.#height = height;
  }

  /** The first row to paint. */
  windowTop(): number {
    const { selected, page } = this;
    this.#top = windowStart({ start: this.#top, selected, rows: page, count: this.#source.rows().length });
    return this.#top;
  }

  /** A list action moves the selection; false when it is none. */
  move(action: string): boolean {
    const index = moveIndex(action, { index: this.selected, count: this.#source.rows().length, page: this.page });
    if (index === undefined) return false;
    this.select(index);
    return true;
  }

  select(index: number): void {
    this.#source.onSelect({ key: this.#source.rows().keyAt(index), index });
  }

  /** The index follows the row, so that its place is known when it goes. */
  keepSelection(): void {
    if (this.#source.rows().length > 0) this.select(this.selected);
  }

  /** Moves the window by rows, the selection with it where it would leave it. */
  scroll(rows: number): void {
    const count = this.#source.rows().length;
    this.#top = Math.max(0, Math.min(count - this.page, this.#top + rows));
    if (count > 0) this.select(Math.max(this.#top, Math.min(this.#top + this.page - 1, this.selected)));
  }

  /** Selects the row at `y` of the region; false when there is none. */
  click(y: number): boolean {
    const index = this.#top + y - 1 - this.#source.bannerRows();
    if (index < this.#top || index >= this.#source.rows().length) return false;
    this.select(index);
    return true;
  }
}
