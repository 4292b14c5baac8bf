import { Unicode11Addon } from '@xterm/addon-unicode11';
import xterm, { type IBufferCell } from '@xterm/headless';
import { builtInFonts } from '../../src/gif/font-file.io.ts';
import { isEmoji } from '../../src/gif/fonts/emoji-text.ts';
import { FontChain } from '../../src/gif/fonts/font-chain.ts';
import { type Geometry, layOut } from '../../src/gif/geometry.ts';
import { GlyphAtlas } from '../../src/gif/glyphs/glyph-atlas.ts';
import type { GifOptions, ScreenSize, Theme } from '../../src/gif/index.ts';

/** What a cell looks like, found from the emulator's public cells alone. Colours are 0xRRGGBB. */
interface LookedAt {
  text: string;
  style: number;
  width: number;
  foreground: number;
  background: number;
  line: number;
}

const BOLD = 1;
const ITALIC = 2;
const STRIKE = 4;
const OVERLINE = 8;
const UNDERLINE = 16;
const LEFT = 128;
const RIGHT = 256;
const CURSOR = { block: 0, bar: 512, underline: 1024 } as const;
const LINES = STRIKE | OVERLINE | (7 * UNDERLINE) | CURSOR.bar | CURSOR.underline;

/**
 * A second way from bytes to pixels, for tests to hold the first against: an emulator of its own with xterm's own table of
 * widths, every cell looked at anew, clusters found by Intl.Segmenter, every pixel written. It shares the shapes of glyphs
 * with the exporter, and nothing of what decides which of them are drawn where, in which colours and when.
 */
export class ReferenceRaster {
  readonly terminal: xterm.Terminal;
  readonly geometry: Geometry;
  readonly #atlas: GlyphAtlas;
  readonly #options: GifOptions;
  readonly #canvas: ScreenSize;
  readonly #palette: number[];
  #foreground: number;
  #background: number;
  #isCursorShown = true;
  #cursor: keyof typeof CURSOR = 'block';

  constructor(size: { readonly initial: ScreenSize; readonly canvas: ScreenSize }, options: GifOptions) {
    const fonts = new FontChain(builtInFonts());
    const { unitsPerEm, ascender, descender } = fonts.main;
    const advance = fonts.main.shapeOf('0')?.advance ?? 0;
    const metrics = {
      advance: advance / unitsPerEm,
      ascender: ascender / unitsPerEm,
      descender: descender / unitsPerEm,
    };
    this.geometry = layOut(size.canvas, { size: options.fontSize, lineHeight: options.lineHeight }, metrics);
    this.#atlas = new GlyphAtlas({ geometry: this.geometry, levels: options.levels, fonts });
    this.#options = options;
    this.#canvas = size.canvas;
    this.#palette = paletteOf(options.theme);
    this.#foreground = options.theme.foreground;
    this.#background = options.theme.background;
    this.terminal = new xterm.Terminal({ ...size.initial, scrollback: 0, allowProposedApi: true, logLevel: 'off' });
    this.terminal.loadAddon(new Unicode11Addon());
    this.terminal.unicode.activeVersion = '11';
    this.#watch();
  }

  /** Resolves when all of it has taken effect. */
  write(text: string): Promise<void> {
    return new Promise((resolve) => this.terminal.write(text, resolve));
  }

  /** Every cell of the picture. Two screens with equal keys are equal pictures. */
  look(): { readonly key: string; readonly rows: readonly (readonly LookedAt[])[] } {
    const rows = Array.from({ length: this.#canvas.rows }, (_, y) => this.#row(y));
    const cellKey = ({ text, style, foreground, background, line }: LookedAt) =>
      `${text}${style},${foreground},${background},${line}`;
    return { key: `${this.#background} ${rows.map((row) => row.map(cellKey).join(' ')).join('')}`, rows };
  }

  /** All pixels, 0xRRGGBB, row by row. */
  draw(rows: readonly (readonly LookedAt[])[]): Int32Array {
    const { width, height, cellWidth, cellHeight, marginX, marginY } = this.geometry;
    const pixels = new Int32Array(width * height).fill(this.#background);
    const isBlank = ({ text, style, background }: LookedAt) =>
      text === ' ' && style === 0 && background === this.#background;
    for (const [y, row] of rows.entries()) {
      for (const [x, cell] of row.entries()) {
        if (isBlank(cell)) continue;
        const glyph = this.#atlas.glyph(this.#atlas.idOfText(cell.text, cell.style));
        const colors = glyph.inkSet.inks.map(({ paint, level }) =>
          blend(cell.background, paint === 'text' ? cell.foreground : paint === 'line' ? cell.line : paint, level),
        );
        for (let line = 0; line < cellHeight; line++) {
          const to = (marginY + y * cellHeight + line) * width + marginX + x * cellWidth;
          for (let dot = 0; dot < cellWidth; dot++)
            pixels[to + dot] = colors[glyph.pixels[line * cellWidth + dot] as number] as number;
        }
      }
    }
    return pixels;
  }

  #row(y: number): LookedAt[] {
    const { cols } = this.terminal;
    const { active } = this.terminal.buffer;
    const line = y < this.terminal.rows ? active.getLine(active.baseY + y) : undefined;
    const blank = this.#blank();
    const cells = Array.from({ length: this.#canvas.cols }, (_, x) => {
      const cell = x < cols ? line?.getCell(x) : undefined;
      return cell === undefined ? { ...blank } : this.#lookAt(cell, false);
    });
    spreadClusters(cells.slice(0, cols), (text) => this.#atlas.canDraw(text));
    const hasCursor = this.#isCursorShown && this.#options.showCursor && active.cursorY === y;
    const x = Math.min(active.cursorX, cols - 1);
    const under = line?.getCell(x);
    if (hasCursor && under !== undefined)
      this.#drawCursor(cells.slice(x), this.#lookAt(under, this.#cursor === 'block'));
    return cells;
  }

  #blank(): LookedAt {
    const ground = this.#background;
    return { text: ' ', style: 0, width: 1, foreground: ground, background: ground, line: ground };
  }

  #lookAt(cell: IBufferCell, isInverted: boolean): LookedAt {
    const { text, style } = { text: cell.getChars() || ' ', style: styleOf(cell) };
    let [foreground, background] = [this.#colorOf(cell, 'Fg'), this.#colorOf(cell, 'Bg')];
    let line = this.#lineColor(cell) ?? foreground;
    const isLineOwn = line !== foreground;
    if (Boolean(cell.isInverse()) !== isInverted) [foreground, background] = [background, foreground];
    if (!isLineOwn) line = foreground;
    if (cell.isDim()) {
      line = blend(background, line, 0.5);
      foreground = blend(background, foreground, 0.5);
    }
    if (cell.isInvisible()) foreground = line = background;
    return { text, style, width: cell.getWidth(), foreground, background, line };
  }

  /** A block shows by its colours, the others by a line; both halves of a wide character get a block and an underline. */
  #drawCursor([cell, next]: LookedAt[], { foreground, background, line }: LookedAt): void {
    for (const part of this.#cursor !== 'bar' && (cell?.style ?? 0) & LEFT ? [cell, next] : [cell])
      if (part !== undefined)
        Object.assign(part, { foreground, background, line, style: part.style | CURSOR[this.#cursor] });
  }

  #colorOf(cell: IBufferCell, side: 'Fg' | 'Bg'): number {
    const color = cell[`get${side}Color`]();
    if (cell[`is${side}RGB`]()) return color;
    if (!cell[`is${side}Palette`]()) return side === 'Fg' ? this.#foreground : this.#background;
    const isBrightened = side === 'Fg' && this.#options.boldIsBright && Boolean(cell.isBold()) && color < 8;
    return this.#palette[isBrightened ? color + 8 : color] as number;
  }

  #lineColor(cell: IBufferCell): number | undefined {
    const { extended } = cell as unknown as { extended: { underlineColor: number } };
    const mode = (extended.underlineColor >>> 24) & 3;
    if (!cell.isUnderline() || mode === 0) return undefined;
    return mode === 3 ? extended.underlineColor & 0xffffff : this.#palette[extended.underlineColor & 0xff];
  }

  /** Only what the tests send: `rgb:rr/gg/bb` and `#rrggbb`. */
  #watch(): void {
    const { parser } = this.terminal;
    const { theme } = this.#options;
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, ([mode]) =>
      this.#noted(mode === 25, () => (this.#isCursorShown = true)),
    );
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, ([mode]) =>
      this.#noted(mode === 25, () => (this.#isCursorShown = false)),
    );
    parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, ([shape]) =>
      this.#noted(
        true,
        () => (this.#cursor = shape === 3 || shape === 4 ? 'underline' : shape === 5 || shape === 6 ? 'bar' : 'block'),
      ),
    );
    parser.registerOscHandler(4, (data) =>
      this.#noted(true, () => (this.#palette[Number.parseInt(data, 10)] = hex(data))),
    );
    parser.registerOscHandler(10, (data) => this.#noted(true, () => (this.#foreground = hex(data))));
    parser.registerOscHandler(11, (data) => this.#noted(true, () => (this.#background = hex(data))));
    parser.registerOscHandler(111, () => this.#noted(true, () => (this.#background = theme.background)));
  }

  #noted(isWanted: boolean, act: () => void): false {
    if (isWanted) act();
    return false;
  }
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Draws clusters that lie over several cells, and icons with a blank beside them, as one picture of two cells. */
function spreadClusters(cells: LookedAt[], canDraw: (text: string) => boolean): void {
  for (let x = 0; x < cells.length; ) {
    const cell = cells[x] as LookedAt;
    const found =
      cell.text < '\u0200' && cell.text.length === 1 ? { text: cell.text, columns: 1 } : clusterAt(cells, x, canDraw);
    if (found.columns > 1) {
      const picture = { text: found.text, foreground: cell.foreground, background: cell.background, line: cell.line };
      Object.assign(cell, { ...picture, style: cell.style | LEFT });
      const right = cells[x + 1];
      if (right !== undefined) Object.assign(right, { ...picture, style: cell.style - LEFT + RIGHT });
      for (const rest of cells.slice(x + 2, x + found.columns))
        Object.assign(rest, { text: ' ', style: rest.style & LINES });
    } else if (cell.text === ' ') cell.style &= LINES;
    x += found.columns;
  }
}

/** The longest part of the cluster at `x` that a font draws as one, or what of it stands alone. */
function clusterAt(cells: readonly LookedAt[], x: number, canDraw: (text: string) => boolean) {
  const cell = cells[x] as LookedAt;
  let text = '';
  let columns = 0;
  let best = { text: cell.text, columns: Math.max(1, cell.width) };
  const ahead = cells.slice(x, x + 24).map((each) => (each.width === 0 ? '' : each.text));
  const [first] = segmenter.segment(ahead.join(''));
  while (text.length < (first?.segment.length ?? 0) && x + columns < cells.length) {
    const { text: part, width } = cells[x + columns] as LookedAt;
    text += part;
    columns += Math.max(1, width);
    if (columns > best.columns && (first?.segment ?? '').startsWith(text) && canDraw(text)) best = { text, columns };
  }
  if (best.columns > 1) return best;
  const next = cells[x + 1];
  const isFree = next?.text === ' ' && next.width === 1 && ((next.style | cell.style) & LINES) === 0;
  const isOneGround = next?.background === cell.background;
  const isWished = cell.width === 1 && (isIcon(cell.text) || (isEmoji(cell.text) && !/\p{RI}/u.test(cell.text)));
  return isFree && isOneGround && isWished ? { text: cell.text, columns: 2 } : best;
}

function isIcon(text: string): boolean {
  const code = text.codePointAt(0) as number;
  return (/^\p{Co}/u.test(text) && !(code >= 0xe0a0 && code <= 0xe0d4)) || code >= 0xf0000;
}

function styleOf(cell: IBufferCell): number {
  const kind = cell.isUnderline() ? (cell as unknown as { getUnderlineStyle(): number }).getUnderlineStyle() || 1 : 0;
  const flags = [cell.isBold(), cell.isItalic(), cell.isStrikethrough(), cell.isOverline()];
  return [BOLD, ITALIC, STRIKE, OVERLINE].reduce((sum, bit, at) => sum + (flags[at] ? bit : 0), kind * UNDERLINE);
}

function paletteOf(theme: Theme): number[] {
  const steps = [0, 95, 135, 175, 215, 255];
  const cube = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => (r << 16) + (g << 8) + b)));
  return [...theme.ansi, ...cube, ...Array.from({ length: 24 }, (_, n) => (8 + 10 * n) * 0x010101)];
}

function blend(under: number, over: number, share: number): number {
  const channels = [16, 8, 0].map((at) =>
    Math.round(((under >> at) & 255) * (1 - share) + ((over >> at) & 255) * share),
  );
  return ((channels[0] as number) << 16) + ((channels[1] as number) << 8) + (channels[2] as number);
}

const hex = (data: string): number =>
  Number.parseInt(
    data
      .replace(/^\d+;/, '')
      .replace(/^(rgb:|#)/, '')
      .replaceAll('/', ''),
    16,
  );
