import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KpiError, messageOf } from '../flow/index.ts';
import { badFont } from './fonts/bad-font.ts';
import { FontBytes, pagedReader, type ReadBytes } from './fonts/font-bytes.ts';
import type { BuiltInFace, OpenFace } from './fonts/font-chain.ts';
import type { FontFace } from './fonts/font-face.ts';
import { PackFace } from './fonts/glyph-pack.ts';
import { readTables, SfntFace, type Tables } from './fonts/sfnt.ts';
import { isWoff2, LARGEST_FONT, unpackWoff2 } from './fonts/woff2.ts';

/** From the bundle in dist/ and from src/gif/. */
const FOLDERS = ['../assets/fonts/', '../../assets/fonts/'];
/** A font file of any size is read through a window of 1 MiB. */
const PAGE_BYTES = 16 * 1024;
const MOST_PAGES = 64;

/**
 * Opens built-in faces, each once, and reads of their files only what is asked for. Reading is synchronous: it is a few
 * kilobytes, and an export beside a live screen runs in a thread of its own.
 */
export function builtInFonts(): OpenFace {
  const folder = FOLDERS.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
  const faces = new Map<BuiltInFace, FontFace>();
  return (name) => {
    const open = faces.get(name);
    if (open !== undefined) return open;
    const face = new PackFace(fileReader(`${folder}${name}.pack`, builtInError));
    faces.set(name, face);
    return face;
  };
}

const builtInError = (cause: unknown): KpiError =>
  new KpiError('FONT_MISSING', `a built-in font cannot be read: ${messageOf(cause)}`, {
    cause,
    hint: 'Install kpi-tui again.',
  });

const userError = (cause: unknown): KpiError =>
  new KpiError('FONT_FILE', `the font cannot be read: ${messageOf(cause)}`, { cause, hint: 'Check --font.' });

/** Holds no file open: a face lives as long as what is drawn with it, and has no end of its own. */
function fileReader(path: string, errorOf: (cause: unknown) => KpiError): ReadBytes {
  return (offset, length) => {
    try {
      const file = openSync(path, 'r');
      try {
        const bytes = new Uint8Array(length);
        return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
      } finally {
        closeSync(file);
      }
    } catch (cause) {
      throw errorOf(cause);
    }
  };
}

/**
 * A face from a font file of the user: TrueType or PostScript outlines, a collection, or WOFF2. `PATH#FACE` chooses a face of
 * a collection by number or name. Throws KpiError `FONT_FILE`, `FONT_FORMAT` or `FONT_FACE`.
 */
export function openFontFile(path: string): FontFace {
  const { file, face } = splitFace(path);
  try {
    return new SfntFace(openTables(file, face));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw badFont('it is cut off or damaged');
  }
}

function openTables(path: string, face: string | undefined): Tables {
  const size = fileSize(path);
  const read = fileReader(path, userError);
  const start = read(0, 64);
  if (!isWoff2(start)) return readTables(new FontBytes(pagedReader(read, PAGE_BYTES, MOST_PAGES), 0, size), face);
  if (size > LARGEST_FONT) throw badFont('it is larger than 64 MiB');
  return unpackWoff2(read(0, size));
}

function fileSize(path: string): number {
  let size: number | undefined;
  try {
    const status = statSync(path);
    if (status.isFile()) size = status.size;
  } catch (cause) {
    throw userError(cause);
  }
  if (size === undefined) throw userError(new Error(`${path} is not a file`));
  return size;
}

/** A file may have a # in its name. */
function splitFace(path: string): { file: string; face: string | undefined } {
  const at = path.lastIndexOf('#');
  if (at <= 0 || existsSync(path)) return { file: path, face: undefined };
  return { file: path.slice(0, at), face: path.slice(at + 1) };
}
