/** So many characters in a row of a secret are taken for a part of it; fewer stand in other words too. */
const GRAM = 8;
/** A shorter secret, or one without letters and digits, may be a word that is written elsewhere. */
const SHORTEST = 20;
/** Of the newest secrets. A token of a kilobyte has about as many. */
const MOST_GRAMS = 16 * 1024;

/**
 * Secrets that were found, by their parts: when a screen is drawn anew, the beginning of one may have scrolled away with all
 * that it was known by.
 */
export class KnownSecrets {
  readonly #kinds = new Map<string, string>();

  learn(text: string, by: string): void {
    if (text.length < SHORTEST || !/\d/.test(text) || !/[a-z]/i.test(text)) return;
    for (let at = 0; at + GRAM <= text.length; at++) this.#kinds.set(text.slice(at, at + GRAM), by);
    for (const gram of this.#kinds.keys()) {
      if (this.#kinds.size <= MOST_GRAMS) break;
      this.#kinds.delete(gram);
    }
  }

  /** Where parts of known secrets stand in a text, in its order. */
  find(text: string): { from: number; to: number; by: string }[] {
    const found: { from: number; to: number; by: string }[] = [];
    if (this.#kinds.size === 0) return found;
    for (let at = 0; at + GRAM <= text.length; at++) {
      const by = this.#kinds.get(text.slice(at, at + GRAM));
      if (by === undefined) continue;
      const last = found.at(-1);
      if (last !== undefined && at <= last.to) last.to = at + GRAM;
      else found.push({ from: at, to: at + GRAM, by });
    }
    return found;
  }
}
