import { type InkSet, mixColors } from './glyphs/ink.ts';

/** The colours of a cell, 0xRRGGBB: of its text, its background and its lines. */
export interface ColorPair {
  readonly foreground: number;
  readonly background: number;
  /** Of underlines; the foreground unless the program chose another. */
  readonly line: number;
}

/** A 24-bit animation brings new colours in every cell of every frame: more than this are forgotten when they can be. */
const MOST_PAIRS = 1 << 14;
const FIRST_CAPACITY = 1 << 8;

/**
 * Numbers every combination of colours, densely from 0, and says what each ink of a glyph looks like in it. Numbers stay
 * valid until `compact`.
 */
export class PairTable {
  #size = 0;
  #foregrounds = new Int32Array(FIRST_CAPACITY);
  #backgrounds = new Int32Array(FIRST_CAPACITY);
  #lines = new Int32Array(FIRST_CAPACITY);
  /** Hash table of ids + 1. */
  #slots = new Int32Array(FIRST_CAPACITY * 4);
  /** Rows of colours, one for each pair and set of inks that was asked for. */
  #colors = new Int32Array(FIRST_CAPACITY * 16);
  #colorsUsed = 0;
  /** Where the row of the standard inks begins, + 1, by pair. */
  #standardRows = new Int32Array(FIRST_CAPACITY);
  readonly #otherRows = new Map<number, number>();
  #generation = 0;

  get size(): number {
    return this.#size;
  }

  /** Grows when numbers have changed: what was kept by a number is stale. */
  get generation(): number {
    return this.#generation;
  }

  /** 0xRRGGBB; the row of a pair begins at `rowOf`, and in it colours lie by ink number. Valid until the next `rowOf`. */
  get colors(): Int32Array {
    return this.#colors;
  }

  idOf(foreground: number, background: number, line = foreground): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(foreground, background, line) & mask;
    for (let id = (this.#slots[slot] as number) - 1; id >= 0; id = (this.#slots[slot] as number) - 1) {
      const isSame =
        this.#foregrounds[id] === foreground && this.#backgrounds[id] === background && this.#lines[id] === line;
      if (isSame) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.#size++;
    this.#foregrounds[id] = foreground;
    this.#backgrounds[id] = background;
    this.#lines[id] = line;
    this.#slots[slot] = id + 1;
    if (this.#size === this.#foregrounds.length) this.#resize(this.#size * 2);
    return id;
  }

  pair(id: number): ColorPair {
    return {
      foreground: this.#foregrounds[id] as number,
      background: this.#backgrounds[id] as number,
      line: this.#lines[id] as number,
    };
  }

  backgroundOf(id: number): number {
    return this.#backgrounds[id] as number;
  }

  /** Where the colours of a pair begin in `colors`. */
  rowOf(id: number, inkSet: InkSet): number {
    if (inkSet.id === 0) {
      const row = (this.#standardRows[id] as number) - 1;
      if (row >= 0) return row;
      const added = this.#addRow(id, inkSet);
      this.#standardRows[id] = added + 1;
      return added;
    }
    const key = inkSet.id * 0x1000000 + id;
    const known = this.#otherRows.get(key);
    if (known !== undefined) return known;
    const added = this.#addRow(id, inkSet);
    this.#otherRows.set(key, added);
    return added;
  }

  /** True when so many pairs are known that those in use should be told by `compact`. */
  get isFull(): boolean {
    return this.#size > MOST_PAIRS;
  }

  /** Forgets every pair that none of the lists holds, and writes the new numbers into the lists. */
  compact(lists: readonly Int32Array[]): void {
    const { foregrounds, backgrounds, lines } = {
      foregrounds: this.#foregrounds,
      backgrounds: this.#backgrounds,
      lines: this.#lines,
    };
    this.#size = 0;
    this.#foregrounds = new Int32Array(FIRST_CAPACITY);
    this.#backgrounds = new Int32Array(FIRST_CAPACITY);
    this.#lines = new Int32Array(FIRST_CAPACITY);
    this.#slots = new Int32Array(FIRST_CAPACITY * 4);
    this.#colors = new Int32Array(FIRST_CAPACITY * 16);
    this.#standardRows = new Int32Array(FIRST_CAPACITY);
    this.#colorsUsed = 0;
    this.#otherRows.clear();
    for (const list of lists) {
      for (let at = 0; at < list.length; at++) {
        const old = list[at] as number;
        list[at] = this.idOf(foregrounds[old] as number, backgrounds[old] as number, lines[old] as number);
      }
    }
    this.#generation++;
  }

  #addRow(id: number, { inks }: InkSet): number {
    const row = this.#colorsUsed;
    this.#colorsUsed += inks.length;
    if (this.#colorsUsed > this.#colors.length) {
      this.#colors = copied(this.#colors, Math.max(this.#colors.length * 2, this.#colorsUsed));
    }
    const background = this.#backgrounds[id] as number;
    for (let at = 0; at < inks.length; at++) {
      const { paint, level } = inks[at] as InkSet['inks'][number];
      const color = paint === 'text' ? this.#foregrounds[id] : paint === 'line' ? this.#lines[id] : paint;
      this.#colors[row + at] = mixColors(background, color as number, level);
    }
    return row;
  }

  #resize(capacity: number): void {
    this.#foregrounds = copied(this.#foregrounds, capacity);
    this.#backgrounds = copied(this.#backgrounds, capacity);
    this.#lines = copied(this.#lines, capacity);
    this.#standardRows = copied(this.#standardRows, capacity);
    this.#slots = new Int32Array(capacity * 4);
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot =
        hashOf(this.#foregrounds[id] as number, this.#backgrounds[id] as number, this.#lines[id] as number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = id + 1;
    }
  }
}

function hashOf(foreground: number, background: number, line: number): number {
  const mixed = Math.imul(foreground, 0x9e3779b1) ^ Math.imul(background, 0x85ebca6b) ^ Math.imul(line, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}

function copied(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(array);
  return copy;
}
