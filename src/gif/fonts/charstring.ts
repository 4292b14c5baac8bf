import type { CffIndex } from './cff-index.ts';
import { ARITHMETIC } from './charstring-arithmetic.ts';
import { PATHS } from './charstring-paths.ts';
import type { CubicPen } from './cubic-pen.ts';

/** What a charstring refers to. */
export interface CharstringFont {
  readonly isCff2: boolean;
  readonly global: CffIndex;
  readonly local: CffIndex | undefined;
  /** The variation data that `blend` uses at first, and the number of regions of each; CFF2 only. */
  readonly variations: number;
  readonly regionsOf: (variations: number) => number;
  /** The charstring of a character of StandardEncoding, for accented letters made of two. */
  readonly standardGlyph: (code: number) => DataView;
}

// Adobe TN 5177, section 4. Operators of two bytes 12, n are numbered 1200 + n.
const HSTEM = 1;
const VSTEM = 3;
const VMOVETO = 4;
const CALLSUBR = 10;
const RETURN = 11;
const ESCAPE = 12;
const ENDCHAR = 14;
const VSINDEX = 15;
const BLEND = 16;
const HSTEMHM = 18;
const HINTMASK = 19;
const CNTRMASK = 20;
const RMOVETO = 21;
const HMOVETO = 22;
const VSTEMHM = 23;
const SHORT = 28;
const CALLGSUBR = 29;
const FIXED = 255;

const DEEPEST_CALL = 10;
/** Operators of one glyph, those of its subroutines included: ten levels of calls could make billions. */
const MOST_OPERATORS = 100_000;
/** Of CFF2; that of CFF is 48, and fonts exceed it. */
const LARGEST_STACK = 513;

/**
 * Draws the outline of one Type 2 charstring: a glyph's own life, with its stack and its place. Hints are passed over. What
 * is malformed ends in a RangeError, and so does what would not end.
 */
export class CharstringRun {
  readonly stack: number[] = [];
  readonly storage: number[] = [];
  readonly #font: CharstringFont;
  readonly #pen: CubicPen;
  #x: number;
  #y: number;
  #stems = 0;
  #operators = 0;
  #variations: number;
  #isWidthPassed: boolean;
  #isEnded = false;
  readonly #isAccent: boolean;

  /** `from`: where the pen begins, which for the second part of an accented letter is not the origin. */
  constructor(font: CharstringFont, pen: CubicPen, from?: { readonly x: number; readonly y: number }) {
    this.#font = font;
    this.#pen = pen;
    this.#x = from?.x ?? 0;
    this.#y = from?.y ?? 0;
    this.#isAccent = from !== undefined;
    this.#variations = font.variations;
    this.#isWidthPassed = font.isCff2;
  }

  draw(code: DataView): void {
    this.#run(code, 0);
    this.#pen.close();
  }

  lineBy(dx: number, dy: number): void {
    this.#x += dx;
    this.#y += dy;
    this.#pen.lineTo(this.#x, this.#y);
  }

  /** Three steps: to the first control, on to the second, on to the end. */
  curveBy(dx1: number, dy1: number, ...[dx2, dy2, dx3, dy3]: [number, number, number, number]): void {
    const x1 = this.#x + dx1;
    const y1 = this.#y + dy1;
    const x2 = x1 + dx2;
    const y2 = y1 + dy2;
    this.#x = x2 + dx3;
    this.#y = y2 + dy3;
    this.#pen.cubicTo(x1, y1, x2, y2, this.#x, this.#y);
  }

  pop(): number {
    const value = this.stack.pop();
    if (value === undefined) throw new RangeError('an operator lacks its argument');
    return value;
  }

  push(value: number): void {
    if (this.stack.length >= LARGEST_STACK) throw new RangeError('too many arguments');
    this.stack.push(value);
  }

  #run(code: DataView, depth: number): void {
    if (depth > DEEPEST_CALL) throw new RangeError('calls are nested too deep');
    let at = 0;
    while (at < code.byteLength && !this.#isEnded) {
      const byte = code.getUint8(at++);
      if (byte >= 32 || byte === SHORT) {
        at = this.#number(code, at, byte);
        continue;
      }
      if (++this.#operators > MOST_OPERATORS) throw new RangeError('a charstring without an end');
      if (byte === RETURN) return;
      if (byte === CALLSUBR) this.#call(this.#font.local, depth);
      else if (byte === CALLGSUBR) this.#call(this.#font.global, depth);
      else if (byte === HINTMASK || byte === CNTRMASK) {
        this.#stem();
        at += (this.#stems + 7) >> 3;
      } else if (byte === ESCAPE) this.#apply(1200 + code.getUint8(at++));
      else this.#apply(byte);
    }
  }

  #number(code: DataView, at: number, byte: number): number {
    if (byte === SHORT) {
      this.push(code.getInt16(at));
      return at + 2;
    }
    if (byte === FIXED) {
      this.push(code.getInt32(at) / 65_536);
      return at + 4;
    }
    if (byte <= 246) {
      this.push(byte - 139);
      return at;
    }
    const low = code.getUint8(at);
    this.push(byte <= 250 ? (byte - 247) * 256 + low + 108 : (251 - byte) * 256 - low - 108);
    return at + 1;
  }

  /** Small fonts need small numbers: they are stored less a bias (TN 5176, section 16). */
  #call(subroutines: CffIndex | undefined, depth: number): void {
    if (subroutines === undefined) throw new RangeError('there are no subroutines');
    const { count } = subroutines;
    const bias = count < 1240 ? 107 : count < 33_900 ? 1131 : 32_768;
    this.#run(subroutines.item(this.pop() + bias), depth + 1);
  }

  #apply(operator: number): void {
    const path = PATHS.get(operator);
    const arithmetic = ARITHMETIC.get(operator);
    if (path !== undefined) {
      path(this);
      this.stack.length = 0;
    } else if (arithmetic !== undefined) arithmetic(this);
    else if (operator === HSTEM || operator === VSTEM || operator === HSTEMHM || operator === VSTEMHM) this.#stem();
    else if (operator === RMOVETO || operator === HMOVETO || operator === VMOVETO) this.#move(operator);
    else if (operator === ENDCHAR && !this.#font.isCff2) this.#end();
    else if (operator === VSINDEX && this.#font.isCff2) this.#variations = this.pop();
    else if (operator === BLEND && this.#font.isCff2) this.#blend();
    else throw new RangeError(`operator ${operator} means nothing`);
  }

  /** The first operator that clears the stack may find the glyph's width below its own arguments; 'hmtx' has it. */
  #passWidth(hasWidth: boolean): void {
    if (!this.#isWidthPassed && hasWidth) this.stack.shift();
    this.#isWidthPassed = true;
  }

  #stem(): void {
    this.#passWidth(this.stack.length % 2 === 1);
    this.#stems += this.stack.length >> 1;
    this.stack.length = 0;
  }

  #move(operator: number): void {
    this.#passWidth(this.stack.length > (operator === RMOVETO ? 2 : 1));
    const last = this.pop();
    if (operator === RMOVETO) this.#x += this.pop();
    if (operator === HMOVETO) this.#x += last;
    else this.#y += last;
    this.stack.length = 0;
    this.#pen.moveTo(this.#x, this.#y);
  }

  /** The end, or with four arguments an accented letter of two others (TN 5177, appendix C). */
  #end(): void {
    this.#passWidth(this.stack.length === 1 || this.stack.length === 5);
    this.#isEnded = true;
    if (this.stack.length < 4) return;
    if (this.#isAccent) throw new RangeError('an accented letter is made of accented letters');
    const [x, y, base, accent] = this.stack as [number, number, number, number];
    new CharstringRun(this.#font, this.#pen, { x: 0, y: 0 }).draw(this.#font.standardGlyph(base));
    new CharstringRun(this.#font, this.#pen, { x, y }).draw(this.#font.standardGlyph(accent));
  }

  /** At the default place of all axes the deltas count for nothing. */
  #blend(): void {
    const values = this.pop();
    const deltas = values * this.#font.regionsOf(this.#variations);
    if (!(values >= 0 && values + deltas <= this.stack.length)) throw new RangeError('blend lacks its arguments');
    this.stack.length -= deltas;
  }
}
