import { brotliDecompressSync } from 'node:zlib';
import { KpiError } from '../../flow/index.ts';
import type { Contour, FontFace, GlyphShape, Layer } from './font-face.ts';

/*
 * A glyph pack is a font as this program ships it: outlines only, in slices that unpack on their own, so that a page of
 * Chinese opens a few slices of 25,000 glyphs.
 *
 *   "KGP1" · u16 units per em · i16 ascender · i16 descender · u16 usual advance · u32 bytes of the packed index · index · slices
 *
 * Index (brotli): varint slices, their packed sizes; varint keys, then each key in the order of its glyph: a code point
 * as a difference to the last one (even), or a length in code points and these (odd). Glyphs are numbered by key and lie
 * SLICE_GLYPHS to a slice. A slice (brotli) holds five streams, each after its length: shapes, colours, flags, xs, ys.
 */
export const PACK_MAGIC = 0x4b475031;
export const PACK_HEADER_BYTES = 16;
export const SLICE_GLYPHS = 128;
/** In the stream of colours: no colour of its own. */
export const TEXT_COLOR = 0xffffffff;

/** Reads a part of the pack's file. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

interface PackIndex {
  readonly slices: readonly { readonly offset: number; readonly length: number }[];
  readonly glyphs: ReadonlyMap<string, number>;
}

/** A face in a glyph pack. The index is read at the first question, a slice at the first glyph in it. */
export class PackFace implements FontFace {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  readonly #advance: number;
  readonly #indexBytes: number;
  readonly #read: ReadBytes;
  readonly #slices = new Map<number, readonly GlyphShape[]>();
  #index: PackIndex | undefined;

  constructor(read: ReadBytes) {
    const bytes = read(0, PACK_HEADER_BYTES);
    if (bytes.length < PACK_HEADER_BYTES) throw brokenPack();
    const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (header.getUint32(0) !== PACK_MAGIC) throw brokenPack();
    this.unitsPerEm = header.getUint16(4);
    this.ascender = header.getInt16(6);
    this.descender = header.getInt16(8);
    this.#advance = header.getUint16(10);
    this.#indexBytes = header.getUint32(12);
    this.#read = read;
  }

  /** Every character and sequence that the pack can draw. */
  keys(): Iterable<string> {
    return this.#openIndex().glyphs.keys();
  }

  shapeOf(text: string): GlyphShape | undefined {
    const glyph = this.#openIndex().glyphs.get(text);
    if (glyph === undefined) return undefined;
    return this.#openSlice(Math.floor(glyph / SLICE_GLYPHS))[glyph % SLICE_GLYPHS];
  }

  #openIndex(): PackIndex {
    this.#index ??= readIndex(
      brotliDecompressSync(this.#read(PACK_HEADER_BYTES, this.#indexBytes)),
      PACK_HEADER_BYTES + this.#indexBytes,
    );
    return this.#index;
  }

  #openSlice(number: number): readonly GlyphShape[] {
    const open = this.#slices.get(number);
    if (open !== undefined) return open;
    const place = this.#openIndex().slices[number];
    if (place === undefined) throw brokenPack();
    const shapes = readSlice(brotliDecompressSync(this.#read(place.offset, place.length)), this.#advance);
    this.#slices.set(number, shapes);
    return shapes;
  }
}

class VarintReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) throw brokenPack();
      value += (byte & 0x7f) * factor;
      if (byte < 128) return value;
    }
  }

  signed(): number {
    const value = this.next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  part(): VarintReader {
    const length = this.next();
    this.at += length;
    return new VarintReader(this.#bytes.subarray(this.at - length, this.at));
  }
}

function readIndex(bytes: Uint8Array, firstSlice: number): PackIndex {
  const reader = new VarintReader(bytes);
  let offset = firstSlice;
  const slices = Array.from({ length: reader.next() }, () => {
    const length = reader.next();
    offset += length;
    return { offset: offset - length, length };
  });
  const glyphs = new Map<string, number>();
  const count = reader.next();
  let last = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    const value = reader.next();
    if (value % 2 === 0) {
      last += value / 2;
      glyphs.set(String.fromCodePoint(last), glyph);
    } else {
      const codes = Array.from({ length: (value - 1) / 2 }, () => reader.next());
      glyphs.set(String.fromCodePoint(...codes), glyph);
    }
  }
  return { slices, glyphs };
}

function readSlice(bytes: Uint8Array, usualAdvance: number): GlyphShape[] {
  const reader = new VarintReader(bytes);
  const shapes = reader.part();
  const streams = { shapes, colors: reader.part(), flags: reader.part(), xs: reader.part(), ys: reader.part() };
  const count = shapes.next();
  return Array.from({ length: count }, () => {
    const advance = shapes.next();
    const layers = Array.from({ length: shapes.next() }, () => readLayer(streams));
    return { advance: advance === 0 ? usualAdvance : advance - 1, layers };
  });
}

interface SliceStreams {
  readonly shapes: VarintReader;
  readonly colors: VarintReader;
  readonly flags: VarintReader;
  readonly xs: VarintReader;
  readonly ys: VarintReader;
}

function readLayer(streams: SliceStreams): Layer {
  const color = streams.colors.next();
  let x = 0;
  let y = 0;
  const contours = Array.from({ length: streams.shapes.next() }, (): Contour => {
    const count = streams.shapes.next();
    const xs: number[] = [];
    const ys: number[] = [];
    const onCurve: boolean[] = [];
    let bits = 0;
    for (let point = 0; point < count; point++) {
      if (point % 7 === 0) bits = streams.flags.next();
      onCurve.push(((bits >> (point % 7)) & 1) === 1);
      x += streams.xs.signed();
      y += streams.ys.signed();
      xs.push(x);
      ys.push(y);
    }
    return { xs, ys, onCurve };
  });
  return { contours, color: color === TEXT_COLOR ? undefined : color };
}

const brokenPack = (): KpiError =>
  new KpiError('FONT_PACK', 'a built-in font file is damaged', { hint: 'Install kpi-tui again.' });
