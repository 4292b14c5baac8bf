import type { SequenceKind, VtVisitor } from '../redaction/vt-scanner.ts';

/** All colours are as they were at the start: OSC 104, 110, 111, 112. */
export const RESET_COLORS = '\u001b]104\u0007\u001b]110\u0007\u001b]111\u0007\u001b]112\u0007';

/** Colours of the terminal that a stream has changed (OSC 4, 10, 11, 12): a snapshot of its screen lacks them. */
export class StreamColors implements VtVisitor {
  /** By what stands before the colour: `4;1`, `11`. */
  readonly #set = new Map<string, string>();

  /** What sets them again. */
  get text(): string {
    return [...this.#set].map(([place, color]) => `\u001b]${place};${color}\u0007`).join('');
  }

  print(): void {}

  control(): void {}

  sequence(kind: SequenceKind, body: string): void {
    if (kind === 'esc' && body === 'c') this.#set.clear();
    if (kind !== 'osc') return;
    const [code = '', ...words] = body.split(';');
    if (code === '4') for (let at = 0; at + 1 < words.length; at += 2) this.#put(`4;${words[at]}`, words[at + 1]);
    // More than one word is meant for the codes that follow.
    if (/^1[0-2]$/.test(code)) for (const [at, word] of words.entries()) this.#put(`${Number(code) + at}`, word);
    if (/^11[0-2]$/.test(code)) this.#set.delete(`${Number(code) - 100}`);
    if (code === '104') this.#resetPalette(words);
  }

  /** A question mark only asks. */
  #put(place: string, color: string | undefined): void {
    if (color !== undefined && color !== '' && color !== '?') this.#set.set(place, color);
  }

  #resetPalette(indexes: readonly string[]): void {
    for (const place of this.#set.keys()) {
      const isMeant = indexes.length === 0 || indexes.includes(place.slice(2));
      if (place.startsWith('4;') && isMeant) this.#set.delete(place);
    }
  }
}
