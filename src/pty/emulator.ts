import { Unicode11Addon } from '@xterm/addon-unicode11';
import type { IBufferCell, ITerminalAddon, Terminal } from '@xterm/headless';
import xterm from '@xterm/headless';
import { emulatorWidths } from '../text/index.ts';

/*
 * Everything that this program needs of the emulator beyond its public interface, in one place: the version of the
 * package is pinned, and `test/src/pty/pty-screen-snapshot.prop.test.ts` fails when a new one moves these fields.
 */

/** Attributes as the emulator packs them; the methods are those of a cell. */
export type EmulatorAttributes = Pick<
  IBufferCell,
  | 'isBold'
  | 'isDim'
  | 'isItalic'
  | 'isUnderline'
  | 'isBlink'
  | 'isInverse'
  | 'isInvisible'
  | 'isStrikethrough'
  | 'isOverline'
  | 'isFgRGB'
  | 'isBgRGB'
  | 'isFgPalette'
  | 'isBgPalette'
  | 'getFgColor'
  | 'getBgColor'
> & {
  getUnderlineStyle(): number;
  isUnderlineColorDefault(): boolean;
  isUnderlineColorRGB(): boolean;
  getUnderlineColor(): number;
};

/** A cell with its underline style: 0 none, 1 single, 2 double, 3 curly, 4 dotted, 5 dashed. */
export type EmulatorCell = IBufferCell & EmulatorAttributes;

type Charset = Readonly<Record<string, string | undefined>> | undefined;

/** A row's own object, which keeps its identity when the row scrolls; 0 is the code point of an empty cell. */
export interface EmulatorLine {
  readonly isWrapped: boolean;
  /** Of a character with marks that of the last mark; `isCombined` is not 0 then, and `getString` has all. */
  getCodePoint(x: number): number;
  isCombined(x: number): number;
  getString(x: number): string;
}

interface EmulatorBuffer {
  readonly x: number;
  readonly y: number;
  ybase: number;
  ydisp: number;
  readonly lines: { trimStart(count: number): void; get(index: number): EmulatorLine | undefined };
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly savedX: number;
  readonly savedY: number;
  readonly savedCurAttrData: EmulatorAttributes;
  readonly savedCharset: Charset;
  readonly tabs: Readonly<Record<number, boolean | undefined>>;
}

interface EmulatorCore {
  readonly _bufferService: {
    readonly buffers: { readonly normal: EmulatorBuffer; readonly alt: EmulatorBuffer };
    readonly buffer: EmulatorBuffer;
    scroll: (...args: readonly unknown[]) => void;
  };
  readonly _inputHandler: {
    /** Prints code points; also called for those that REP repeats. */
    print: (codes: Uint32Array, start: number, end: number) => void;
    readonly _curAttrData: EmulatorAttributes;
    readonly _parser: { readonly currentState: number };
    onRequestRefreshRows(listener: (rows: { start: number; end: number } | undefined) => void): unknown;
  };
  readonly _charsetService: {
    readonly glevel: number;
    readonly charset: Charset;
    readonly _charsets: readonly Charset[];
  };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: { readonly insertMode: boolean };
    readonly decPrivateModes: {
      readonly applicationCursorKeys: boolean;
      readonly applicationKeypad: boolean;
      readonly bracketedPasteMode: boolean;
      readonly cursorBlink: boolean | undefined;
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly origin: boolean;
      readonly reverseWraparound: boolean;
      readonly sendFocus: boolean;
      readonly wraparound: boolean;
    };
  };
  readonly unicodeService: { wcwidth(code: number): number };
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string };
}

/** The emulator's own state behind its public interface. */
export const coreOf = (terminal: Terminal): EmulatorCore => (terminal as unknown as { _core: EmulatorCore })._core;

/** The object of a row, from 0 at the top of the screen. */
export function lineAt(terminal: Terminal, y: number): EmulatorLine | undefined {
  const { buffer } = coreOf(terminal)._bufferService;
  return buffer.lines.get(buffer.ybase + y);
}

/** A terminal emulator with the widths of the whole program. */
export function createEmulator(options: { cols: number; rows: number; scrollback: number }): Terminal {
  const terminal = new xterm.Terminal({ ...options, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new Unicode11Addon() as unknown as ITerminalAddon);
  terminal.unicode.activeVersion = '11';
  return terminal;
}

/** Counts columns in another way: a mark of no columns joins the character before it. */
export function setWidths(terminal: Terminal, widthOf: (code: number) => 0 | 1 | 2): void {
  terminal.unicode.register(emulatorWidths('given', widthOf));
  terminal.unicode.activeVersion = 'given';
}

/** True when the parser stands between two characters or sequences, so that anything may be inserted here. */
export const isAtGround = (terminal: Terminal): boolean => coreOf(terminal)._inputHandler._parser.currentState === 0;

/** The final byte that designates a character set: only those that programs of today still use are told apart. */
export function charsetFlag(charset: Charset): string {
  // DEC special graphics draws lines with lower case letters, the British set has a pound sign.
  if (charset?.q === '─') return '0';
  return charset?.['#'] === '£' ? 'A' : 'B';
}

/** Takes the rows above the screen out of the normal buffer, oldest first. */
export function takeScrollback(terminal: Terminal): { readonly text: string; readonly isWrapped: boolean }[] {
  const { normal } = coreOf(terminal)._bufferService.buffers;
  const count = normal.ybase;
  const taken: { text: string; isWrapped: boolean }[] = [];
  for (let y = 0; y < count; y++) {
    const line = terminal.buffer.normal.getLine(y);
    taken.push({ text: line?.translateToString(false) ?? '', isWrapped: line?.isWrapped ?? false });
  }
  if (count > 0) {
    normal.lines.trimStart(count);
    normal.ybase = 0;
    normal.ydisp = Math.max(0, normal.ydisp - count);
  }
  return taken;
}
