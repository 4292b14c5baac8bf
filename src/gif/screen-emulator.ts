import xterm, { type IBufferCell, type IBufferLine, type Terminal } from '@xterm/headless';
import { codePointWidth, emulatorWidths } from '../text/index.ts';
import { ScreenColors } from './screen-colors.ts';
import type { Theme } from './theme.ts';

export type CursorShape = 'block' | 'underline' | 'bar';

export interface CursorState {
  readonly x: number;
  readonly y: number;
  readonly isVisible: boolean;
  readonly shape: CursorShape;
}

/** A cell with what the emulator knows beyond its public type: the raw numbers, and the styles of underlines. */
export interface ScreenCell extends IBufferCell {
  /** Bits 0-20 the code point, 21 set when there is more text, 22-23 the width. */
  readonly content: number;
  readonly fg: number;
  /** Bit 28 is set when the cell has extended attributes. */
  readonly bg: number;
  getUnderlineStyle(): number;
  getUnderlineColor(): number;
  isUnderlineColorDefault(): boolean;
  isUnderlineColorRGB(): boolean;
}

/**
 * The widths of Unicode 11, which programs draw by (emoji are two columns wide), as the emulator wants them. The same as
 * its own addon's, without the tables that this builds at every start.
 */
const WIDTHS = emulatorWidths('kpi-tui-11', codePointWidth);

/** The screen of a recording: a headless terminal emulator that is fed in order and looked at between its inputs. */
export class ScreenEmulator {
  readonly colors: ScreenColors;
  readonly #terminal: Terminal;
  #isCursorVisible = true;
  #shape: CursorShape = 'block';

  constructor(size: { readonly cols: number; readonly rows: number }, theme: Theme) {
    this.colors = new ScreenColors(theme);
    this.#terminal = new xterm.Terminal({
      cols: size.cols,
      rows: size.rows,
      scrollback: 0,
      allowProposedApi: true,
      logLevel: 'off',
    });
    this.#terminal.unicode.register(WIDTHS);
    this.#terminal.unicode.activeVersion = WIDTHS.version;
    this.#watchCursor();
    this.#watchColors();
  }

  get cols(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  get cursor(): CursorState {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { x: Math.min(cursorX, this.cols - 1), y: cursorY, isVisible: this.#isCursorVisible, shape: this.#shape };
  }

  /** Queues output; `then` runs when it has been parsed and before what is queued next. */
  write(text: string, then: () => void): void {
    this.#terminal.write(text, then);
  }

  /** Only inside a `then`: takes effect before the next input. */
  resize(cols: number, rows: number): void {
    this.#terminal.resize(cols, rows);
  }

  /** Resolves when everything queued so far has been parsed. */
  drained(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write('', resolve));
  }

  line(y: number): IBufferLine | undefined {
    const buffer = this.#terminal.buffer.active;
    return buffer.getLine(buffer.baseY + y);
  }

  newCell(): ScreenCell {
    return this.#terminal.buffer.active.getNullCell() as ScreenCell;
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  /** DECTCEM, DECSCUSR, and the resets that undo them. Each handler lets the emulator's own one run too. */
  #watchCursor(): void {
    const { parser } = this.#terminal;
    const show = (isVisible: boolean) => (params: (number | number[])[]) => {
      if (params.includes(25)) this.#isCursorVisible = isVisible;
      return false;
    };
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, show(true));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, show(false));
    parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, ([style]) => {
      this.#shape = style === 3 || style === 4 ? 'underline' : style === 5 || style === 6 ? 'bar' : 'block';
      return false;
    });
    const reset = () => {
      this.#isCursorVisible = true;
      this.#shape = 'block';
      return false;
    };
    parser.registerEscHandler({ final: 'c' }, reset);
    parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset);
  }

  #watchColors(): void {
    const { parser } = this.#terminal;
    const watch = (code: number, handle: (data: string) => void) =>
      parser.registerOscHandler(code, (data) => {
        handle(data);
        return false;
      });
    watch(4, (data) => this.colors.setIndexed(data));
    watch(10, (data) => this.colors.setDynamic(10, data));
    watch(11, (data) => this.colors.setDynamic(11, data));
    watch(104, (data) => this.colors.resetIndexed(data));
    watch(110, () => this.colors.resetForeground());
    watch(111, () => this.colors.resetBackground());
  }
}
