import type { StyleId } from './cell-region.ts';
import type { Grid } from './grid.ts';
import { paintSgr } from './sgr-text.ts';
import { PLAIN } from './styles.ts';

/**
 * Turns one frame of Ink (rows of text and SGR, split by newlines) into cells. A row that is the same string as in the
 * frame before, and begins in the same style, is not parsed again: most of the chrome stands still.
 */
export class FrameParser {
  readonly #grid: Grid;
  readonly #lines: (string | undefined)[];
  readonly #entry: Uint32Array;
  readonly #exit: Uint32Array;

  /** The grid is filled by this parser alone, as it remembers what it has put there. */
  constructor(grid: Grid) {
    this.#grid = grid;
    this.#lines = new Array<string | undefined>(grid.rows).fill(undefined);
    this.#entry = new Uint32Array(grid.rows);
    this.#exit = new Uint32Array(grid.rows);
  }

  /** Rows below the frame's last become blank, rows beyond the grid are cut. Calls `changed` for each row rewritten. */
  parse(frame: string, changed: (y: number) => void): void {
    const pen = this.#grid.pen();
    let style: StyleId = PLAIN;
    let from = 0;
    for (let y = 0; y < this.#grid.rows; y++) {
      const newline = from > frame.length ? -1 : frame.indexOf('\n', from);
      const line = from > frame.length ? '' : frame.slice(from, newline < 0 ? frame.length : newline);
      from = newline < 0 ? frame.length + 1 : newline + 1;
      if (this.#lines[y] !== line || this.#entry[y] !== style) {
        this.#lines[y] = line;
        this.#entry[y] = style;
        pen.fill(0, y, this.#grid.cols, 1, PLAIN);
        this.#exit[y] = paintSgr(pen, line, { x: 0, y, style, base: PLAIN });
        changed(y);
      }
      style = this.#exit[y] as number;
    }
  }
}
