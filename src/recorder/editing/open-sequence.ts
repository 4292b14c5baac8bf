import { VtScanner, type VtVisitor } from '../redaction/vt-scanner.ts';

/** ESC and the C1 controls that begin a sequence: each ends the one before. */
const INTRODUCER = /[\u001b\u0090\u0098\u009b\u009d-\u009f]/g;
/** More of a picture or a clipboard than this is not repeated. */
const LONGEST = 1024 * 1024;

/** The escape sequence, or half of a character, in which a stream stands: what a snapshot of its screen lacks. */
export class OpenSequence {
  readonly #scanner = new VtScanner();
  readonly #visitor: VtVisitor;
  #text = '';

  /** `visitor` is told of everything that is complete. */
  constructor(visitor: VtVisitor) {
    this.#visitor = visitor;
  }

  get text(): string {
    return this.#text;
  }

  add(text: string): void {
    this.#scanner.scan(text, this.#visitor);
    if (this.#scanner.isAtGround) {
      this.#text = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
      return;
    }
    const from = [...text.matchAll(INTRODUCER)].at(-1)?.index;
    if (from !== undefined) this.#text = text.slice(from);
    else if (this.#text.length < LONGEST) this.#text += text;
  }
}
