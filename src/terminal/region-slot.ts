import type { CellRegion, Rect } from './cell-region.ts';
import { Grid } from './grid.ts';

const NOWHERE: Rect = { x: 0, y: 0, cols: 0, rows: 0 };

/** A region, where it is, and the cells it has painted last. */
export class RegionSlot {
  readonly region: CellRegion;
  isDirty = true;
  #rect = NOWHERE;
  #grid = new Grid(0, 0);
  /** False after a resize: the rectangle says nothing about the new layout. */
  #isSettled = false;

  constructor(region: CellRegion) {
    this.region = region;
  }

  get rect(): Rect {
    return this.#rect;
  }

  get grid(): Grid {
    return this.#grid;
  }

  forget(): void {
    this.#isSettled = false;
  }

  /**
   * Takes the bounding box of the cells that are seen, undefined for none. Where a dialog hides a whole edge, or all of
   * the region, the rectangle stays as it was. True when the rectangle has changed; the region has been told then.
   */
  place(box: Rect | undefined, overlay: Rect | undefined): boolean {
    if (this.#isSettled && overlay !== undefined && hidesRest(this.#rect, box, overlay)) return false;
    this.#isSettled = true;
    const rect = box ?? NOWHERE;
    if (isSame(rect, this.#rect)) return false;
    if (rect.cols !== this.#rect.cols || rect.rows !== this.#rect.rows) this.#grid = new Grid(rect.cols, rect.rows);
    this.#rect = rect;
    this.isDirty = true;
    this.region.placed(rect);
    return true;
  }

  /** Lets the region draw; returns the rows its content has moved up by. */
  paint(): number {
    this.isDirty = false;
    this.#grid.clear();
    this.region.paint(this.#grid.pen());
    return this.region.scrolledRows;
  }
}

const isSame = (a: Rect, b: Rect): boolean => a.x === b.x && a.y === b.y && a.cols === b.cols && a.rows === b.rows;

/** Whether all that was the region's and is not seen any more lies under dialogs. */
function hidesRest(before: Rect, box: Rect | undefined, overlay: Rect): boolean {
  if (before.cols === 0) return false;
  if (box === undefined) return contains(overlay, before);
  if (!contains(before, box) || isSame(before, box)) return false;
  const [right, bottom] = [before.x + before.cols, before.y + before.rows];
  const [boxRight, boxBottom] = [box.x + box.cols, box.y + box.rows];
  const hidden: Rect[] = [
    { ...before, rows: box.y - before.y },
    { ...before, y: boxBottom, rows: bottom - boxBottom },
    { x: before.x, y: box.y, cols: box.x - before.x, rows: box.rows },
    { x: boxRight, y: box.y, cols: right - boxRight, rows: box.rows },
  ];
  return hidden.every((part) => part.cols === 0 || part.rows === 0 || contains(overlay, part));
}

const contains = (outer: Rect, inner: Rect): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.cols <= outer.x + outer.cols &&
  inner.y + inner.rows <= outer.y + outer.rows;
