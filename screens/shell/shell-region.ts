import type { PtyScreen } from '../../src/pty/index.ts';
import { type CellPen, type CellRegion, type CursorShape, type Rect, styleOf } from '../../src/terminal/index.ts';

export interface ShellRegionOptions {
  readonly screen: () => PtyScreen | undefined;
  readonly hasKeyboard: () => boolean;
  readonly onPlaced: (rect: Rect) => void;
  /** Painted where there is no terminal to show. */
  readonly paintEmpty: (pen: CellPen) => void;
}

/** An embedded terminal: paints the emulator's cells and shows its cursor while it has the keyboard. */
export class ShellRegion implements CellRegion {
  readonly scrolledRows = 0;
  readonly #o: ShellRegionOptions;

  constructor(options: ShellRegionOptions) {
    this.#o = options;
  }

  get cursor(): { x: number; y: number; shape: CursorShape } | undefined {
    const screen = this.#o.screen();
    if (screen === undefined || !this.#o.hasKeyboard()) return undefined;
    const { x, y, shape, isVisible } = screen.cursor;
    return isVisible ? { x, y, shape } : undefined;
  }

  placed(rect: Rect): void {
    this.#o.onPlaced(rect);
  }

  paint(pen: CellPen): void {
    pen.clear();
    const screen = this.#o.screen();
    if (screen === undefined) return this.#o.paintEmpty(pen);
    const rows = Math.min(pen.rows, screen.rows);
    for (let y = 0; y < rows; y++) {
      screen.readRow(y, (x, cell) => {
        if (cell.width === 0 || x >= pen.cols) return;
        // Colours and flags are the same numbers in both layers.
        pen.cell(x, y, cell.text, cell.width, styleOf(cell.fg, cell.bg, cell.flags));
      });
    }
  }
}
