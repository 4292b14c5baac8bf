import type { FontChain } from '../fonts/font-chain.ts';
import type { Geometry } from '../geometry.ts';
import { drawDecorations } from './decorations.ts';
import { type Drawing, type DrawTools, drawText } from './draw-text.ts';
import { drawnAs } from './drawn-as.ts';
import { type Glyph, makeGlyph } from './glyph.ts';
import { type CellPart, type GlyphStyle, partOf, STYLE_BITS, showsLines, styleOf } from './glyph-style.ts';
import { type Ink, type InkSet, standardInks } from './ink.ts';

/** Steps between an emoji and the background at its edge: few, as each costs a colour. */
const EMOJI_EDGE_STEPS = 3;
const STYLE_VALUES = 2048;

/** The glyph of a blank cell. */
export const BLANK = 0;

export interface AtlasOptions {
  readonly geometry: Geometry;
  /** Greys from the background to the text, 2..32. */
  readonly levels: number;
  readonly fonts: FontChain;
}

interface Definition {
  readonly text: string;
  readonly style: number;
}

/**
 * Numbers every different cell picture (text, style, part of a wide shape) and draws each when it is first painted.
 * The numbers are dense from 0, which is the blank.
 */
export class GlyphAtlas {
  readonly geometry: Geometry;
  readonly levels: number;
  readonly #tools: DrawTools;
  readonly #standard: InkSet;
  readonly #byCode = new Map<number, number>();
  readonly #byText = new Map<string, number>();
  readonly #definitions: Definition[] = [{ text: ' ', style: 0 }];
  readonly #glyphs: (Glyph | undefined)[] = [];
  readonly #missing = new Set<string>();
  readonly #drawable = new Map<string, boolean>();
  #inkSets = 1;

  constructor(options: AtlasOptions) {
    this.geometry = options.geometry;
    this.levels = options.levels;
    this.#tools = { fonts: options.fonts, missing: (text) => this.#missing.add(text) };
    this.#standard = standardInks(options.levels);
  }

  /** Characters that no font has, in the order they were met. */
  get missing(): readonly string[] {
    return [...this.#missing];
  }

  /** The number of one code point's glyph. `style`: a sum of STYLE_BITS. */
  idOfCode(code: number, style: number): number {
    if (code === 0x20 && !showsLines(style)) return BLANK;
    const key = code * STYLE_VALUES + style;
    const known = this.#byCode.get(key);
    if (known !== undefined) return known;
    const drawn = drawnAs(code);
    const id = drawn === code ? this.#define(String.fromCodePoint(code), style) : this.idOfCode(drawn, style);
    this.#byCode.set(key, id);
    return id;
  }

  /** The number of a glyph of several code points: a base with marks, or a sequence drawn as one. */
  idOfText(text: string, style: number): number {
    const code = text.codePointAt(0) as number;
    if (text.length === (code > 0xffff ? 2 : 1)) return this.idOfCode(code, style);
    const key = `${style} ${text}`;
    const known = this.#byText.get(key);
    if (known !== undefined) return known;
    const id = this.#define(text, style);
    this.#byText.set(key, id);
    return id;
  }

  /** The same picture with a line of the cursor. */
  withCursor(id: number, shape: 'bar' | 'underline'): number {
    const { text, style } = this.definitionOf(id);
    const bit = shape === 'bar' ? STYLE_BITS.cursorBar : STYLE_BITS.cursorUnderline;
    return this.idOfText(text, style | bit);
  }

  /** What a number stands for. */
  definitionOf(id: number): Definition {
    return this.#definitions[id] as Definition;
  }

  /** True when some font has a shape for the whole sequence. */
  canDraw(text: string): boolean {
    const known = this.#drawable.get(text);
    if (known !== undefined) return known;
    const isDrawable = this.#tools.fonts.find(text, { bold: false, italic: false }) !== undefined;
    this.#drawable.set(text, isDrawable);
    return isDrawable;
  }

  glyph(id: number): Glyph {
    const drawn = this.#glyphs[id];
    if (drawn !== undefined) return drawn;
    const { text, style } = this.definitionOf(id);
    const glyph = this.#draw(id, text, style);
    this.#glyphs[id] = glyph;
    return glyph;
  }

  #define(text: string, style: number): number {
    this.#definitions.push({ text, style });
    return this.#definitions.length - 1;
  }

  #draw(id: number, text: string, bits: number): Glyph {
    const style = styleOf(bits);
    const part = partOf(bits);
    const { cellWidth, cellHeight } = this.geometry;
    const lines = drawDecorations(style, this.geometry);
    const width = part === 'whole' ? cellWidth : 2 * cellWidth;
    const drawing: Drawing =
      text === ' '
        ? { kind: 'plain', covered: new Float32Array(width * cellHeight) }
        : drawText(text, { width, geometry: this.geometry, bold: style.bold, italic: style.italic }, this.#tools);
    const covered = partOfImage(drawing.covered, part, this.geometry);
    if (drawing.kind === 'plain') {
      drawCursor(covered, style, this.geometry);
      return makeGlyph(id, this.#plainPixels(covered, lines), this.#standard);
    }
    const over = lines ?? new Float32Array(covered.length);
    drawCursor(over, style, this.geometry);
    const { pixels, inks } = coloredPixels(covered, partOfImage(drawing.colors, part, this.geometry), over);
    return makeGlyph(id, pixels, { id: this.#inkSets++, inks });
  }

  #plainPixels(covered: Float32Array, lines: Float32Array | undefined): Uint8Array {
    const top = this.levels - 1;
    const pixels = new Uint8Array(covered.length);
    for (let at = 0; at < covered.length; at++) {
      const level = Math.round((covered[at] as number) * top);
      const line = lines === undefined ? 0 : Math.round((lines[at] as number) * top);
      // A letter's foot stays visible on its underline when both have their own colours.
      pixels[at] = line > level ? top + line : level;
    }
    return pixels;
  }
}

function partOfImage<T extends Float32Array | Int32Array>(image: T, part: CellPart, geometry: Geometry): T {
  if (part === 'whole') return image;
  const { cellWidth, cellHeight } = geometry;
  const Image = image.constructor as new (length: number) => T;
  const half = new Image(cellWidth * cellHeight);
  const from = part === 'left' ? 0 : cellWidth;
  for (let y = 0; y < cellHeight; y++) {
    const start = y * 2 * cellWidth + from;
    half.set(image.subarray(start, start + cellWidth), y * cellWidth);
  }
  return half;
}

function drawCursor(covered: Float32Array, style: GlyphStyle, { cellWidth, cellHeight, lineWidth }: Geometry): void {
  const thickness = Math.max(2, lineWidth);
  if (style.cursor === 'underline') covered.fill(1, (cellHeight - thickness) * cellWidth);
  if (style.cursor !== 'bar') return;
  for (let y = 0; y < cellHeight; y++) covered.fill(1, y * cellWidth, y * cellWidth + thickness);
}

function coloredPixels(
  covered: Float32Array,
  colors: Int32Array,
  lines: Float32Array,
): { pixels: Uint8Array; inks: Ink[] } {
  const inks: Ink[] = [{ paint: 'text', level: 0 }];
  const numbers = new Map<string, number>();
  const numberOf = (ink: Ink): number => {
    const key = `${ink.paint} ${ink.level}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, inks.length);
    return inks.push(ink) - 1;
  };
  const pixels = new Uint8Array(covered.length);
  for (let at = 0; at < covered.length; at++) {
    const step = Math.round((covered[at] as number) * EMOJI_EDGE_STEPS);
    if (step > 0) pixels[at] = numberOf({ paint: colors[at] as number, level: step / EMOJI_EDGE_STEPS });
    else if ((lines[at] as number) >= 0.5) pixels[at] = numberOf({ paint: 'line', level: 1 });
  }
  return { pixels, inks };
}
