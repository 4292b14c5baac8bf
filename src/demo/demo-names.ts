import type { Random } from '../flow/index.ts';

/** The letters of generated names in Kubernetes: no vowels, nothing that looks like another. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A generated part of a name: five letters behind a pod, nine or ten behind a ReplicaSet. */
export function randomName(random: Random, length: number): string {
  let name = '';
  while (name.length < length) name += ALPHABET[Math.floor(random() * ALPHABET.length)];
  return name;
}

/** 32 bits that look like chance and are the same for the same input (FNV-1a). */
export function hash32(text: string, basis = 0x811c9dc5): number {
  let hash = basis;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Spreads every bit over all others (the finaliser of MurmurHash3). */
function mix(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The generated part of a name that belongs to a text. */
export function hashName(text: string, length: number): string {
  let name = '';
  for (let at = 0; at < length; at++) name += ALPHABET[hash32(`${at}/${text}`) % ALPHABET.length];
  return name;
}

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight digits. */
const hex = (bits: number): string =>
  (HEX_BYTES[bits >>> 24] as string) +
  HEX_BYTES[(bits >>> 16) & 255] +
  HEX_BYTES[(bits >>> 8) & 255] +
  HEX_BYTES[bits & 255];

/** 64 digits, as of an image or a container. They come of 64 bits, so that no two of a cluster are the same. */
export function digest(text: string): string {
  let low = hash32(text);
  let high = hash32(text, 0x9e3779b9);
  let digits = '';
  for (let part = 0; part < 4; part++) {
    low = mix(low + 0x9e3779b9);
    high = mix(high + 0x85ebca77);
    digits += hex(low) + hex(high);
  }
  return digits;
}

/** A UUID of version 4 that belongs to a text (RFC 9562 section 5.4, with a hash for chance). */
export function uidOf(text: string): string {
  const d = digest(text);
  const variant = '89ab'[d.charCodeAt(16) % 4];
  return `${d.slice(0, 8)}-${d.slice(8, 12)}-4${d.slice(13, 16)}-${variant}${d.slice(17, 20)}-${d.slice(20, 32)}`;
}
