/** The body of a PEM block (RFC 7468) whose label ends in PRIVATE KEY; also of one that is cut off. */
export const PRIVATE_KEY_BODY = /(?<=-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)[\s\S]*?(?=-----END|$)/g;

const BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const END = /-----END/;
/** A line of base64, or a part of one; pagers and editors put numbers, bars and blanks before it. */
const BODY_LINE = /^[ \t\d:|│>]*[A-Za-z0-9+/=\\]+[ \t|│]*$/;
/** `Proc-Type: 4,ENCRYPTED` of the old form, and the empty line after it. */
const HEADER_LINE = /^\s*(?:[\w-]+:.*)?$/;
/** Shorter lines are not remembered: they would be found everywhere. */
const REMEMBERED_LENGTH = 20;
/** What is remembered of keys, so that a line is known again without its beginning: several large ones. */
const REMEMBERED_LINES = 512;

type Span = { readonly from: number; readonly to: number };

/**
 * Finds the lines of private keys on a screen, or in a stream of lines. A pager shows a key in parts: a line that was
 * masked once is known again, and so is what follows it, although the beginning has scrolled away.
 */
export class PrivateKeyLines {
  readonly #known: Set<string>;
  #isInside = false;

  /** `known`: lines of keys, which the lines of a stream and of its screen share. */
  constructor(known = new Set<string>()) {
    this.#known = known;
  }

  /** True when nothing of a key was seen yet: then only a line with `BEGIN` matters. */
  get isIdle(): boolean {
    return !this.#isInside && this.#known.size === 0;
  }

  /** What is to be masked in a line that is still being written: nothing of it is remembered. */
  peek(line: string): Span | undefined {
    const begin = BEGIN.exec(line);
    if (begin !== null) return { from: begin.index + begin[0].length, to: line.length };
    return this.#isInside && BODY_LINE.test(line) ? { from: 0, to: line.length } : undefined;
  }

  /** What is to be masked in each line of a screen, from its top. */
  onScreen(lines: readonly string[]): (Span | undefined)[] {
    this.#isInside = false;
    return lines.map((line) => this.next(line));
  }

  /** The same for the next line of a stream. */
  next(line: string): Span | undefined {
    const begin = BEGIN.exec(line);
    if (begin !== null) {
      const from = begin.index + begin[0].length;
      const end = line.slice(from).search(END);
      this.#isInside = end < 0;
      return { from, to: end < 0 ? line.length : from + end };
    }
    if (END.test(line)) {
      const wasInside = this.#isInside;
      this.#isInside = false;
      return wasInside ? { from: 0, to: line.search(END) } : undefined;
    }
    return this.#bodyLine(line);
  }

  #bodyLine(line: string): Span | undefined {
    const text = line.trim();
    const isBody = BODY_LINE.test(line) && (this.#isInside || this.#known.has(text));
    if (!isBody) {
      this.#isInside &&= HEADER_LINE.test(line);
      return undefined;
    }
    this.#isInside = true;
    if (text.length >= REMEMBERED_LENGTH) this.#remember(text);
    return { from: 0, to: line.length };
  }

  #remember(line: string): void {
    this.#known.delete(line);
    this.#known.add(line);
    const oldest = this.#known.values().next().value;
    if (this.#known.size > REMEMBERED_LINES && oldest !== undefined) this.#known.delete(oldest);
  }
}
