import { Unicode11Addon } from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {
  BLINK,
  BOLD,
  type Color,
  DEFAULT_COLOR,
  DIM,
  Grid,
  HIDDEN,
  INVERSE,
  ITALIC,
  OVERLINE,
  PALETTE,
  STRIKE,
  styleOf,
  UNDERLINE,
} from '../../src/terminal/index.ts';

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<xterm.Terminal['buffer']['active']['getLine']>>['getCell']>>;

/** An independent emulator: what a terminal shows after it has read the bytes, as cells of our own kind. */
export class EmulatedScreen {
  readonly terminal: xterm.Terminal;

  constructor(cols: number, rows: number) {
    this.terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 100 });
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.unicode.activeVersion = '11';
  }

  /** Resolves when all of it is parsed; an empty write is a barrier. */
  write(data: string | Uint8Array): Promise<void> {
    return new Promise((parsed) => this.terminal.write(data, parsed));
  }

  resize(cols: number, rows: number): void {
    this.terminal.resize(cols, rows);
  }

  /** Rows as text, trailing blanks cut. */
  lines(): string[] {
    return Array.from(
      { length: this.terminal.rows },
      (_, y) =>
        // Lines of the alternate screen keep what was beyond a width that has shrunk.
        this.#line(y)?.translateToString(true, 0, this.terminal.cols).trimEnd() ?? '',
    );
  }

  text(): string {
    return this.lines().join('\n');
  }

  get cursor(): { x: number; y: number } {
    const { cursorX, cursorY } = this.terminal.buffer.active;
    return { x: cursorX, y: cursorY };
  }

  /** Every cell with its style, without what a terminal cannot know (secret). */
  grid(): Grid {
    const { cols, rows } = this.terminal;
    const grid = new Grid(cols, rows);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < cols; x++) {
        const cell = this.#line(y)?.getCell(x);
        if (cell === undefined) continue;
        grid.text[y * cols + x] = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
        grid.style[y * cols + x] = styleOfCell(cell);
      }
    }
    return grid;
  }

  #line(y: number) {
    const { active } = this.terminal.buffer;
    return active.getLine(active.baseY + y);
  }
}

function styleOfCell(cell: Cell): number {
  const flags =
    (cell.isBold() ? BOLD : 0) |
    (cell.isDim() ? DIM : 0) |
    (cell.isItalic() ? ITALIC : 0) |
    (cell.isInverse() ? INVERSE : 0) |
    (cell.isStrikethrough() ? STRIKE : 0) |
    (cell.isInvisible() ? HIDDEN : 0) |
    (cell.isBlink() ? BLINK : 0) |
    (cell.isOverline() ? OVERLINE : 0) |
    underlineOf(cell);
  const fg = colorOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor());
  return styleOf(fg, colorOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()), flags);
}

function colorOf(isRgb: boolean, isPalette: boolean, value: number): Color {
  return isRgb ? value : isPalette ? PALETTE + value : DEFAULT_COLOR;
}

/** The kind of underline is not in the public interface. */
function underlineOf(cell: Cell): number {
  if (!cell.isUnderline()) return 0;
  const kind = (cell as unknown as { extended?: { underlineStyle?: number } }).extended?.underlineStyle ?? 0;
  return (kind === 0 ? 1 : kind) * UNDERLINE;
}
