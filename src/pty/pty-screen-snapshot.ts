import type { IBuffer, IBufferCell, Terminal } from '@xterm/headless';
import { charsetFlag, coreOf, type EmulatorCell } from './emulator.ts';
import { everyEighth, tabStops } from './screen-reset.ts';
import { sgrOf } from './sgr.ts';

const CSI = '\u001b[';

/**
 * The bytes that draw what this emulator shows on a terminal that was just reset, and leave it in the same state: both
 * buffers, cursor, pen, margins, tabs, character sets, saved cursors, modes. What is fed to both afterwards looks the
 * same. Scrollback is not part of it.
 */
export function snapshotOf(terminal: Terminal, title: string): string {
  const core = coreOf(terminal);
  const { normal, alt } = core._bufferService.buffers;
  const isAlternate = terminal.buffer.active.type === 'alternate';
  let out = `${CSI}?25l${CSI}m${CSI}2J${CSI}H${title === '' ? '' : `\u001b]2;${withoutControls(title)}\u0007`}`;
  out += rowsOf(terminal, terminal.buffer.normal) + bufferStateOf(terminal, normal);
  if (isAlternate) {
    // 1047 leaves the saved cursor of the normal buffer alone, 1049 would overwrite it.
    out += `${CSI}m${CSI}?1047h${CSI}H`;
    out += rowsOf(terminal, terminal.buffer.alternate) + bufferStateOf(terminal, alt);
  }
  return out + penAndModesOf(terminal, isAlternate ? alt : normal);
}

const withoutControls = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '');

type BufferState = ReturnType<typeof coreOf>['_bufferService']['buffers']['normal'];

/** Saved cursor, tab stops and margins belong to a buffer. Margins last, as they move the cursor home. */
function bufferStateOf(terminal: Terminal, buffer: BufferState): string {
  const saved = `${sgrOf(buffer.savedCurAttrData)}\u001b(${charsetFlag(buffer.savedCharset)}`;
  const savedRow = Math.min(Math.max(0, buffer.savedY - buffer.ybase), terminal.rows - 1);
  const margins = `${CSI}${buffer.scrollTop + 1};${buffer.scrollBottom + 1}r`;
  const hasMargins = buffer.scrollTop > 0 || buffer.scrollBottom < terminal.rows - 1;
  return `${saved}${CSI}${savedRow + 1};${buffer.savedX + 1}H\u001b7\u001b(B${CSI}m${tabsOf(terminal, buffer)}${hasMargins ? margins : ''}`;
}

function tabsOf(terminal: Terminal, buffer: BufferState): string {
  const stops: number[] = [];
  for (let x = 0; x < terminal.cols; x++) if (buffer.tabs[x]) stops.push(x);
  return stops.join() === everyEighth(terminal.cols).join() ? '' : tabStops(stops);
}

function penAndModesOf(terminal: Terminal, buffer: BufferState): string {
  const core = coreOf(terminal);
  const { modes, decPrivateModes: dec, isCursorHidden } = core.coreService;
  const { _charsets, glevel, charset } = core._charsetService;
  const charsets = ['(', ')', '*', '+'].map((slot, index) => {
    // A restored cursor brings its own set without designating it; it is designated here, until the next shift.
    const flag = charsetFlag(index === glevel ? charset : _charsets[index]);
    return flag === 'B' ? '' : `\u001b${slot}${flag}`;
  });
  const shift = ['', '\u000e', '\u001bn', '\u001bo'][glevel] ?? '';
  const shapes = { block: 1, underline: 3, bar: 5 };
  const style = dec.cursorStyle === undefined ? 0 : shapes[dec.cursorStyle] + (dec.cursorBlink === false ? 1 : 0);
  return [
    dec.origin ? `${CSI}?6h` : '',
    cursorOf(terminal, buffer, dec.origin),
    sgrOf(core._inputHandler._curAttrData),
    charsets.join('') + shift,
    modes.insertMode ? `${CSI}4h` : '',
    dec.wraparound ? '' : `${CSI}?7l`,
    dec.reverseWraparound ? `${CSI}?45h` : '',
    dec.applicationCursorKeys ? `${CSI}?1h` : '',
    dec.applicationKeypad ? '\u001b=' : '',
    dec.bracketedPasteMode ? `${CSI}?2004h` : '',
    dec.sendFocus ? `${CSI}?1004h` : '',
    mouseOf(core.coreMouseService),
    style === 0 ? '' : `${CSI}${style} q`,
    isCursorHidden ? '' : `${CSI}?25h`,
  ].join('');
}

function mouseOf({ activeProtocol, activeEncoding }: { activeProtocol: string; activeEncoding: string }): string {
  const protocol = { X10: 9, VT200: 1000, DRAG: 1002, ANY: 1003 }[activeProtocol];
  const encoding = { SGR: 1006, SGR_PIXELS: 1016 }[activeEncoding];
  return [protocol, encoding].map((mode) => (mode === undefined ? '' : `${CSI}?${mode}h`)).join('');
}

/** Places the cursor. One behind the last column (a wrap is due) is only reached by writing that column again. */
function cursorOf(terminal: Terminal, buffer: BufferState, isOrigin: boolean): string {
  const row = Math.max(0, isOrigin ? buffer.y - buffer.scrollTop : buffer.y);
  if (buffer.x < terminal.cols) return `${CSI}${row + 1};${buffer.x + 1}H`;
  const line = terminal.buffer.active.getLine(buffer.ybase + buffer.y);
  const last = line?.getCell(terminal.cols - 1) as EmulatorCell | undefined;
  const isTail = last?.getWidth() === 0 && terminal.cols > 1;
  const cell = isTail ? (line?.getCell(terminal.cols - 2) as EmulatorCell | undefined) : last;
  if (cell === undefined) return `${CSI}${row + 1};${terminal.cols}H`;
  return `${CSI}${row + 1};${terminal.cols - (isTail ? 1 : 0)}H${sgrOf(cell)}${cell.getChars() || ' '}`;
}

/** The visible rows of a buffer, drawn from the top on a blank screen. */
function rowsOf(terminal: Terminal, buffer: IBuffer): string {
  const reused = buffer.getNullCell();
  let out = '';
  for (let y = 0; y < terminal.rows; y++) {
    const line = buffer.getLine(buffer.baseY + y);
    const isContinued = y + 1 < terminal.rows && buffer.getLine(buffer.baseY + y + 1)?.isWrapped === true;
    const isContinuation = y > 0 && line?.isWrapped === true;
    const row = new RowWriter(y, isContinuation);
    for (let x = 0; x < terminal.cols; x++) {
      const cell = line?.getCell(x, reused);
      if (cell !== undefined) row.cell(x, cell);
    }
    // A row that goes on below is filled to its end: the next character then wraps by itself, and stays one line.
    out += row.end(isContinued ? terminal.cols : 0);
  }
  return `${out}${CSI}m`;
}

/** Writes one row as runs of equal style; blanks that are not painted are skipped. */
class RowWriter {
  readonly #y: number;
  #out = '';
  #style = '';
  /** Where the terminal's cursor is; -1: not on this row yet. */
  #at: number;

  constructor(y: number, isContinuation: boolean) {
    this.#y = y;
    this.#at = isContinuation ? 0 : -1;
  }

  cell(x: number, cell: IBufferCell): void {
    const width = cell.getWidth();
    const text = cell.getChars();
    // The tail of a wide character is drawn with its head.
    if (width === 0 && text === '') return;
    // The first character of a continued line has to be written: it is what wraps.
    if (text === '' && cell.isAttributeDefault() && !(x === 0 && this.#at === 0)) return;
    this.#moveTo(x);
    this.#setStyle(sgrOf(cell as EmulatorCell));
    this.#out += text === '' ? ' ' : text;
    this.#at = x + Math.max(1, width);
  }

  end(filledTo: number): string {
    if (this.#at < filledTo) {
      this.#moveTo(Math.max(0, this.#at));
      this.#setStyle(`${CSI}0m`);
      this.#out += ' '.repeat(filledTo - Math.max(0, this.#at));
    }
    return this.#out;
  }

  #moveTo(x: number): void {
    if (this.#at === x) return;
    // From the row above only an absolute move is sure; on the row the blanks between are spaces of a wrapped line or skipped.
    this.#out += `${CSI}${this.#y + 1};${x + 1}H`;
    this.#at = x;
  }

  #setStyle(sgr: string): void {
    if (sgr !== this.#style) this.#out += sgr;
    this.#style = sgr;
  }
}
