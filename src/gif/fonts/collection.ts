import { KpiError } from '../../flow/index.ts';
import { clean } from '../../text/index.ts';
import { badFont } from './bad-font.ts';
import type { FontBytes } from './font-bytes.ts';
import { readNames } from './font-names.ts';

const TTCF = 0x74746366;
/** The largest of known collections hold some forty faces; reading the names of each costs time. */
const MOST_FACES = 512;

/** One face of a file: where its table directory begins, and what it is called. */
interface Face {
  readonly at: number;
  readonly names: readonly string[];
  readonly isMono: boolean;
}

/**
 * Where the table directory of a face begins (OpenType 1.9, "Font collections"). `wanted`: its number from 0 on, as
 * fontconfig counts, or a name or a part of one. Without it: the first monospaced face, else the first. A file that is no
 * collection has one face. Throws KpiError `FONT_FACE` or `FONT_FORMAT`.
 */
export function findFace(file: FontBytes, wanted: string | undefined): number {
  const offsets = faceOffsets(file);
  if (offsets.length === 1 && wanted === undefined) return offsets[0] as number;
  const faces = offsets.map((at) => readFace(file, at));
  const found = wanted === undefined ? (faces.find(({ isMono }) => isMono) ?? faces[0]) : chosen(faces, wanted);
  if (found === undefined) {
    const list = faces.map(({ names }, number) => `${number} ${clean(names[0] ?? 'without a name')}`).join(', ');
    throw new KpiError('FONT_FACE', `the font file has no face '${clean(wanted ?? '')}'`, {
      hint: `Choose one of: ${list}.`,
    });
  }
  return found.at;
}

function faceOffsets(file: FontBytes): number[] {
  if (file.length < 12) throw badFont('it is too short');
  const header = file.view(0, 12);
  if (header.getUint32(0) !== TTCF) return [0];
  const count = header.getUint32(8);
  if (count === 0 || count > MOST_FACES) throw badFont(`it is a collection of ${count} faces`);
  if (12 + count * 4 > file.length) throw badFont('its list of faces is cut off');
  const list = file.view(12, count * 4);
  return Array.from({ length: count }, (_, index) => list.getUint32(index * 4));
}

function chosen(faces: readonly Face[], wanted: string): Face | undefined {
  if (/^\d+$/.test(wanted)) return faces[Number(wanted)];
  const key = keyOf(wanted);
  const named = (fits: (name: string) => boolean) => faces.find(({ names }) => names.map(keyOf).some(fits));
  return key === '' ? undefined : (named((name) => name === key) ?? named((name) => name.includes(key)));
}

/** Names are told apart by their letters and digits alone: "Noto Sans Mono CJK JP" is NotoSansMonoCJKjp. */
const keyOf = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

function readFace(file: FontBytes, at: number): Face {
  const tables = readDirectory(file, at);
  const post = tables.get('post');
  const names = readNames(tables.get('name'));
  const isFixed = post !== undefined && post.length >= 16 && post.view(12, 4).getUint32(0) !== 0;
  // Faces of ideographs that are two columns wide are not called fixed by 'post'.
  return { at, names, isMono: isFixed || names.some((name) => /\bmono\b/i.test(name)) };
}

/** The tables of the directory at `at`, each a part of the file. Throws KpiError `FONT_FORMAT`. */
export function readDirectory(file: FontBytes, at: number): Map<string, FontBytes> {
  const tables = new Map<string, FontBytes>();
  if (at + 12 > file.length) throw badFont('its table directory lies outside the file');
  const count = file.view(at, 12).getUint16(4);
  if (at + 12 + count * 16 > file.length) throw badFont('its table directory is cut off');
  const list = file.view(at + 12, count * 16);
  for (let index = 0; index < count; index++) {
    const offset = list.getUint32(index * 16 + 8);
    const length = list.getUint32(index * 16 + 12);
    if (offset + length > file.length) throw badFont('a table lies outside the file');
    tables.set(tagAt(list, index * 16), file.part(offset, length));
  }
  return tables;
}

const tagAt = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
