import { CELL, type PtyScreen, type ScreenCell, UNDERLINE_SHIFT } from '../../src/pty/index.ts';
import {
  BLINK,
  BOLD,
  type CellPen,
  type CellRegion,
  type CursorShape,
  DIM,
  HIDDEN,
  INVERSE,
  ITALIC,
  OVERLINE,
  type Rect,
  STRIKE,
  type StyleId,
  styleOf,
  UNDERLINE,
  UNDERLINE_CURLY,
  UNDERLINE_DASHED,
  UNDERLINE_DOTTED,
  UNDERLINE_DOUBLE,
} from '../../src/terminal/index.ts';

const FLAGS: readonly (readonly [from: number, to: number])[] = [
  [CELL.bold, BOLD],
  [CELL.dim, DIM],
  [CELL.italic, ITALIC],
  [CELL.blink, BLINK],
  [CELL.inverse, INVERSE],
  [CELL.hidden, HIDDEN],
  [CELL.strike, STRIKE],
  [CELL.overline, OVERLINE],
];

const UNDERLINES = [0, UNDERLINE, UNDERLINE_DOUBLE, UNDERLINE_CURLY, UNDERLINE_DOTTED, UNDERLINE_DASHED];

/** The emulator's look of a cell as a style of the compositor. */
function styleOfCell({ fg, bg, flags }: ScreenCell): StyleId {
  if (flags === 0) return styleOf(fg, bg, 0);
  let mapped = UNDERLINES[(flags >> UNDERLINE_SHIFT) & 7] ?? 0;
  for (const [from, to] of FLAGS) if ((flags & from) !== 0) mapped |= to;
  return styleOf(fg, bg, mapped);
}

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
        pen.cell(x, y, cell.text, cell.width, styleOfCell(cell));
      });
    }
  }
}
