import type { FontBytes } from './font-bytes.ts';

/** Typographic family, family, full name, PostScript name: in the order in which a person would give them. */
const NAME_IDS = [16, 1, 4, 6];
const MACINTOSH = 1;
/** A name longer than this is none. */
const LONGEST_NAME = 512;

/** What a font calls itself, its family first, each name once; none when the table is absent or broken (OpenType 1.9, 'name'). */
export function readNames(table: FontBytes | undefined): string[] {
  if (table === undefined) return [];
  try {
    return [...new Set(NAME_IDS.flatMap((id) => namesOf(table, id)))];
  } catch (cause) {
    if (cause instanceof RangeError) return [];
    throw cause;
  }
}

function namesOf(table: FontBytes, wantedId: number): string[] {
  const header = table.view(0, 6);
  const count = header.getUint16(2);
  const strings = header.getUint16(4);
  const records = table.view(6, count * 12);
  const names: string[] = [];
  for (let at = 0; at < count * 12; at += 12) {
    if (records.getUint16(at + 6) !== wantedId) continue;
    const length = Math.min(records.getUint16(at + 8), LONGEST_NAME);
    const text = table.view(strings + records.getUint16(at + 10), length);
    names.push(decoded(text, records.getUint16(at) === MACINTOSH));
  }
  return names;
}

function decoded(text: DataView, isOneByte: boolean): string {
  const units = isOneByte ? text.byteLength : text.byteLength >> 1;
  return Array.from({ length: units }, (_, at) =>
    String.fromCharCode(isOneByte ? text.getUint8(at) : text.getUint16(at * 2)),
  ).join('');
}
