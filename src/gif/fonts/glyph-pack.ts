import { brotliDecompressSync } from 'node:zlib';
import type { Contour, FontFace, GlyphShape, Layer } from './font-face.ts';
import { brokenPack, VarintReader } from './varint-reader.ts';

/*
 * A glyph pack is a font as this program ships it: outlines only, in slices that unpack on their own, so that a page of
 * Chinese opens a few slices of 25,000 glyphs.
 *
 *   "KGP1" · u16 units per em · i16 ascender · i16 descender · u16 usual advance · u16 glyphs a slice · u32 bytes of the
 *   packed index · index · slices
 *
 * Index (brotli): varint number of slices, their packed sizes; number of characters, their code points as differences;
 * number of sequences, each as its length in code points and these. Glyphs are numbered in this order and lie
 * so many to a slice. A slice (brotli) holds five streams, each after its length: shapes, colours, flags, xs, ys.
 */
export const PACK_MAGIC = 0x4b475031;
export const PACK_HEADER_BYTES = 18;
/** In the stream of colours: no colour of its own. */
export const TEXT_COLOR = 0xffffffff;

/** Reads a part of the pack's file. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

interface PackIndex {
  /** Where each slice begins in the file, and where the last one ends. */
  readonly offsets: Uint32Array;
  /** Ascending; a character's glyph is its place here. */
  readonly codes: Uint32Array;
  /** The rest of the index: sequences are rare, so they are searched as they are. */
  readonly sequences: Uint8Array;
}

/** A face in a glyph pack. The index is read at the first question, a slice at the first glyph in it. */
export class PackFace implements FontFace {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  readonly #advance: number;
  readonly #sliceGlyphs: number;
  readonly #indexBytes: number;
  readonly #read: ReadBytes;
  readonly #slices = new Map<number, Slice>();
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
    this.#sliceGlyphs = header.getUint16(12);
    this.#indexBytes = header.getUint32(14);
    this.#read = read;
  }

  /** Every character and sequence that the pack can draw. */
  keys(): string[] {
    const { codes, sequences } = this.#openIndex();
    const characters = Array.from(codes, (code) => String.fromCodePoint(code));
    const reader = new VarintReader(sequences);
    const readSequence = () => String.fromCodePoint(...Array.from({ length: reader.next() }, () => reader.next()));
    return [...characters, ...Array.from({ length: reader.next() }, readSequence)];
  }

  shapeOf(text: string): GlyphShape | undefined {
    const { codes, sequences } = this.#openIndex();
    const code = text.codePointAt(0);
    if (code === undefined) return undefined;
    const isCharacter = text.length === (code > 0xffff ? 2 : 1);
    const glyph = isCharacter ? placeOf(codes, code) : findSequence(sequences, text, codes.length);
    if (glyph === undefined) return undefined;
    return readGlyph(this.#openSlice(Math.floor(glyph / this.#sliceGlyphs)), glyph % this.#sliceGlyphs, this.#advance);
  }

  #openIndex(): PackIndex {
    this.#index ??= readIndex(
      brotliDecompressSync(this.#read(PACK_HEADER_BYTES, this.#indexBytes)),
      PACK_HEADER_BYTES + this.#indexBytes,
    );
    return this.#index;
  }

  #openSlice(number: number): Slice {
    const open = this.#slices.get(number);
    if (open !== undefined) return open;
    const { offsets } = this.#openIndex();
    const start = offsets[number] as number;
    const end = offsets[number + 1];
    if (end === undefined) throw brokenPack();
    const slice = readSlice(brotliDecompressSync(this.#read(start, end - start)));
    this.#slices.set(number, slice);
    return slice;
  }
}

function readIndex(bytes: Uint8Array, firstSlice: number): PackIndex {
  const reader = new VarintReader(bytes);
  const offsets = new Uint32Array(reader.next() + 1);
  offsets[0] = firstSlice;
  for (let slice = 1; slice < offsets.length; slice++) offsets[slice] = (offsets[slice - 1] as number) + reader.next();
  const codes = new Uint32Array(reader.next());
  for (let at = 0, code = 0; at < codes.length; at++) {
    code += reader.next();
    codes[at] = code;
  }
  return { offsets, codes, sequences: bytes.subarray(reader.at) };
}

/** A look through all of them, without making a string of each: thousands of sequences, and few questions. */
function findSequence(bytes: Uint8Array, text: string, firstGlyph: number): number | undefined {
  const wanted = Array.from(text, (character) => character.codePointAt(0) as number);
  const reader = new VarintReader(bytes);
  const count = reader.next();
  for (let glyph = firstGlyph; glyph < firstGlyph + count; glyph++) {
    const length = reader.next();
    let isEqual = length === wanted.length;
    for (let at = 0; at < length; at++) if (reader.next() !== wanted[at]) isEqual = false;
    if (isEqual) return glyph;
  }
  return undefined;
}

/** Binary search in ascending numbers. */
function placeOf(codes: Uint32Array, code: number): number | undefined {
  let low = 0;
  let high = codes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = codes[middle] as number;
    if (found === code) return middle;
    if (found < code) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** The streams of a slice, and where each glyph begins in them: only glyphs that are asked for are decoded. */
interface Slice {
  readonly streams: readonly Uint8Array[];
  /** STREAMS numbers a glyph. */
  readonly starts: Uint32Array;
}

const STREAMS = 5;

function readSlice(bytes: Uint8Array): Slice {
  const reader = new VarintReader(bytes);
  const readers = Array.from({ length: STREAMS }, () => reader.part()) as SliceReaders;
  const [shapes, colors, flags, xs, ys] = readers;
  const starts = new Uint32Array(shapes.next() * STREAMS);
  for (let at = 0; at < starts.length; at += STREAMS) {
    for (let stream = 0; stream < STREAMS; stream++) starts[at + stream] = (readers[stream] as VarintReader).at;
    shapes.next();
    for (let layers = shapes.next(); layers > 0; layers--) {
      colors.skip(1);
      for (let contours = shapes.next(); contours > 0; contours--) {
        const points = shapes.next();
        flags.skip(Math.ceil(points / 7));
        xs.skip(points);
        ys.skip(points);
      }
    }
  }
  return { streams: readers.map(({ bytes: stream }) => stream), starts };
}

type SliceReaders = [
  shapes: VarintReader,
  colors: VarintReader,
  flags: VarintReader,
  xs: VarintReader,
  ys: VarintReader,
];

function readGlyph({ streams, starts }: Slice, place: number, usualAdvance: number): GlyphShape {
  const readers = streams.map((bytes, stream) => {
    const reader = new VarintReader(bytes);
    reader.at = starts[place * STREAMS + stream] as number;
    return reader;
  }) as SliceReaders;
  const [shapes] = readers;
  const advance = shapes.next();
  const layers = Array.from({ length: shapes.next() }, () => readLayer(readers));
  return { advance: advance === 0 ? usualAdvance : advance - 1, layers };
}

function readLayer([shapes, colors, flags, xs, ys]: SliceReaders): Layer {
  const color = colors.next();
  let x = 0;
  let y = 0;
  const contours: Contour[] = [];
  for (let left = shapes.next(); left > 0; left--) {
    const count = shapes.next();
    const contour = { xs: [] as number[], ys: [] as number[], onCurve: [] as boolean[] };
    let bits = 0;
    for (let point = 0; point < count; point++) {
      if (point % 7 === 0) bits = flags.next();
      contour.onCurve.push(((bits >> (point % 7)) & 1) === 1);
      x += xs.signed();
      y += ys.signed();
      contour.xs.push(x);
      contour.ys.push(y);
    }
    contours.push(contour);
  }
  return { contours, color: color === TEXT_COLOR ? undefined : color };
}
