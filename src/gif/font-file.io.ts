import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KpiError, messageOf } from '../flow/index.ts';
import type { BuiltInFace, OpenFace } from './fonts/font-chain.ts';
import type { FontFace } from './fonts/font-face.ts';
import { PackFace } from './fonts/glyph-pack.ts';
import { readTables, SfntFace } from './fonts/sfnt.ts';
import { isWoff2, unpackWoff2 } from './fonts/woff2.ts';

/** From the bundle in dist/ and from src/gif/. */
const FOLDERS = ['../assets/fonts/', '../../assets/fonts/'];

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
    const face = new PackFace(fileReader(`${folder}${name}.pack`));
    faces.set(name, face);
    return face;
  };
}

function fileReader(path: string): (offset: number, length: number) => Uint8Array {
  return (offset, length) => {
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch (cause) {
      throw new KpiError('FONT_MISSING', `a built-in font cannot be read: ${messageOf(cause)}`, {
        cause,
        hint: 'Install kpi-tui again.',
      });
    }
    try {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    } finally {
      closeSync(file);
    }
  };
}

/** A face from a .ttf or .woff2 file of the user. Throws KpiError `FONT_FILE` or `FONT_FORMAT`. */
export function openFontFile(path: string): FontFace {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new KpiError('FONT_FILE', `the font cannot be read: ${messageOf(cause)}`, { cause, hint: 'Check --font.' });
  }
  try {
    return new SfntFace(isWoff2(bytes) ? unpackWoff2(bytes) : readTables(bytes));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new KpiError('FONT_FORMAT', 'this font cannot be read: it is cut off', { cause, hint: 'Check --font.' });
  }
}
