import { type Detector, findSecrets } from './detectors.ts';
import { LinearText } from './linear-text.ts';
import type { FoundSecret } from './stream-inspector.ts';

/** Finds secrets in what was typed, which is looked at as one line: it is never on a screen of its own. */
export class TypedInspector {
  readonly #detectors: readonly Detector[];
  readonly #found: (secret: FoundSecret) => void;
  readonly #typed = new LinearText();

  constructor(detectors: readonly Detector[], found: (secret: FoundSecret) => void) {
    this.#detectors = detectors;
    this.#found = found;
  }

  /** Takes the next text that was typed; `position` is the place of its first character in the stream. */
  inspect(text: string, position: number): void {
    const typed = this.#typed;
    for (const { index, 0: part } of text.matchAll(/[\r\n]|[^\r\n]+/g)) {
      if (part === '\r' || part === '\n') typed.divide();
      else typed.print(part, position + index);
    }
    for (const { from, to, by } of findSecrets(typed.text, this.#detectors, true)) {
      const forEachPosition = (visit: (position: number) => void): void => typed.forEachPosition(from, to, visit);
      this.#found({ by, text: typed.text.slice(from, to), forEachPosition });
    }
    typed.settle();
  }
}
