import { brotliCompressSync, constants } from 'node:zlib';
import type { GlyphShape } from './font-face.ts';
import { PACK_HEADER_BYTES, PACK_MAGIC, TEXT_COLOR } from './glyph-pack.ts';

export interface PackContent {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  /** Advance of most glyphs. */
  readonly advance: number;
  /** Large slices are smaller together, small ones open faster. */
  readonly sliceGlyphs: number;
  /** By character or sequence; coordinates are whole numbers. */
  readonly glyphs: ReadonlyMap<string, GlyphShape>;
}

/** Writes a glyph pack; the layout is told in glyph-pack.ts. */
export function writePack(content: PackContent): Uint8Array {
  const keys = [...content.glyphs.keys()].sort(byCodePoints);
  const slices: Uint8Array[] = [];
  for (let first = 0; first < keys.length; first += content.sliceGlyphs) {
    const shapes = keys.slice(first, first + content.sliceGlyphs).map((key) => content.glyphs.get(key) as GlyphShape);
    slices.push(packed(sliceBytes(shapes, content.advance)));
  }
  const index = packed(indexBytes(keys, slices));
  const header = new DataView(new ArrayBuffer(PACK_HEADER_BYTES));
  header.setUint32(0, PACK_MAGIC);
  header.setUint16(4, content.unitsPerEm);
  header.setInt16(6, content.ascender);
  header.setInt16(8, content.descender);
  header.setUint16(10, content.advance);
  header.setUint16(12, content.sliceGlyphs);
  header.setUint32(14, index.length);
  return Buffer.concat([new Uint8Array(header.buffer), index, ...slices]);
}

const isCharacter = (key: string): boolean => Array.from(key).length === 1;

/** Characters by code point, then sequences. */
const byCodePoints = (one: string, other: string): number =>
  Number(isCharacter(other)) - Number(isCharacter(one)) ||
  (one.codePointAt(0) as number) - (other.codePointAt(0) as number) ||
  (one < other ? -1 : 1);

const packed = (bytes: readonly number[]): Uint8Array =>
  brotliCompressSync(Uint8Array.from(bytes), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });

function pushVarint(out: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

const pushSigned = (out: number[], value: number): void => pushVarint(out, value >= 0 ? value * 2 : -value * 2 - 1);

function indexBytes(keys: readonly string[], slices: readonly Uint8Array[]): number[] {
  const out: number[] = [];
  pushVarint(out, slices.length);
  for (const slice of slices) pushVarint(out, slice.length);
  const characters = keys.filter(isCharacter);
  pushVarint(out, characters.length);
  let last = 0;
  for (const character of characters) {
    const code = character.codePointAt(0) as number;
    pushVarint(out, code - last);
    last = code;
  }
  pushVarint(out, keys.length - characters.length);
  for (const sequence of keys.slice(characters.length)) {
    const codes = Array.from(sequence, (character) => character.codePointAt(0) as number);
    pushVarint(out, codes.length);
    for (const code of codes) pushVarint(out, code);
  }
  return out;
}

function sliceBytes(shapes: readonly GlyphShape[], usualAdvance: number): number[] {
  const streams: { shapes: number[]; colors: number[]; flags: number[]; xs: number[]; ys: number[] } = {
    shapes: [],
    colors: [],
    flags: [],
    xs: [],
    ys: [],
  };
  pushVarint(streams.shapes, shapes.length);
  for (const shape of shapes) {
    pushVarint(streams.shapes, shape.advance === usualAdvance ? 0 : shape.advance + 1);
    pushVarint(streams.shapes, shape.layers.length);
    for (const layer of shape.layers) {
      pushVarint(streams.colors, layer.color ?? TEXT_COLOR);
      pushVarint(streams.shapes, layer.contours.length);
      let x = 0;
      let y = 0;
      for (const contour of layer.contours) {
        pushVarint(streams.shapes, contour.xs.length);
        for (let first = 0; first < contour.xs.length; first += 7) {
          const flags = contour.onCurve.slice(first, first + 7);
          streams.flags.push(flags.reduce((bits, isOn, bit) => bits | (Number(isOn) << bit), 0));
        }
        for (const next of contour.xs) {
          pushSigned(streams.xs, next - x);
          x = next;
        }
        for (const next of contour.ys) {
          pushSigned(streams.ys, next - y);
          y = next;
        }
      }
    }
  }
  const out: number[] = [];
  for (const stream of [streams.shapes, streams.colors, streams.flags, streams.xs, streams.ys]) {
    pushVarint(out, stream.length);
    for (const byte of stream) out.push(byte);
  }
  return out;
}
