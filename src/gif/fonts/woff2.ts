import { brotliDecompressSync } from 'node:zlib';
import { badFont } from './bad-font.ts';
import { FontBytes } from './font-bytes.ts';
import type { Tables } from './sfnt.ts';
import { rebuildGlyf } from './woff2-glyf.ts';

const SIGNATURE = 0x774f4632;
const COLLECTION = 0x74746366;
/** A font of more than this is no font. */
export const LARGEST_FONT = 64 * 1024 * 1024;

// W3C WOFF2, "Known table tags".
const TAGS = (
  'cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea ' +
  'vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar ' +
  'gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'
).match(/\S{3}[\S ](?= |$)/g) as string[];

interface Entry {
  readonly tag: string;
  readonly isTransformed: boolean;
  readonly length: number;
}

export const isWoff2 = (file: Uint8Array): boolean =>
  file.length > 48 && new DataView(file.buffer, file.byteOffset).getUint32(0) === SIGNATURE;

/** Unpacks a WOFF2 file into the tables of the font in it (W3C WOFF2). Throws KpiError `FONT_FORMAT`. */
export function unpackWoff2(file: Uint8Array): Tables {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(4) === COLLECTION) throw badFont('it is a collection packed as WOFF2');
  const compressedLength = view.getUint32(20);
  const { entries, end } = readEntries(view, view.getUint16(12));
  let data: Uint8Array;
  try {
    data = brotliDecompressSync(file.subarray(end, end + compressedLength), { maxOutputLength: LARGEST_FONT });
  } catch (cause) {
    throw badFont(`its data does not unpack (${cause instanceof Error ? cause.message : cause})`);
  }
  const tables = new Map<string, DataView>();
  let at = 0;
  for (const entry of entries) {
    if (at + entry.length > data.length) throw badFont('a table is cut off');
    const table = new DataView(data.buffer, data.byteOffset + at, entry.length);
    at += entry.length;
    if (entry.tag === 'glyf' && entry.isTransformed) {
      const { glyf, loca } = rebuildGlyf(table);
      tables.set('glyf', glyf);
      tables.set('loca', loca);
    } else if (entry.tag === 'hmtx' && entry.isTransformed)
      tables.set('hmtx', rebuildAdvances(table, tables.get('hhea')));
    else if (entry.tag !== 'loca' || !entry.isTransformed) tables.set(entry.tag, table);
  }
  const head = tables.get('head');
  const isRebuilt = entries.some((entry) => entry.tag === 'glyf' && entry.isTransformed);
  if (isRebuilt && head !== undefined) tables.set('head', withLongLoca(head));
  return new Map([...tables].map(([tag, table]) => [tag, FontBytes.of(table)]));
}

function readEntries(view: DataView, count: number): { entries: Entry[]; end: number } {
  const entries: Entry[] = [];
  let at = 48;
  const readBase128 = (): number => {
    let value = 0;
    for (let index = 0; index < 5; index++) {
      const byte = view.getUint8(at++);
      value = value * 128 + (byte & 0x7f);
      if ((byte & 0x80) === 0) return value;
    }
    throw badFont('a length in its directory is malformed');
  };
  for (let index = 0; index < count; index++) {
    const flags = view.getUint8(at++);
    let tag = TAGS[flags & 0x3f];
    if ((flags & 0x3f) === 0x3f) {
      tag = String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
      at += 4;
    }
    if (tag === undefined) throw badFont('its directory names an unknown table');
    const version = flags >> 6;
    // For glyf and loca version 3 is "as it is"; for the others version 0 is.
    const isTransformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0;
    const original = readBase128();
    entries.push({ tag, isTransformed, length: isTransformed ? readBase128() : original });
  }
  return { entries, end: at };
}

/** The rebuilt 'loca' is a long one, which 'head' must tell. */
function withLongLoca(head: DataView): DataView {
  const view = new DataView(new Uint8Array(head.buffer, head.byteOffset, head.byteLength).slice().buffer);
  if (view.byteLength >= 52) view.setInt16(50, 1);
  return view;
}

/** A transformed 'hmtx' has no left bearings where they follow from the outlines; only advances are read from ours. */
function rebuildAdvances(table: DataView, hhea: DataView | undefined): DataView {
  const count = hhea === undefined || hhea.byteLength < 36 ? 0 : hhea.getUint16(34);
  const view = new DataView(new ArrayBuffer(count * 4));
  for (let index = 0; index < count && 3 + index * 2 <= table.byteLength; index++) {
    view.setUint16(index * 4, table.getUint16(1 + index * 2));
  }
  return view;
}
