/** Slots of each way; with short strings at most 1 MB. */
const STRING_SLOTS = 4096;
/** Longer strings are hardly ever the same twice. */
const LONGEST_STRING = 64;
const MAP_SLOTS = 1024;
const LONGEST_MAP = 1024;
const SAMPLED_AT_END = 6;

/**
 * One string, and one label map, for all objects that say the same: namespaces, nodes, status words, labels.
 *
 * Bounded: two ways of fixed slots. A newcomer takes the trial way; only what is seen again moves to the kept way, so
 * names and UIDs, which come once each, never push out what repeats. A miss costs a copy, never a wrong answer.
 */
export class StringTable {
  readonly #kept: (string | undefined)[] = new Array<string | undefined>(STRING_SLOTS).fill(undefined);
  readonly #trial: (string | undefined)[] = new Array<string | undefined>(STRING_SLOTS).fill(undefined);
  readonly #keptMaps: (InternedMap | undefined)[] = new Array<InternedMap | undefined>(MAP_SLOTS).fill(undefined);
  readonly #trialMaps: (InternedMap | undefined)[] = new Array<InternedMap | undefined>(MAP_SLOTS).fill(undefined);

  /** The text of UTF-8 bytes. */
  ofBytes(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length === 0) return '';
    if (length > LONGEST_STRING) return bytes.toString('utf8', start, end);
    const slot = slotOfBytes(bytes, start, length);
    const kept = this.#kept[slot];
    if (kept !== undefined && isSame(kept, bytes, start, length)) return kept;
    const trial = this.#trial[slot];
    if (trial !== undefined && isSame(trial, bytes, start, length)) return this.#promote(slot);
    const text = bytes.toString('utf8', start, end);
    // Shorter than its bytes it is not ASCII, and characters cannot be compared with bytes.
    if (text.length === length) this.#trial[slot] = text;
    return text;
  }

  /** The same text, shared. */
  ofString(text: string): string {
    if (text.length > LONGEST_STRING || text.length === 0) return text;
    const slot = slotOfText(text, STRING_SLOTS);
    if (this.#kept[slot] === text) return this.#kept[slot] as string;
    if (this.#trial[slot] === text) return this.#promote(slot);
    if (isAscii(text)) this.#trial[slot] = text;
    return text;
  }

  /** One frozen map for all that have the same `signature`, any text that tells maps apart. */
  map(signature: string, build: () => Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    if (signature.length > LONGEST_MAP) return Object.freeze(build());
    const slot = slotOfText(signature, MAP_SLOTS);
    const kept = this.#keptMaps[slot];
    if (kept?.signature === signature) return kept.map;
    const trial = this.#trialMaps[slot];
    if (trial?.signature === signature) {
      this.#trialMaps[slot] = kept;
      this.#keptMaps[slot] = trial;
      return trial.map;
    }
    const map = Object.freeze(build());
    this.#trialMaps[slot] = { signature, map };
    return map;
  }

  #promote(slot: number): string {
    const text = this.#trial[slot] as string;
    this.#trial[slot] = this.#kept[slot];
    this.#kept[slot] = text;
    return text;
  }
}

interface InternedMap {
  readonly signature: string;
  readonly map: Readonly<Record<string, string>>;
}

// A few bytes tell texts apart well enough: what differs in none of them only takes the other's place now and then.

function slotOfBytes(bytes: Buffer, start: number, length: number): number {
  const last = start + length - 1;
  let hash = Math.imul(length, 0x9e3779b1) ^ (bytes[start] as number);
  hash = Math.imul(hash, 31) + (bytes[start + (length >> 1)] as number);
  for (let at = last; at >= start && at > last - SAMPLED_AT_END; at--)
    hash = Math.imul(hash, 31) + (bytes[at] as number);
  return (hash ^ (hash >>> 15)) & (STRING_SLOTS - 1);
}

function slotOfText(text: string, slots: number): number {
  const last = text.length - 1;
  let hash = Math.imul(text.length, 0x9e3779b1) ^ text.charCodeAt(0);
  hash = Math.imul(hash, 31) + text.charCodeAt(text.length >> 1);
  for (let at = last; at >= 0 && at > last - SAMPLED_AT_END; at--) hash = Math.imul(hash, 31) + text.charCodeAt(at);
  return (hash ^ (hash >>> 15)) & (slots - 1);
}

function isSame(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false;
  return true;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x80) return false;
  return true;
}
