import { codePointWidth } from '../../text/index.ts';

/** Private-use code points of planes 15 and 16; the last two of each plane are no characters. */
const PLANE = 65_534;
const NUMBERS = 2 * PLANE;
/** Numbers are given out again in parts of this size; what is in use is looked up once a part. */
const PARTS = 4;
const PART = NUMBERS / PARTS;

/** Text that may be on its way to the screen, and so holds numbers that no cell shows yet: the other parts. */
export const MOST_UNPARSED = PART * (PARTS - 2);

/**
 * Numbers the characters of a stream, so that a cell of an emulator tells which character drew it. A number is a
 * private-use code point; it is given out again when no cell holds it.
 */
export class CharacterNumbers {
  readonly #positions = new Float64Array(NUMBERS);
  readonly #codes = new Uint32Array(NUMBERS);
  readonly #apart = new Uint8Array(NUMBERS);
  readonly #wide = new Uint8Array(NUMBERS);
  readonly #inUse = new Uint8Array(NUMBERS);
  readonly #forEachText: (visit: (text: string) => void) => void;
  #next = 0;

  /** `forEachText` visits the text of each cell that the emulator keeps. */
  constructor(forEachText: (visit: (text: string) => void) => void) {
    this.#forEachText = forEachText;
  }

  /**
   * A number for a character: `position` is its place in the stream, `code` its code point. `isApart`: the cursor was
   * moved to where it is printed.
   */
  give(position: number, code: number, isApart: boolean): number {
    do {
      if (this.#next % PART === 0) this.#look(this.#next);
      const number = this.#next;
      this.#next = (this.#next + 1) % NUMBERS;
      if (this.#inUse[number] === 1) continue;
      this.#positions[number] = position;
      this.#codes[number] = code;
      this.#apart[number] = isApart ? 1 : 0;
      this.#wide[number] = code > 0xff && codePointWidth(code) === 2 ? 1 : 0;
      return number;
      // A screen cannot hold all of a part unless it is larger than any; then the oldest are given out twice.
    } while (this.#next % PART !== 0);
    return this.#next;
  }

  positionOf(number: number): number {
    return this.#positions[number] as number;
  }

  /** The character takes two columns. */
  isWide(number: number): boolean {
    return this.#wide[number] === 1;
  }

  /** Columns of a code point of the numbered stream. */
  readonly widthOf = (code: number): 0 | 1 | 2 => {
    const number = numberOf(code);
    if (number === undefined) return codePointWidth(code);
    return this.isWide(number) ? 2 : 1;
  };

  isApart(number: number): boolean {
    return this.#apart[number] === 1;
  }

  codeOf(number: number): number {
    return this.#codes[number] as number;
  }

  #look(from: number): void {
    this.#inUse.fill(0, from, from + PART);
    this.#forEachText((text) => {
      const number = numberOf(text.codePointAt(0) ?? 0);
      if (number !== undefined && number >= from && number < from + PART) this.#inUse[number] = 1;
    });
  }
}

/** The UTF-16 units of a number's code point. */
export function writeNumber(number: number, into: Uint16Array, at: number): void {
  const plane = number < PLANE ? 0xf0000 : 0x100000;
  const offset = plane + (number < PLANE ? number : number - PLANE) - 0x10000;
  into[at] = 0xd800 | (offset >> 10);
  into[at + 1] = 0xdc00 | (offset & 0x3ff);
}

/** The number that a code point stands for; undefined for any other. */
export function numberOf(code: number): number | undefined {
  if (code < 0xf0000) return undefined;
  return code < 0x100000 ? code - 0xf0000 : code - 0x100000 + PLANE;
}
