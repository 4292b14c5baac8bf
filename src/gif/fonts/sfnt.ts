import { badFont } from './bad-font.ts';
import { CffTable } from './cff-table.ts';
import { readCmap } from './cmap.ts';
import { findFace, readDirectory } from './collection.ts';
import { type ColorLayers, readColorLayers } from './color-layers.ts';
import type { FontBytes } from './font-bytes.ts';
import type { FontFace, GlyphShape, Layer } from './font-face.ts';
import { GlyfTable } from './glyf-table.ts';
import { type LigatureTree, ligate, readLigatures } from './ligatures.ts';
import type { Outlines } from './outlines.ts';

const TRUETYPE = 0x00010000;
const TRUE = 0x74727565;
const OTTO = 0x4f54544f;

/** The tables of a font by tag, each a part of the file (OpenType 1.9, "Font file"). */
export type Tables = ReadonlyMap<string, FontBytes>;

/**
 * Splits a font file into its tables, or one face of a collection: see `findFace`. Throws KpiError `FONT_FORMAT` for
 * anything else, and `FONT_FACE`.
 */
export function readTables(file: FontBytes, face?: string): Tables {
  const at = findFace(file, face);
  if (at + 4 > file.length) throw badFont('its table directory lies outside the file');
  const magic = file.view(at, 4).getUint32(0);
  if (magic !== TRUETYPE && magic !== TRUE && magic !== OTTO) throw badFont('it is neither OpenType nor WOFF2');
  return readDirectory(file, at);
}

/** A face read from the tables of a TrueType font; glyphs are decoded when they are asked for. */
export class SfntFace implements FontFace {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  readonly #glyphOf: (codePoint: number) => number;
  readonly #outlines: Outlines;
  readonly #advances: DataView;
  readonly #advanceCount: number;
  readonly #colors: ColorLayers | undefined;
  readonly #gsub: FontBytes | undefined;
  #ligatures: LigatureTree | undefined;

  constructor(tables: Tables) {
    const head = table(tables, 'head', 54);
    const hhea = table(tables, 'hhea', 36);
    this.unitsPerEm = head.getUint16(18);
    if (this.unitsPerEm < 16 || this.unitsPerEm > 16_384) throw badFont(`its em has ${this.unitsPerEm} units`);
    this.ascender = hhea.getInt16(4);
    this.descender = hhea.getInt16(6);
    this.#advanceCount = hhea.getUint16(34);
    this.#advances = table(tables, 'hmtx', this.#advanceCount * 4);
    this.#glyphOf = readCmap(table(tables, 'cmap', 4));
    this.#outlines = readOutlines(tables, head);
    this.#colors = readColorLayers(tables.get('COLR')?.all(), tables.get('CPAL')?.all());
    this.#gsub = tables.get('GSUB');
  }

  /** Every ligature of the font: the glyphs it is made of, as one string each time it can be typed. */
  get ligatures(): LigatureTree {
    // Read when first needed: only sequences ask for them, and those of a large font are many.
    this.#ligatures ??= orWhenDamaged(() => readLigatures(this.#gsub?.all()), new Map());
    return this.#ligatures;
  }

  glyphIdOf(codePoint: number): number {
    return this.#glyphOf(codePoint);
  }

  shapeOf(text: string): GlyphShape | undefined {
    return orWhenDamaged(() => {
      const ids = Array.from(text, (character) => this.#glyphOf(character.codePointAt(0) as number));
      if (ids.length === 0 || ids.some((id) => id === 0)) return undefined;
      const id = ids.length === 1 ? ids[0] : ligate(this.ligatures, ids);
      return id === undefined ? undefined : this.shapeOfGlyph(id);
    }, undefined);
  }

  /** Undefined when the glyph is malformed. */
  shapeOfGlyph(id: number): GlyphShape | undefined {
    const metric = Math.min(id, this.#advanceCount - 1);
    const advance = this.#advances.getUint16(metric * 4);
    const layers: Layer[] = [];
    for (const { glyph, color } of this.#colors?.layersOf(id) ?? [{ glyph: id, color: undefined }]) {
      const contours = this.#outlines.contoursOf(glyph);
      if (contours === undefined) return undefined;
      layers.push({ contours, color });
    }
    return { layers, advance };
  }
}

/** A read past the end of a table, in mid-drawing: the character is looked for in the next font. */
function orWhenDamaged<Found>(read: () => Found, otherwise: Found): Found {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError) return otherwise;
    throw cause;
  }
}

function readOutlines(tables: Tables, head: DataView): Outlines {
  const cff = tables.get('CFF2') ?? tables.get('CFF ');
  if (cff !== undefined) return new CffTable(cff, head.getUint16(18));
  const glyf = tables.get('glyf');
  if (glyf !== undefined) return new GlyfTable(glyf, table(tables, 'loca', 0), head.getInt16(50) === 1);
  const hasPictures = ['CBDT', 'EBDT', 'sbix', 'SVG '].some((tag) => tables.has(tag));
  throw badFont(hasPictures ? 'it holds pictures of its characters and no outlines' : "it has no table 'glyf'");
}

function table(tables: Tables, tag: string, atLeast: number): DataView {
  const found = tables.get(tag);
  if (found === undefined) throw badFont(`it has no table '${tag}'`);
  if (found.length < atLeast) throw badFont(`its table '${tag}' is cut off`);
  return found.all();
}
