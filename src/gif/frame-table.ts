import type { CellDiff } from './cell-diff.ts';
import { ColorCounts } from './color-counts.ts';
import { type ColorIndex, MOST_COLORS } from './color-index.ts';
import type { PaintTools } from './frame-canvas.ts';
import { TRANSPARENT } from './gif-format.ts';
import { quantise } from './quantise.ts';
import type { VisualScreen } from './visual-screen.ts';

/** For one frame: the colours that were counted, the index of each, and the frame's own table if it has one. */
export interface FrameTable {
  readonly counts: ColorCounts;
  readonly places: Uint8Array;
  readonly colors: readonly number[] | undefined;
}

/**
 * Chooses the table of a frame: the global one when it has every colour, else one of its own, exact as long as it holds
 * them. Colours are counted by cells, which know how often they use each. A table is valid until the next is chosen.
 */
export class FrameTables {
  readonly #tools: PaintTools;
  readonly #global: ColorIndex;
  readonly #counts = new ColorCounts();

  constructor(tools: PaintTools, global: ColorIndex) {
    this.#tools = tools;
    this.#global = global;
  }

  choose(screen: VisualScreen, diff: CellDiff, background: number | undefined): FrameTable {
    const counts = this.#counts;
    this.#count(screen, diff, background);
    const places = new Uint8Array(counts.size);
    if (this.#findGlobal(places)) return { places, counts, colors: undefined };
    if (counts.size <= MOST_COLORS) {
      for (let index = 0; index < counts.size; index++) places[index] = index + 1;
      return { places, counts, colors: [TRANSPARENT, ...counts.colors.subarray(0, counts.size)] };
    }
    const { chosen, placeOf } = quantise(counts, MOST_COLORS);
    for (let index = 0; index < counts.size; index++) places[index] = (placeOf[index] as number) + 1;
    return { places, counts, colors: [TRANSPARENT, ...chosen] };
  }

  #count(screen: VisualScreen, diff: CellDiff, background: number | undefined): void {
    const { atlas, pairTable } = this.#tools;
    const counts = this.#counts;
    counts.clear();
    if (background !== undefined) counts.add(background, atlas.geometry.cellWidth);
    for (let index = 0; index < diff.count; index++) {
      const cell = diff.changed[index] as number;
      const glyph = atlas.glyph(screen.glyphs[cell] as number);
      const row = pairTable.rowOf(screen.pairs[cell] as number, glyph.inkSet);
      const { colors } = pairTable;
      for (let at = 0; at < glyph.used.length; at++) {
        counts.add(colors[row + (glyph.used[at] as number)] as number, glyph.counts[at] as number);
      }
    }
  }

  /** True, and the places filled in, when the global table has all colours of the frame. */
  #findGlobal(places: Uint8Array): boolean {
    for (let index = 0; index < places.length; index++) {
      const place = this.#global.indexOf(this.#counts.colors[index] as number);
      if (place === undefined) return false;
      places[index] = place;
    }
    return true;
  }
}
