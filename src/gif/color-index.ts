import { BACKGROUND, TABLE_COLORS } from './gif-format.ts';
import type { Glyph } from './glyphs/glyph.ts';
import type { PairTable } from './pair-table.ts';

/** Colours that the global table has room for: index 0 is transparent. */
export const MOST_COLORS = TABLE_COLORS - 1;

/**
 * The global colour table of a GIF as it fills, and for each pair of colours what index an ink is. Only colours that are
 * really painted get an index; they never change it.
 */
export class ColorIndex {
  readonly #pairTable: PairTable;
  readonly #byColor = new Map<number, number>();
  readonly #colors: number[] = [0, 0];
  #standard: (Uint8Array | undefined)[] = [];
  readonly #other = new Map<number, Uint8Array>();
  #generation = 0;

  constructor(pairTable: PairTable, background: number) {
    this.#pairTable = pairTable;
    this.#colors[BACKGROUND] = background;
    this.#byColor.set(background, BACKGROUND);
  }

  /** By index; the first is the transparent one. */
  get colors(): readonly number[] {
    return this.#colors;
  }

  /** Index of a colour that has one. */
  indexOf(color: number): number | undefined {
    return this.#byColor.get(color);
  }

  /** Index of a colour, a new one if need be; undefined when the table is full. */
  add(color: number): number | undefined {
    const known = this.#byColor.get(color);
    if (known !== undefined) return known;
    if (this.#colors.length > MOST_COLORS) return undefined;
    const index = this.#colors.push(color) - 1;
    this.#byColor.set(color, index);
    return index;
  }

  /** Index by ink number, right for the inks that the glyph uses; undefined when the table has no room for them. */
  indexesFor(glyph: Glyph, pair: number): Uint8Array | undefined {
    const indexes = this.#tableOf(glyph, pair);
    for (const ink of glyph.used) {
      if (indexes[ink] !== 0) continue;
      const row = this.#pairTable.rowOf(pair, glyph.inkSet);
      const index = this.add(this.#pairTable.colors[row + ink] as number);
      if (index === undefined) return undefined;
      indexes[ink] = index;
    }
    return indexes;
  }

  #forget(): void {
    this.#standard = [];
    this.#other.clear();
    this.#generation = this.#pairTable.generation;
  }

  #tableOf(glyph: Glyph, pair: number): Uint8Array {
    if (this.#generation !== this.#pairTable.generation) this.#forget();
    const { id, inks } = glyph.inkSet;
    const key = id * 0x1000000 + pair;
    const known = id === 0 ? this.#standard[pair] : this.#other.get(key);
    if (known !== undefined) return known;
    const indexes = new Uint8Array(inks.length);
    if (id === 0) this.#standard[pair] = indexes;
    else this.#other.set(key, indexes);
    return indexes;
  }
}
