/** DEC Special Graphics (VT100 User Guide, table 3-9) for 0x5f to 0x7e: what frames are drawn with where UTF-8 is not spoken. */
const GRAPHICS = ' ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·';
const FIRST = 0x5f;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;

/** Which characters a stream's letters stand for: `ESC ( 0` and `ESC ) 0` name the sets, SO and SI choose (ECMA-35). */
export class Charsets {
  #areGraphics: [boolean, boolean] = [false, false];
  #chosen: 0 | 1 = 0;

  /** An escape sequence without its ESC. */
  escape(body: string): void {
    if (body === 'c') this.reset();
    else if (body.startsWith('(')) this.#areGraphics[0] = body === '(0';
    else if (body.startsWith(')')) this.#areGraphics[1] = body === ')0';
  }

  control(code: number): void {
    if (code === SHIFT_OUT) this.#chosen = 1;
    else if (code === SHIFT_IN) this.#chosen = 0;
  }

  reset(): void {
    this.#areGraphics = [false, false];
    this.#chosen = 0;
  }

  /** Letters stand for themselves. */
  get arePlain(): boolean {
    return !this.#areGraphics[this.#chosen];
  }

  /** The text as it is seen, as long as it was. */
  shown(text: string): string {
    if (this.arePlain) return text;
    return text.replace(/[_-~]/g, (letter) => GRAPHICS.charAt(letter.charCodeAt(0) - FIRST));
  }
}
