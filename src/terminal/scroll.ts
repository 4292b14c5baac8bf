import type { CellGrid } from './cell-region.ts';

/** Rows `top` to `bottom` (both inside) of which the content has moved up by `count`; negative: down. */
export interface Scroll {
  readonly top: number;
  readonly bottom: number;
  readonly count: number;
}

/** Cells that must be saved by scrolling before its bytes (about 20) pay. */
const WORTH_CELLS = 32;

/** Adds a scroll to those not shown yet. Of one area they sum up; those of another make the old ones useless. */
export function addScroll(pending: readonly Scroll[], next: Scroll): readonly Scroll[] {
  const same = pending.find(({ top, bottom }) => top === next.top && bottom === next.bottom);
  const rest = pending.filter((scroll) => scroll.bottom < next.top || scroll.top > next.bottom);
  const count = next.count + (same?.count ?? 0);
  return count === 0 ? rest : [...rest, { ...next, count }];
}

/**
 * The part of a scroll that pays: the longest run of rows that are after it what they shall be. Undefined when it saves
 * less than it costs, so a wrong hint is harmless. Heads and tails of a region that stay in place are left out by it.
 */
export function usefulScroll(shown: CellGrid, wanted: CellGrid, hint: Scroll): Scroll | undefined {
  const { count } = hint;
  const first = Math.max(hint.top, hint.top - count);
  const last = Math.min(hint.bottom, hint.bottom - count);
  let best = { from: 0, rows: 0, saved: 0 };
  let run = { from: first, rows: 0, saved: 0 };
  for (let y = first; y <= last; y++) {
    if (differing(shown, y + count, wanted, y) === 0) {
      run = {
        from: run.rows === 0 ? y : run.from,
        rows: run.rows + 1,
        saved: run.saved + differing(shown, y, wanted, y),
      };
      if (run.rows > best.rows) best = run;
    } else run = { from: 0, rows: 0, saved: 0 };
  }
  if (best.saved < WORTH_CELLS) return undefined;
  const end = best.from + best.rows - 1;
  return count > 0 ? { top: best.from, bottom: end + count, count } : { top: best.from + count, bottom: end, count };
}

function differing(shown: CellGrid, shownRow: number, wanted: CellGrid, wantedRow: number): number {
  const from = shownRow * shown.cols;
  const to = wantedRow * wanted.cols;
  let count = 0;
  for (let x = 0; x < wanted.cols; x++) {
    if (shown.text[from + x] !== wanted.text[to + x] || shown.style[from + x] !== wanted.style[to + x]) count++;
  }
  return count;
}
