/** A pty as a recording sees it: bytes when the test says so, and how often it is held. */
export class FakeSession {
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  holds = 0;

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hold(): () => void {
    let isHeld = true;
    this.holds++;
    return () => {
      if (isHeld) this.holds--;
      isHeld = false;
    };
  }

  emit(data: string | Uint8Array): void {
    const bytes = Buffer.from(data as string);
    for (const listener of this.#listeners) listener(bytes);
  }
}
