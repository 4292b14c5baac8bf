import { transformed } from './contour.ts';
import type { FontBytes } from './font-bytes.ts';
import type { Contour } from './font-face.ts';
import type { Outlines } from './outlines.ts';

/** Composites of composites exist; a loop of them is a broken font. */
const DEEPEST_COMPOSITE = 6;
/** Parts of one glyph, those of its parts included: enough for any letter, and an end to what multiplies itself. */
const MOST_PARTS = 1000;

// OpenType 1.9, 'glyf': flags of a simple glyph's points.
const ON_CURVE = 1;
const X_SHORT = 2;
const Y_SHORT = 4;
const REPEAT = 8;
const X_SAME_OR_POSITIVE = 16;
const Y_SAME_OR_POSITIVE = 32;
// Flags of a composite glyph's parts.
const WORD_ARGUMENTS = 1;
const ARGUMENTS_ARE_XY = 2;
const ONE_SCALE = 8;
const MORE_PARTS = 32;
const TWO_SCALES = 64;
const MATRIX = 128;

/** The outlines of a TrueType font. A glyph that is missing has no contours. */
export class GlyfTable implements Outlines {
  readonly #glyf: FontBytes;
  readonly #loca: DataView;
  readonly #isLong: boolean;

  constructor(glyf: FontBytes, loca: DataView, isLong: boolean) {
    this.#glyf = glyf;
    this.#loca = loca;
    this.#isLong = isLong;
  }

  contoursOf(id: number): Contour[] | undefined {
    try {
      return this.#contours(id, { depth: 0, parts: { left: MOST_PARTS } });
    } catch (cause) {
      // A read past the end of the glyph: it is malformed, the rest of the font may be fine.
      if (cause instanceof RangeError) return undefined;
      throw cause;
    }
  }

  #contours(id: number, nesting: Nesting): Contour[] {
    const place = this.#placeOf(id);
    if (place === undefined || place.end - place.start < 10) return [];
    const glyph = this.#glyf.view(place.start, place.end - place.start);
    const count = glyph.getInt16(0);
    return count >= 0 ? simpleContours(glyph, 10, count) : this.#composite(glyph, nesting);
  }

  #placeOf(id: number): { start: number; end: number } | undefined {
    const size = this.#isLong ? 4 : 2;
    if ((id + 2) * size > this.#loca.byteLength) return undefined;
    const read = (at: number) => (this.#isLong ? this.#loca.getUint32(at) : this.#loca.getUint16(at) * 2);
    const start = read(id * size);
    const end = Math.min(read((id + 1) * size), this.#glyf.length);
    return end > start ? { start, end } : undefined;
  }

  #composite(view: DataView, { depth, parts }: Nesting): Contour[] {
    if (depth >= DEEPEST_COMPOSITE) return [];
    const contours: Contour[] = [];
    let at = 10;
    for (let flags = MORE_PARTS; flags & MORE_PARTS; ) {
      if (--parts.left < 0) throw new RangeError('too many parts');
      flags = view.getUint16(at);
      const part = this.#contours(view.getUint16(at + 2), { depth: depth + 1, parts });
      at += 4;
      const isWord = (flags & WORD_ARGUMENTS) !== 0;
      const first = isWord ? view.getInt16(at) : view.getInt8(at);
      const second = isWord ? view.getInt16(at + 2) : view.getInt8(at + 1);
      at += isWord ? 4 : 2;
      const isOffset = (flags & ARGUMENTS_ARE_XY) !== 0;
      const matrix = [1, 0, 0, 1, isOffset ? first : 0, isOffset ? second : 0];
      at = readMatrix(view, at, flags, matrix);
      for (const contour of part) contours.push(transformed(contour, matrix));
    }
    return contours;
  }
}

interface Nesting {
  readonly depth: number;
  readonly parts: { left: number };
}

function readMatrix(view: DataView, at: number, flags: number, matrix: number[]): number {
  const scale = (offset: number) => view.getInt16(at + offset) / 16_384;
  if (flags & ONE_SCALE) {
    matrix[0] = scale(0);
    matrix[3] = scale(0);
    return at + 2;
  }
  if (flags & TWO_SCALES) {
    matrix[0] = scale(0);
    matrix[3] = scale(2);
    return at + 4;
  }
  if ((flags & MATRIX) === 0) return at;
  for (let index = 0; index < 4; index++) matrix[index] = scale(index * 2);
  return at + 8;
}

function simpleContours(view: DataView, start: number, count: number): Contour[] {
  const ends = Array.from({ length: count }, (_, index) => view.getUint16(start + index * 2));
  const points = count === 0 ? 0 : (ends[count - 1] as number) + 1;
  const instructions = view.getUint16(start + count * 2);
  const flags: number[] = [];
  let at = start + count * 2 + 2 + instructions;
  while (flags.length < points) {
    const flag = view.getUint8(at++);
    const times = flag & REPEAT ? view.getUint8(at++) + 1 : 1;
    for (let time = 0; time < times; time++) flags.push(flag);
  }
  const xs = readDeltas(view, at, flags, X_SHORT, X_SAME_OR_POSITIVE);
  const ys = readDeltas(view, xs.end, flags, Y_SHORT, Y_SAME_OR_POSITIVE);
  let first = 0;
  return ends.map((end) => {
    const contour = {
      xs: xs.values.slice(first, end + 1),
      ys: ys.values.slice(first, end + 1),
      onCurve: flags.slice(first, end + 1).map((flag) => (flag & ON_CURVE) !== 0),
    };
    first = end + 1;
    return contour;
  });
}

function readDeltas(
  view: DataView,
  start: number,
  flags: readonly number[],
  ...[short, same]: [short: number, same: number]
): { values: number[]; end: number } {
  const values: number[] = [];
  let at = start;
  let value = 0;
  for (const flag of flags) {
    if (flag & short) value += flag & same ? view.getUint8(at++) : -view.getUint8(at++);
    else if (!(flag & same)) {
      value += view.getInt16(at);
      at += 2;
    }
    values.push(value);
  }
  return { values, end: at };
}
