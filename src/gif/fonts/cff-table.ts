import { badFont } from './bad-font.ts';
import { glyphNamed } from './cff-charset.ts';
import { type CffDict, readDict } from './cff-dict.ts';
import { CffIndex } from './cff-index.ts';
import { CharstringRun } from './charstring.ts';
import { transformed } from './contour.ts';
import { CubicPen } from './cubic-pen.ts';
import { type FdSelect, readFdSelect } from './fd-select.ts';
import type { FontBytes } from './font-bytes.ts';
import type { Contour } from './font-face.ts';
import type { Outlines } from './outlines.ts';
import { standardName } from './standard-encoding.ts';
import { regionCounter } from './variation-regions.ts';

// Operators of DICTs (Adobe TN 5176, tables 9, 10 and 23; OpenType 1.9, 'CFF2').
const CHARSET = 15;
const CHARSTRINGS = 17;
const PRIVATE = 18;
const SUBRS = 19;
const VSINDEX = 22;
const VSTORE = 24;
const CHARSTRING_TYPE = 1206;
const FONT_MATRIX = 1207;
const FD_ARRAY = 1236;
const FD_SELECT = 1237;

/** What glyphs of one font DICT share: a font made of several (CID-keyed) has one for each script or so. */
interface FontPart {
  readonly local: CffIndex | undefined;
  readonly variations: number;
  /** From the units of the outlines to those of the em, or undefined when they are the same. */
  readonly matrix: readonly number[] | undefined;
}

/**
 * The PostScript outlines of an OpenType font, from a 'CFF ' or 'CFF2' table; of a variable font those at the default place
 * of its axes. Opening reads a few hundred bytes, a glyph its own. Throws KpiError `FONT_FORMAT`.
 */
export class CffTable implements Outlines {
  readonly #table: FontBytes;
  readonly #unitsPerEm: number;
  readonly #isCff2: boolean;
  readonly #top: CffDict;
  readonly #global: CffIndex;
  readonly #glyphs: CffIndex;
  readonly #regionsOf: (variations: number) => number;
  readonly #parts = new Map<number, FontPart>();
  #select: FdSelect | undefined;

  constructor(table: FontBytes, unitsPerEm: number) {
    this.#table = table;
    this.#unitsPerEm = unitsPerEm;
    const start = readStart(table);
    this.#isCff2 = start.isCff2;
    this.#top = readDict(start.top);
    this.#global = new CffIndex(table, start.globalAt, start.isCff2 ? 4 : 2);
    if ((this.#top.get(CHARSTRING_TYPE)?.[0] ?? 2) !== 2) throw badFont('its outlines are Type 1 charstrings');
    const glyphsAt = this.#top.get(CHARSTRINGS)?.[0];
    if (glyphsAt === undefined) throw badFont("its table 'CFF ' names no glyphs");
    this.#glyphs = this.#index(glyphsAt);
    this.#regionsOf = regionCounter(table, this.#top.get(VSTORE)?.[0]);
  }

  contoursOf(glyph: number): Contour[] | undefined {
    try {
      return glyph < this.#glyphs.count ? this.#draw(glyph) : [];
    } catch (cause) {
      if (cause instanceof RangeError) return undefined;
      throw cause;
    }
  }

  #draw(glyph: number): Contour[] {
    const part = this.#partOf(glyph);
    const pen = new CubicPen(this.#unitsPerEm);
    const font = {
      isCff2: this.#isCff2,
      global: this.#global,
      local: part.local,
      variations: part.variations,
      regionsOf: this.#regionsOf,
      standardGlyph: (code: number) => this.#standardGlyph(code),
    };
    new CharstringRun(font, pen).draw(this.#glyphs.item(glyph));
    const { matrix } = part;
    return matrix === undefined ? pen.contours : pen.contours.map((contour) => transformed(contour, matrix));
  }

  #standardGlyph(code: number): DataView {
    const name = standardName(code);
    if (name === undefined) throw new RangeError(`StandardEncoding has no ${code}`);
    const charset = this.#top.get(CHARSET)?.[0] ?? 0;
    return this.#glyphs.item(glyphNamed(this.#table, charset, this.#glyphs.count, name));
  }

  #partOf(glyph: number): FontPart {
    const fonts = this.#top.get(FD_ARRAY)?.[0];
    const number = fonts === undefined ? 0 : this.#selectOf(glyph);
    const known = this.#parts.get(number);
    if (known !== undefined) return known;
    const dict = fonts === undefined ? this.#top : readDict(this.#index(fonts).item(number));
    const part = this.#readPart(dict, fonts === undefined ? undefined : dict.get(FONT_MATRIX));
    this.#parts.set(number, part);
    return part;
  }

  /** A font with one font DICT may leave the choice out. */
  #selectOf(glyph: number): number {
    const at = this.#top.get(FD_SELECT)?.[0];
    if (at === undefined) return 0;
    this.#select ??= readFdSelect(this.#table, at, this.#glyphs.count);
    return this.#select(glyph);
  }

  #readPart(dict: CffDict, ownMatrix: readonly number[] | undefined): FontPart {
    const [size, at] = dict.get(PRIVATE) ?? [0, 0];
    const values = readDict(this.#table.view(at ?? 0, size ?? 0));
    const subroutines = values.get(SUBRS)?.[0];
    return {
      local: subroutines === undefined ? undefined : this.#index((at as number) + subroutines),
      variations: values.get(VSINDEX)?.[0] ?? 0,
      matrix: emMatrix(this.#top.get(FONT_MATRIX), ownMatrix, this.#unitsPerEm),
    };
  }

  #index(at: number): CffIndex {
    return new CffIndex(this.#table, at, this.#isCff2 ? 4 : 2);
  }
}

/** The header, and where top DICT and global subroutines are (TN 5176, sections 2 and 6 to 9; OpenType 1.9, 'CFF2'). */
function readStart(table: FontBytes): { isCff2: boolean; top: DataView; globalAt: number } {
  const header = table.view(0, 5);
  const major = header.getUint8(0);
  const size = header.getUint8(2);
  if (major === 2) {
    const length = header.getUint16(3);
    return { isCff2: true, top: table.view(size, length), globalAt: size + length };
  }
  if (major !== 1) throw badFont(`its outlines are in a CFF table of version ${major}`);
  const names = new CffIndex(table, size, 2);
  const tops = new CffIndex(table, names.end, 2);
  const strings = new CffIndex(table, tops.end, 2);
  return { isCff2: false, top: tops.item(0), globalAt: strings.end };
}

/** Matrices lead to an em of 1; that of a part comes before that of the whole. Mostly both together are 1 / unitsPerEm. */
function emMatrix(
  top: readonly number[] | undefined,
  own: readonly number[] | undefined,
  unitsPerEm: number,
): readonly number[] | undefined {
  const whole = top ?? (own === undefined ? [0.001, 0, 0, 0.001, 0, 0] : [1, 0, 0, 1, 0, 0]);
  const [a, b, c, d, e, f] = (own ?? [1, 0, 0, 1, 0, 0]) as [number, number, number, number, number, number];
  const [A, B, C, D, E, F] = whole as [number, number, number, number, number, number];
  const matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F].map(
    (value) => value * unitsPerEm,
  );
  if (matrix.some((value) => !Number.isFinite(value))) throw new RangeError('a FontMatrix is malformed');
  const isSame = [1, 0, 0, 1, 0, 0].every((value, at) => Math.abs(value - (matrix[at] as number)) < 1e-6);
  return isSame ? undefined : matrix;
}
