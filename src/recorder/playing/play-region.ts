import type { PtyScreen } from '../../pty/index.ts';
import type { CellPen, CellRegion, CursorShape, Rect, StyleId } from '../../terminal/index.ts';
import { textWidth } from '../../text/index.ts';
import { styleOfCell } from '../screen-style.ts';

/**
 * The screen of a recording in a window, painted by its cells. One that is larger scrolls, so that a cursor that is shown
 * stays in sight; a person may move the window away from it, until `follow`.
 */
export class PlayRegion implements CellRegion {
  readonly scrolledRows = 0;
  readonly #screen: () => PtyScreen | undefined;
  #rect: Rect = { x: 0, y: 0, cols: 0, rows: 0 };
  #left = 0;
  #top = 0;
  #isMoved = false;

  constructor(screen: () => PtyScreen | undefined) {
    this.#screen = screen;
  }

  get cursor(): { x: number; y: number; shape: CursorShape } | undefined {
    const screen = this.#screen();
    if (screen?.cursor.isVisible !== true) return undefined;
    this.#followCursor(screen);
    const { x, y, shape } = screen.cursor;
    return { x: x - this.#left, y: y - this.#top, shape };
  }

  /** The first column and row of the recording that are seen. */
  get corner(): { readonly left: number; readonly top: number } {
    return { left: this.#left, top: this.#top };
  }

  placed(rect: Rect): void {
    this.#rect = rect;
  }

  /** Moves the window over the recording, by columns and rows; false when all of it is seen anyway. */
  move(cols: number, rows: number): boolean {
    const screen = this.#screen();
    if (screen === undefined || (screen.cols <= this.#rect.cols && screen.rows <= this.#rect.rows)) return false;
    this.#isMoved = true;
    this.#left = Math.max(0, Math.min(screen.cols - this.#rect.cols, this.#left + cols));
    this.#top = Math.max(0, Math.min(screen.rows - this.#rect.rows, this.#top + rows));
    return true;
  }

  /** The window goes with the cursor again. */
  follow(): void {
    this.#isMoved = false;
  }

  /** Moves the window as little as needed to show a cell. */
  reveal(x: number, y: number): void {
    const screen = this.#screen();
    if (screen === undefined) return;
    this.#isMoved = true;
    this.#left = followed(this.#left, x, { window: this.#rect.cols, all: screen.cols });
    this.#top = followed(this.#top, y, { window: this.#rect.rows, all: screen.rows });
  }

  paint(pen: CellPen): void {
    pen.clear();
    const screen = this.#screen();
    if (screen === undefined) return;
    this.#followCursor(screen);
    const left = this.#left;
    for (let y = 0; y < Math.min(pen.rows, screen.rows); y++) {
      screen.readRow(y + this.#top, (x, cell) => {
        if (cell.width !== 0 && x >= left) pen.cell(x - left, y, cell.text, cell.width, styleOfCell(cell));
      });
    }
  }

  /** Gives the places of a text that are seen, in any case of its letters, another style. After `paint`. */
  highlight(pen: CellPen, text: string, style: StyleId): void {
    const screen = this.#screen();
    if (screen === undefined || text === '') return;
    const needle = text.toLowerCase();
    for (let y = 0; y < Math.min(pen.rows, screen.rows); y++) {
      const row = screen.rowText(y + this.#top).toLowerCase();
      for (let at = row.indexOf(needle); at >= 0; at = row.indexOf(needle, at + needle.length)) {
        pen.restyle(textWidth(row.slice(0, at)) - this.#left, y, textWidth(needle), () => style);
      }
    }
  }

  #followCursor(screen: PtyScreen): void {
    const { x, y, isVisible } = screen.cursor;
    // A program that hides its cursor draws the whole screen; nobody knows where to look, so the window stays.
    const isFree = this.#isMoved || !isVisible;
    this.#left = followed(this.#left, isFree ? this.#left : x, { window: this.#rect.cols, all: screen.cols });
    this.#top = followed(this.#top, isFree ? this.#top : y, { window: this.#rect.rows, all: screen.rows });
  }
}

/** Where a window of `window` in `all` begins, so that `at` is in it; it moves no more than needed. */
function followed(from: number, at: number, { window, all }: { window: number; all: number }): number {
  const latest = Math.max(0, all - window);
  if (at < from) return Math.min(at, latest);
  return Math.min(latest, Math.max(from, at - window + 1));
}
