import { badFont } from './bad-font.ts';

/** A stream of bytes with a place in it. */
class Stream {
  readonly view: DataView;
  at = 0;

  constructor(view: DataView) {
    this.view = view;
  }

  u8(): number {
    return this.view.getUint8(this.at++);
  }

  u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2);
  }

  /** W3C WOFF2, "255UInt16". */
  packed16(): number {
    const code = this.u8();
    if (code === 253) return this.u16();
    if (code === 254) return this.u8() + 506;
    if (code === 255) return this.u8() + 253;
    return code;
  }

  copy(length: number): Uint8Array {
    const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset + this.at, length);
    this.at += length;
    return bytes;
  }
}

interface Streams {
  readonly contours: Stream;
  readonly points: Stream;
  readonly flags: Stream;
  readonly glyphs: Stream;
  readonly composites: Stream;
  readonly boxes: Stream;
  readonly boxBits: DataView;
}

/** Undoes the transformation of 'glyf' and 'loca' (W3C WOFF2 5.1): each kind of number has a stream of its own. Hinting is dropped, 'loca' is long. */
export function rebuildGlyf(table: DataView): { glyf: DataView; loca: DataView } {
  const count = table.getUint16(4);
  const sizes = Array.from({ length: 7 }, (_, index) => table.getUint32(8 + index * 4));
  let at = 36;
  const next = (size: number): DataView => {
    if (at + size > table.byteLength) throw badFont('its outlines are cut off');
    const view = new DataView(table.buffer, table.byteOffset + at, size);
    at += size;
    return view;
  };
  const stream = (index: number) => new Stream(next(sizes[index] as number));
  const contours = stream(0);
  const points = stream(1);
  const flags = stream(2);
  const glyphs = stream(3);
  const composites = stream(4);
  const bitBytes = ((count + 31) >> 5) << 2;
  const boxView = next(sizes[5] as number);
  const boxBits = new DataView(boxView.buffer, boxView.byteOffset, bitBytes);
  const boxes = new Stream(new DataView(boxView.buffer, boxView.byteOffset + bitBytes, boxView.byteLength - bitBytes));
  return assemble(count, { contours, points, flags, glyphs, composites, boxes, boxBits });
}

function assemble(count: number, streams: Streams): { glyf: DataView; loca: DataView } {
  const out: number[] = [];
  const offsets = new DataView(new ArrayBuffer((count + 1) * 4));
  for (let id = 0; id < count; id++) {
    offsets.setUint32(id * 4, out.length);
    const contours = streams.contours.u16();
    const hasBox = (streams.boxBits.getUint8(id >> 3) & (0x80 >> (id & 7))) !== 0;
    if (contours === 0) continue;
    push16(out, contours);
    if (hasBox) for (let index = 0; index < 4; index++) push16(out, streams.boxes.u16());
    else for (let index = 0; index < 4; index++) push16(out, 0);
    if (contours === 0xffff) appendComposite(out, streams);
    else appendSimple(out, contours, streams);
    while (out.length & 3) out.push(0);
  }
  offsets.setUint32(count * 4, out.length);
  return { glyf: new DataView(Uint8Array.from(out).buffer), loca: offsets };
}

function appendComposite(out: number[], streams: Streams): void {
  const { composites } = streams;
  let hasInstructions = false;
  for (let flags = 0x20; flags & 0x20; ) {
    flags = composites.u16();
    hasInstructions ||= (flags & 0x100) !== 0;
    const size = 2 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0);
    push16(out, flags & ~0x100); // hinting is not used
    for (const byte of composites.copy(size)) out.push(byte);
  }
  if (hasInstructions) streams.glyphs.packed16();
}

function appendSimple(out: number[], contours: number, streams: Streams): void {
  let total = 0;
  for (let index = 0; index < contours; index++) {
    total += streams.points.packed16();
    push16(out, total - 1);
  }
  push16(out, 0);
  const flags: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  for (let index = 0; index < total; index++) {
    const flag = streams.flags.u8();
    // Both coordinates as 16-bit deltas: the reader does not mind, and the table lives only in memory.
    flags.push(flag & 0x80 ? 0 : 1);
    const [dx, dy] = readTriplet(flag & 0x7f, streams.glyphs);
    push16(xs, dx);
    push16(ys, dy);
  }
  streams.glyphs.packed16(); // the length of the hinting, which is in a stream of its own and is dropped
  for (const bytes of [flags, xs, ys]) for (const byte of bytes) out.push(byte);
}

/** W3C WOFF2 5.2, "Decoding of variable-length X and Y coordinates": 128 ways to pack a pair of deltas. */
function readTriplet(code: number, stream: Stream): [dx: number, dy: number] {
  const signed = (value: number, isPositive: number): number => (isPositive & 1 ? value : -value);
  if (code < 10) return [0, signed(((code & 14) << 7) + stream.u8(), code)];
  if (code < 20) return [signed((((code - 10) & 14) << 7) + stream.u8(), code), 0];
  if (code < 84) {
    const base = code - 20;
    const byte = stream.u8();
    return [signed(1 + (base & 0x30) + (byte >> 4), code), signed(1 + ((base & 0x0c) << 2) + (byte & 0x0f), code >> 1)];
  }
  if (code < 120) {
    const base = code - 84;
    const dx = 1 + (Math.trunc(base / 12) << 8) + stream.u8();
    const dy = 1 + (((base % 12) >> 2) << 8) + stream.u8();
    return [signed(dx, code), signed(dy, code >> 1)];
  }
  if (code < 124) {
    const first = stream.u8();
    const second = stream.u8();
    return [signed((first << 4) + (second >> 4), code), signed(((second & 0x0f) << 8) + stream.u8(), code >> 1)];
  }
  return [signed(stream.u16(), code), signed(stream.u16(), code >> 1)];
}

function push16(out: number[], value: number): void {
  out.push((value >> 8) & 0xff, value & 0xff);
}
