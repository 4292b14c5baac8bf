/**
 * The bytes of one recording as text. A character split between chunks belongs to the chunk that completes it; invalid
 * bytes become U+FFFD; a leading U+FEFF stays.
 */
export class BytesToText {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  decode(chunk: Uint8Array): string {
    return this.#decoder.decode(chunk, { stream: true });
  }

  /** What an unfinished character at the end stands for: '' or U+FFFD. */
  end(): string {
    return this.#decoder.decode();
  }
}
