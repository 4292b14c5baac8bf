import type { PtyScreen, ScreenCell } from '../pty/index.ts';
import { type CellPen, type StyleId, styleOf } from '../terminal/index.ts';

/** Paints an embedded screen into a rectangle of cells, from its top left; what does not fit is cut. */
export function paintScreen(screen: PtyScreen, pen: CellPen): void {
  pen.clear();
  const rows = Math.min(screen.rows, pen.rows);
  let y = 0;
  const visit = (x: number, cell: ScreenCell): void => {
    if (cell.width !== 0 && x + cell.width <= pen.cols) pen.cell(x, y, cell.text, cell.width, styleOfCell(cell));
  };
  for (; y < rows; y++) screen.readRow(y, visit);
}

/** Colours and flags are the same numbers in both layers. */
export const styleOfCell = ({ fg, bg, flags }: ScreenCell): StyleId => styleOf(fg, bg, flags);
