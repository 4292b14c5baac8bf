import type { Rect } from './cell-region.ts';
import type { Grid } from './grid.ts';
import { OVERLAY, ownerOf } from './sentinel.ts';

/** To whom each cell of the chrome belongs, read from its background. */
export interface Ownership {
  /** Row by row: a region's number, CHROME or OVERLAY. */
  readonly owner: Int16Array;
  /** The bounding box of each region's cells that can be seen. */
  readonly boxes: ReadonlyMap<number, Rect>;
  /** The bounding box of all dialogs, with one cell around for their borders. */
  readonly overlay: Rect | undefined;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function readOwnership(chrome: Grid): Ownership {
  const owner = new Int16Array(chrome.cols * chrome.rows);
  const boxes = new Map<number, Box>();
  for (let y = 0, index = 0; y < chrome.rows; y++) {
    for (let x = 0; x < chrome.cols; x++, index++) {
      const found = ownerOf(chrome.style[index] as number);
      owner[index] = found;
      if (found === -1) continue;
      const box = boxes.get(found);
      if (box === undefined) boxes.set(found, { left: x, top: y, right: x, bottom: y });
      else {
        if (x < box.left) box.left = x;
        if (x > box.right) box.right = x;
        box.bottom = y;
      }
    }
  }
  const overlay = boxes.get(OVERLAY);
  boxes.delete(OVERLAY);
  return {
    owner,
    boxes: new Map([...boxes].map(([id, box]) => [id, rectOf(box, 0)])),
    overlay: overlay === undefined ? undefined : rectOf(overlay, 1),
  };
}

const rectOf = ({ left, top, right, bottom }: Box, margin: number): Rect => ({
  x: left - margin,
  y: top - margin,
  cols: right - left + 1 + 2 * margin,
  rows: bottom - top + 1 + 2 * margin,
});
