import { type Detector, findSecrets, type Secret } from './detectors.ts';
import { LinearText } from './linear-text.ts';
import type { FoundSecret } from './stream-inspector.ts';

/** OSC 52, whose payload is what somebody copied: nobody sees it on the screen. A payload of `?` only asks. */
const CLIPBOARD = /^52;[^;]*;(?!\?)/;

/** Finds secrets in what is told to a terminal and not printed: titles, links, notifications, the clipboard. */
export class StringInspector {
  readonly #detectors: readonly Detector[];
  readonly #found: (secret: FoundSecret) => void;
  /** A line for each string. */
  readonly #text = new LinearText();
  #hasNew = false;
  /** The string that is not at its end is a clipboard's, of which the beginning may be forgotten. */
  #isInClipboard = false;

  constructor(detectors: readonly Detector[], found: (secret: FoundSecret) => void) {
    this.#detectors = detectors;
    this.#found = found;
  }

  /** The next character of a string; `position` is its place in the stream. */
  add(char: string, position: number): void {
    this.#hasNew = true;
    this.#text.print(char, position);
  }

  end(): void {
    this.#text.divide();
  }

  /** Looks at what was added since the last time, also at a string that is not at its end. */
  look(): void {
    if (!this.#hasNew) return;
    this.#hasNew = false;
    const { text } = this.#text;
    for (const { from, to, by } of [...findSecrets(text, this.#detectors, true), ...this.#clipboards(text)]) {
      const forEachPosition = (visit: (position: number) => void): void => this.#text.forEachPosition(from, to, visit);
      this.#found({ by, text: text.slice(from, to), forEachPosition });
    }
    this.#text.settle();
  }

  #clipboards(text: string): Secret[] {
    const found: Secret[] = [];
    let from = 0;
    let goesOn = this.#isInClipboard;
    for (const line of text.split('\n')) {
      const head = CLIPBOARD.exec(line)?.[0].length ?? (goesOn ? 0 : undefined);
      const to = from + line.length;
      if (head !== undefined) found.push({ from: from + head, to, by: 'clipboard' });
      this.#isInClipboard = head !== undefined;
      goesOn = false;
      from = to + 1;
    }
    return found;
  }
}
