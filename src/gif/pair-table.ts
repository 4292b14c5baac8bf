import { type InkSet, mixColors } from './glyphs/ink.ts';

/** The colours of a cell, 0xRRGGBB: of its text, its background and its lines. */
export interface ColorPair {
  readonly foreground: number;
  readonly background: number;
  /** Of underlines; the foreground unless the program chose another. */
  readonly line: number;
}

/** Numbers every combination of colours, densely from 0, and says what each ink of a glyph looks like in it. */
export class PairTable {
  readonly #pairs: ColorPair[] = [];
  /** By foreground and background; lines of another colour are rare and have a map of their own. */
  readonly #ids = new Map<number, number>();
  readonly #lineIds = new Map<string, number>();
  readonly #standardColors: (Int32Array | undefined)[] = [];
  readonly #otherColors = new Map<number, Int32Array>();

  get size(): number {
    return this.#pairs.length;
  }

  idOf(foreground: number, background: number, line = foreground): number {
    if (line !== foreground) return this.#lineIdOf({ foreground, background, line });
    const key = foreground * 0x1000000 + background;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#pairs.push({ foreground, background, line }) - 1;
    this.#ids.set(key, id);
    return id;
  }

  pair(id: number): ColorPair {
    return this.#pairs[id] as ColorPair;
  }

  /** 0xRRGGBB by ink number. */
  colorsOf(id: number, inkSet: InkSet): Int32Array {
    const isStandard = inkSet.id === 0;
    const key = inkSet.id * 0x1000000 + id;
    const known = isStandard ? this.#standardColors[id] : this.#otherColors.get(key);
    if (known !== undefined) return known;
    const { foreground, background, line } = this.pair(id);
    const colors = Int32Array.from(inkSet.inks, (ink) => {
      const paint = ink.paint === 'text' ? foreground : ink.paint === 'line' ? line : ink.paint;
      return mixColors(background, paint, ink.level);
    });
    if (isStandard) this.#standardColors[id] = colors;
    else this.#otherColors.set(key, colors);
    return colors;
  }

  #lineIdOf(pair: ColorPair): number {
    const key = `${pair.foreground} ${pair.background} ${pair.line}`;
    const known = this.#lineIds.get(key);
    if (known !== undefined) return known;
    const id = this.#pairs.push(pair) - 1;
    this.#lineIds.set(key, id);
    return id;
  }
}
