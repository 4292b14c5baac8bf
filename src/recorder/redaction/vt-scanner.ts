/** What kind of control sequence: ESC x, CSI, OSC, DCS, or one of SOS, PM and APC. */
export type SequenceKind = 'esc' | 'csi' | 'osc' | 'dcs' | 'string';

export interface VtVisitor {
  /** `text.slice(from, to)` is printed. */
  print(text: string, from: number, to: number): void;
  /** A single control character: C0, DEL or C1. */
  control(code: number): void;
  /** A whole sequence; `body` is what stands between introducer and terminator, for ESC and CSI with the final byte. */
  sequence(kind: SequenceKind, body: string): void;
  /** `text[at]` belongs to the body of an OSC, a DCS or another string, however long that is. */
  inString?(text: string, at: number): void;
}

type State = 'ground' | 'escape' | 'csi' | 'csi-ignore' | 'osc' | 'dcs' | 'string';

/** A longer title, clipboard or sixel image is known by its beginning; the rest is not kept. */
const LONGEST_BODY = 4096;

const NOT_PRINTED = /[\u0000-\u001f\u007f-\u009f]/g;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;

/** The characters after ESC that begin a longer sequence: [ ] P X ^ _. */
const INTRODUCERS: Readonly<Record<number, State>> = {
  91: 'csi',
  93: 'osc',
  80: 'dcs',
  88: 'string',
  94: 'string',
  95: 'string',
};

/** A longer one goes by the states. */
const LONGEST_STYLE = 64;

/** Where a plain SGR that begins at `at` ends; -1: none begins there. Every other sequence of a coloured log is one. */
function endOfStyle(text: string, at: number): number {
  if (text.charCodeAt(at) !== ESC || text.charCodeAt(at + 1) !== 0x5b) return -1;
  for (let end = at + 2; end < at + LONGEST_STYLE; end++) {
    const code = text.charCodeAt(end);
    if (code === 0x6d) return end + 1;
    // 0 to 9, colon, semicolon
    if (!(code >= 0x30 && code <= 0x3b)) return -1;
  }
  return -1;
}

/**
 * Tells what a terminal would print from what it would obey, over chunks cut anywhere. The states are those of the
 * emulator's parser (Paul Williams' DEC parser, vt100.net/emu/dec_ansi_parser), so both agree on every byte.
 */
export class VtScanner {
  #state: State = 'ground';
  #body = '';

  get isAtGround(): boolean {
    return this.#state === 'ground';
  }

  scan(text: string, visitor: VtVisitor): void {
    let at = 0;
    while (at < text.length) {
      if (this.#state !== 'ground') {
        this.#inSequence(text, at, visitor);
        at++;
        continue;
      }
      NOT_PRINTED.lastIndex = at;
      const end = NOT_PRINTED.exec(text)?.index ?? text.length;
      if (end > at) visitor.print(text, at, end);
      const styleEnd = endOfStyle(text, end);
      if (styleEnd > 0) visitor.sequence('csi', text.slice(end + 2, styleEnd));
      else if (end < text.length) this.#anywhere(text.charCodeAt(end), visitor);
      at = Math.max(end + 1, styleEnd);
    }
  }

  /** ESC, C1, CAN and SUB mean the same in every state. True when `code` is one of them. */
  #anywhere(code: number, visitor: VtVisitor): boolean {
    if (code === ESC) this.#enter('escape');
    else if (code === 0x9b) this.#enter('csi');
    else if (code === 0x9d) this.#enter('osc');
    else if (code === 0x90) this.#enter('dcs');
    else if (code === 0x98 || code === 0x9e || code === 0x9f) this.#enter('string');
    else if (this.#state === 'ground' || code === CAN || code === SUB || (code >= 0x80 && code <= 0x9f)) {
      this.#state = 'ground';
      visitor.control(code);
    } else return false;
    return true;
  }

  #enter(state: State): void {
    this.#state = state;
    this.#body = '';
  }

  #inSequence(text: string, at: number, visitor: VtVisitor): void {
    const code = text.charCodeAt(at);
    const state = this.#state;
    const isString = state === 'osc' || state === 'dcs' || state === 'string';
    // ST, and ESC of the two-byte ST, end a string; BEL ends an OSC.
    const isEnd = code === 0x9c || code === ESC || (code === 0x07 && state === 'osc');
    if (isString && isEnd) {
      visitor.sequence(state, this.#body);
      this.#enter(code === ESC ? 'escape' : 'ground');
      return;
    }
    if (this.#anywhere(code, visitor)) return;
    if (isString && this.#inString(code)) visitor.inString?.(text, at);
    else if (isString) this.#state = 'ground';
    else if (code < 0x20) visitor.control(code);
    else if (code !== 0x7f) this.#collect(code, visitor);
  }

  /** False when the string ends here without being one. */
  #inString(code: number): boolean {
    // The parser has no rule for other than ASCII in SOS, PM and APC, nor in the parameters of a DCS.
    const isAsciiOnly = this.#state === 'string' || (this.#state === 'dcs' && !/[@-~]/.test(this.#body));
    if (code >= 0xa0 && isAsciiOnly) return false;
    if (code >= 0x20 && this.#body.length < LONGEST_BODY) this.#body += String.fromCharCode(code);
    return true;
  }

  #collect(code: number, visitor: VtVisitor): void {
    if (code > 0x7e) {
      if (this.#state !== 'csi-ignore') this.#state = 'ground';
      return;
    }
    if (this.#state === 'escape') this.#escape(code, visitor);
    else this.#csi(code, visitor);
  }

  #escape(code: number, visitor: VtVisitor): void {
    const introduced = this.#body === '' ? INTRODUCERS[code] : undefined;
    if (introduced !== undefined) {
      this.#enter(introduced);
      return;
    }
    this.#body += String.fromCharCode(code);
    if (code < 0x30) return;
    this.#state = 'ground';
    visitor.sequence('esc', this.#body);
  }

  #csi(code: number, visitor: VtVisitor): void {
    if (code >= 0x40) {
      const isIgnored = this.#state === 'csi-ignore';
      this.#state = 'ground';
      if (!isIgnored) visitor.sequence('csi', this.#body + String.fromCharCode(code));
      return;
    }
    const isPrefix = code >= 0x3c && code <= 0x3f;
    const isLate = (isPrefix && this.#body !== '') || (code >= 0x30 && /[ -/]/.test(this.#body));
    if (isLate) this.#state = 'csi-ignore';
    else if (this.#body.length < LONGEST_BODY) this.#body += String.fromCharCode(code);
  }
}
