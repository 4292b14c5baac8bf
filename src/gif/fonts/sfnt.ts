import { KpiError } from '../../flow/index.ts';
import { readCmap } from './cmap.ts';
import { type ColorLayers, readColorLayers } from './color-layers.ts';
import type { FontFace, GlyphShape } from './font-face.ts';
import { GlyfTable } from './glyf-table.ts';
import { type LigatureTree, ligate, readLigatures } from './ligatures.ts';

/** More glyphs than a 16-bit number counts cannot be. */
const TRUETYPE = 0x00010000;
const TRUE = 0x74727565;
const OTTO = 0x4f54544f;
const TTCF = 0x74746366;

/** The tables of a TrueType font by tag, each a view into the file (OpenType 1.9, "Font file"). */
export type Tables = ReadonlyMap<string, DataView>;

/** Splits a TrueType file into its tables. Throws KpiError `FONT_FORMAT` for anything else. */
export function readTables(file: Uint8Array): Tables {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.byteLength < 12) throw badFont('it is too short');
  const magic = view.getUint32(0);
  if (magic === OTTO) throw badFont('it holds PostScript outlines, and only TrueType outlines are read');
  if (magic === TTCF) throw badFont('it is a collection; extract one face from it');
  if (magic !== TRUETYPE && magic !== TRUE) throw badFont('it is neither TrueType nor WOFF2');
  const tables = new Map<string, DataView>();
  const count = view.getUint16(4);
  for (let index = 0; index < count; index++) {
    const at = 12 + index * 16;
    if (at + 16 > view.byteLength) throw badFont('its table directory is cut off');
    const offset = view.getUint32(at + 8);
    const length = view.getUint32(at + 12);
    if (offset + length > view.byteLength) throw badFont('a table lies outside the file');
    tables.set(tagAt(view, at), new DataView(view.buffer, view.byteOffset + offset, length));
  }
  return tables;
}

/** A face read from the tables of a TrueType font; glyphs are decoded when they are asked for. */
export class SfntFace implements FontFace {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  readonly #glyphOf: (codePoint: number) => number;
  readonly #glyf: GlyfTable;
  readonly #advances: DataView;
  readonly #advanceCount: number;
  readonly #colors: ColorLayers | undefined;
  readonly #ligatures: LigatureTree;

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
    this.#glyf = new GlyfTable(table(tables, 'glyf', 0), table(tables, 'loca', 0), head.getInt16(50) === 1);
    this.#colors = readColorLayers(tables.get('COLR'), tables.get('CPAL'));
    this.#ligatures = readLigatures(tables.get('GSUB'));
  }

  /** Every ligature of the font: the glyphs it is made of, as one string each time it can be typed. */
  get ligatures(): LigatureTree {
    return this.#ligatures;
  }

  glyphIdOf(codePoint: number): number {
    return this.#glyphOf(codePoint);
  }

  shapeOf(text: string): GlyphShape | undefined {
    const ids = Array.from(text, (character) => this.#glyphOf(character.codePointAt(0) as number));
    if (ids.length === 0 || ids.some((id) => id === 0)) return undefined;
    const id = ids.length === 1 ? ids[0] : ligate(this.#ligatures, ids);
    return id === undefined ? undefined : this.shapeOfGlyph(id);
  }

  shapeOfGlyph(id: number): GlyphShape {
    const metric = Math.min(id, this.#advanceCount - 1);
    const advance = this.#advances.getUint16(metric * 4);
    const colored = this.#colors?.layersOf(id);
    const layers =
      colored === undefined
        ? [{ contours: this.#glyf.contoursOf(id), color: undefined }]
        : colored.map((layer) => ({ contours: this.#glyf.contoursOf(layer.glyph), color: layer.color }));
    return { layers, advance };
  }
}

function table(tables: Tables, tag: string, atLeast: number): DataView {
  const found = tables.get(tag);
  if (found === undefined) throw badFont(`it has no table '${tag}'`);
  if (found.byteLength < atLeast) throw badFont(`its table '${tag}' is cut off`);
  return found;
}

const tagAt = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

export const badFont = (why: string): KpiError =>
  new KpiError('FONT_FORMAT', `this font cannot be read: ${why}`, {
    hint: 'Give a .ttf or .woff2 file with TrueType outlines.',
  });
