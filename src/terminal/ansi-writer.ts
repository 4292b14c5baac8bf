import type { StyleId } from './cell-region.ts';
import { sgrBetween } from './sgr-codes.ts';
import { PLAIN } from './styles.ts';

/**
 * Collects the bytes of one frame and knows where they leave the terminal's cursor and style. Both are unknown at the
 * start of every frame, so the first move is absolute and the first style begins with a reset.
 */
export class AnsiWriter {
  #out = '';
  /** Column and row of the cursor; -1 where not known. */
  #x = -1;
  #y = -1;
  #style: StyleId | undefined;

  get text(): string {
    return this.#out;
  }

  get x(): number {
    return this.#x;
  }

  get style(): StyleId | undefined {
    return this.#style;
  }

  isAtRow(y: number): boolean {
    return this.#y === y && this.#x >= 0;
  }

  /** A sequence that moves neither cursor nor style. */
  raw(sequence: string): void {
    this.#out += sequence;
  }

  setStyle(style: StyleId): void {
    this.#out += sgrBetween(this.#style, style);
    this.#style = style;
  }

  /**
   * One cell's text, at the cursor. Behind the last column terminals differ on where the cursor is; from there only CR,
   * LF and CUP are used, which are the same in all.
   */
  cell(text: string, width: number): void {
    this.#out += text;
    this.#x += width;
  }

  /** The shortest way: CUP, CUF (ECMA-48 8.3.21, 8.3.20), or CR and LF to a row below. */
  moveTo(x: number, y: number): void {
    if (this.#x === x && this.#y === y) return;
    const absolute = y === 0 && x === 0 ? '\x1b[H' : x === 0 ? `\x1b[${y + 1}H` : `\x1b[${y + 1};${x + 1}H`;
    const relative = this.#relative(x, y);
    this.#out += relative !== undefined && relative.length < absolute.length ? relative : absolute;
    this.#x = x;
    this.#y = y;
  }

  #relative(x: number, y: number): string | undefined {
    if (this.#y < 0 || y < this.#y) return undefined;
    if (y === this.#y) {
      if (this.#x >= 0 && x > this.#x) return forward(x - this.#x);
      return x === 0 ? '\r' : undefined;
    }
    return `\r${'\n'.repeat(y - this.#y)}${x === 0 ? '' : forward(x)}`;
  }

  /** EL (8.3.41): erasing paints the current background, so the style is plain first. */
  eraseToEnd(): void {
    this.setStyle(PLAIN);
    this.#out += '\x1b[K';
  }

  /** ECH (8.3.38): the cursor stays. */
  erase(count: number): void {
    this.setStyle(PLAIN);
    this.#out += `\x1b[${count}X`;
  }

  /** Scrolls the rows `top` to `bottom`; lines come in with the current background, so plain first. DECSTBM moves the cursor. */
  scroll(top: number, bottom: number, count: number): void {
    this.setStyle(PLAIN);
    this.#out += `\x1b[${top + 1};${bottom + 1}r\x1b[${Math.abs(count)}${count > 0 ? 'S' : 'T'}\x1b[r`;
    this.#x = this.#y = -1;
  }
}

const forward = (count: number): string => (count === 1 ? '\x1b[C' : `\x1b[${count}C`);
