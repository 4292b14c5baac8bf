import type { FontBytes } from './font-bytes.ts';

/** In the charset that every font has, glyphs are numbered as their names are, up to this one. */
const LAST_ISO_ADOBE = 228;

/**
 * The glyph that has a name, by the name's number (Adobe TN 5176, section 13). `offset`: of the charset, or 0 for ISOAdobe;
 * the two sets of expert fonts (1 and 2) hold no letters to make accented ones of. Throws RangeError when there is none.
 */
export function glyphNamed(
  table: FontBytes,
  offset: number,
  ...[glyphs, name]: [glyphs: number, name: number]
): number {
  const found = offset === 0 ? isoAdobe(name) : offset <= 2 ? undefined : listed(table, offset, glyphs, name);
  if (found === undefined) throw new RangeError(`no glyph is named ${name}`);
  return found;
}

const isoAdobe = (name: number): number | undefined => (name <= LAST_ISO_ADOBE ? name : undefined);

function listed(table: FontBytes, offset: number, ...[glyphs, name]: [number, number]): number | undefined {
  const format = table.view(offset, 1).getUint8(0);
  // A format without ranges is ranges of one.
  const countSize = format === 0 ? 0 : format === 1 ? 1 : 2;
  let at = offset + 1;
  for (let glyph = 1; glyph < glyphs; ) {
    const range = table.view(at, 2 + countSize);
    const first = range.getUint16(0);
    const more = countSize === 0 ? 0 : countSize === 1 ? range.getUint8(2) : range.getUint16(2);
    if (name >= first && name <= first + more) return glyph + name - first;
    glyph += more + 1;
    at += 2 + countSize;
  }
  return undefined;
}
