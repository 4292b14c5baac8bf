import type { Span } from './detectors.ts';

/** The body of a PEM block (RFC 7468) whose label ends in PRIVATE KEY; also of one that is cut off. */
export const PRIVATE_KEY_BODY = /(?<=-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)[\s\S]*?(?=-----END|$)/g;

const BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const END = /-----END/;
const END_OF_KEY = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;
/** A line of base64, or a part of one; pagers and editors put numbers, bars and blanks before it. */
const BODY_LINE = /^[ \t\d:|│>]*?([A-Za-z0-9+/=\\]+)[ \t|│]*$/;
/** `Proc-Type: 4,ENCRYPTED` of the old form, and the empty line after it. */
const HEADER_LINE = /^\s*(?:[\w-]+:.*)?$/;
/** Shorter lines are not remembered: they would be found everywhere. */
const REMEMBERED_LENGTH = 20;
/** What is remembered of keys, so that a line is known again without its beginning: several large ones. */
const REMEMBERED_LINES = 512;
/** A hash of the same length is no line of a key. */
const ONLY_HEX = /^[0-9a-f]+$/i;

/** What was seen of private keys in a session; the lines of its stream and of its screen share it. */
export class KnownKeys {
  readonly #lines = new Set<string>();
  readonly #lengths = new Set<number>();

  /** The beginning or the end of a key was seen. */
  hasAny = false;

  /** True for a line of a known key, or one that is as long: a pager shows a key in parts. */
  has(body: string): boolean {
    return this.#lines.has(body) || (this.#lengths.has(body.length) && !ONLY_HEX.test(body));
  }

  add(body: string): void {
    if (body.length < REMEMBERED_LENGTH) return;
    this.#lines.delete(body);
    this.#lines.add(body);
    const oldest = this.#lines.values().next().value;
    if (this.#lines.size > REMEMBERED_LINES && oldest !== undefined) this.#lines.delete(oldest);
  }

  /** All lines of a key but the last have the length of the first. */
  addLength(body: string): void {
    if (body.length >= REMEMBERED_LENGTH) this.#lengths.add(body.length);
  }
}

/**
 * Finds the lines of private keys on a screen, or in a stream of lines. A pager shows a key in parts: a line that was
 * masked once is known again, and so is what follows it, although the beginning has scrolled away.
 */
export class PrivateKeyLines {
  readonly #known: KnownKeys;
  #isInside = false;
  #isFirst = false;

  constructor(known = new KnownKeys()) {
    this.#known = known;
  }

  /** True when nothing of a key was seen yet: then only a line that names one matters. */
  get isIdle(): boolean {
    return !this.#known.hasAny;
  }

  /** What is to be masked in a line that is still being written: nothing of it is remembered. */
  peek(line: string): Span | undefined {
    const begin = BEGIN.exec(line);
    if (begin !== null) return { from: begin.index + begin[0].length, to: line.length };
    return this.#isInside && BODY_LINE.test(line) ? whole(line) : undefined;
  }

  /** What is to be masked in each line of a screen, from its top. */
  onScreen(lines: readonly string[]): (Span | undefined)[] {
    this.#isInside = false;
    const spans = lines.map((line) => this.next(line));
    // Without its beginning a key is known by its end.
    for (const [index, line] of lines.entries()) {
      if (!END_OF_KEY.test(line)) continue;
      this.#known.hasAny = true;
      for (let above = index - 1; above >= 0 && spans[above] === undefined; above--) {
        const body = BODY_LINE.exec(lines[above] as string)?.[1];
        if (body === undefined) break;
        this.#known.add(body);
        spans[above] = whole(lines[above] as string);
      }
    }
    return spans;
  }

  /** The same for the next line of a stream. */
  next(line: string): Span | undefined {
    const begin = BEGIN.exec(line);
    if (begin !== null) {
      this.#known.hasAny = true;
      const from = begin.index + begin[0].length;
      const end = line.slice(from).search(END);
      this.#isInside = this.#isFirst = end < 0;
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
    const body = BODY_LINE.exec(line)?.[1];
    if (body === undefined || !(this.#isInside || this.#known.has(body))) {
      this.#isInside &&= HEADER_LINE.test(line);
      return undefined;
    }
    this.#isInside = true;
    this.#known.add(body);
    if (this.#isFirst) this.#known.addLength(body);
    this.#isFirst = false;
    return whole(line);
  }
}

const whole = (line: string): Span => ({ from: 0, to: line.length });
