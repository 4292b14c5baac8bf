import { readFileSync } from 'node:fs';
import { CastConverter, CastDecoder, type CastItem, type WrittenCastVersion } from '../../../src/asciicast/index.ts';

export const CASTS = [
  'a_tui',
  'b_shell',
  'c_idle',
  'e_unicode',
  'r_asciinema22_v2',
  'r_asciinema32_v2',
  'r_asciinema32_v3',
] as const;

export const castBytes = (name: string): Buffer => readFileSync(new URL(`../../casts/${name}.cast`, import.meta.url));

/** Decodes a file cut into pieces of `size` bytes. */
export function decodeAll(bytes: Uint8Array, size = bytes.length || 1): { items: CastItem[]; decoder: CastDecoder } {
  const decoder = new CastDecoder();
  const items: CastItem[] = [];
  for (let at = 0; at < bytes.length; at += size) items.push(...decoder.decode(bytes.subarray(at, at + size)));
  items.push(...decoder.end());
  return { items, decoder };
}

export const convertAll = (bytes: Uint8Array, to: WrittenCastVersion): Buffer => {
  const converter = new CastConverter(to);
  return Buffer.from(
    decodeAll(bytes)
      .items.map((item) => converter.convert(item))
      .join(''),
  );
};

export const eventsOf = (items: readonly CastItem[]): CastItem[] => items.filter((item) => item.kind !== 'header');
