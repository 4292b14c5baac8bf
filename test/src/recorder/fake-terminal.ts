import { type Cursor, Grid, type Tap, type TapFrame } from '../../../src/terminal/index.ts';

/** A compositor as a tap sees it: a wanted grid, and a frame when the test says so. */
export class FakeTerminal {
  grid: Grid;
  cursor: Cursor | undefined;
  #taps = new Map<Tap, { isFirst: boolean }>();

  constructor(cols: number, rows: number) {
    this.grid = new Grid(cols, rows);
  }

  get cols(): number {
    return this.grid.cols;
  }

  get rows(): number {
    return this.grid.rows;
  }

  tap(tap: Tap): () => void {
    this.#taps.set(tap, { isFirst: true });
    return () => this.#taps.delete(tap);
  }

  get taps(): number {
    return this.#taps.size;
  }

  /** Shows the grid to the taps; `changed` names the rows that differ, a new tap gets all of them. */
  frame(changed?: readonly number[]): void {
    const all = Array.from({ length: this.rows }, (_, y) => y);
    for (const [tap, state] of this.#taps) {
      const frame: TapFrame = {
        grid: this.grid,
        changedRows: state.isFirst || changed === undefined ? all : changed,
        scrolls: [],
        cursor: this.cursor,
        at: 0,
      };
      state.isFirst = false;
      tap.frame(frame);
    }
  }

  resize(cols: number, rows: number): void {
    const next = new Grid(cols, rows);
    next.copyFrom(this.grid);
    this.grid = next;
  }
}
