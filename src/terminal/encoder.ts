import { AnsiWriter } from './ansi-writer.ts';
import type { CellGrid, CursorShape, StyleId } from './cell-region.ts';
import type { ColorDepth } from './color.ts';
import type { Grid } from './grid.ts';
import { lowerStyle } from './lower-style.ts';
import { type Scroll, usefulScroll } from './scroll.ts';
import { PLAIN } from './styles.ts';

export interface Cursor {
  readonly x: number;
  readonly y: number;
  readonly shape: CursorShape;
}

export interface Difference {
  /** What the terminal shows; undefined: not known, everything is written. Is equal to `wanted` afterwards. */
  readonly shown: Grid | undefined;
  readonly wanted: CellGrid;
  readonly depth: ColorDepth;
  /** Where the cursor shall be; undefined: hidden. */
  readonly cursor?: Cursor | undefined;
  /** Where it is; undefined: hidden. Not read when `shown` is undefined. */
  readonly shownCursor?: Cursor | undefined;
  /** Wrap larger frames in a synchronized update (DEC mode 2026). */
  readonly synchronized?: boolean;
  /** What has moved since `shown`; a hint, used where it saves bytes. */
  readonly scrolls?: readonly Scroll[];
  /** Rows in which a difference may be; default all. Not read when `shown` is undefined or something has scrolled. */
  readonly rows?: Iterable<number>;
}

/** An unchanged gap of up to this many cells is written again: `CSI n C` is as long. */
const REWRITE_GAP = 4;
/** Blanks within a row from which erasing and a move are not longer than the blanks themselves. */
const ERASE_BLANKS = 8;
/** A smaller frame travels in one packet anyway and cannot be seen half drawn. */
const SYNCHRONIZE_FROM = 256;
/** DECSCUSR, the steady forms. */
const SHAPES: Readonly<Record<CursorShape, number>> = { block: 2, underline: 4, bar: 6 };

/**
 * The bytes that make a terminal which shows `shown` show `wanted`; '' when there is no difference. They hold text and
 * only these sequences: CUP, CUF, CR, LF, SGR, EL, ECH, DECSTBM with SU or SD, DECTCEM, DECSCUSR, mode 2026.
 */
export function encodeDifference(difference: Difference): string {
  const { shown, wanted, depth } = difference;
  if (shown !== undefined && (shown.cols !== wanted.cols || shown.rows !== wanted.rows)) {
    throw new TypeError(`shown: expected ${wanted.cols}x${wanted.rows}, received ${shown.cols}x${shown.rows}`);
  }
  const writer = new AnsiWriter();
  if (shown === undefined) writer.raw('\x1b[r');
  const scrolled = shown !== undefined && writeScrolls(writer, shown, difference);
  const row = new RowEncoder(writer, shown, wanted, depth);
  const rows = shown === undefined || scrolled ? undefined : difference.rows;
  if (rows === undefined) for (let y = 0; y < wanted.rows; y++) row.encode(y);
  else for (const y of rows) if (y >= 0 && y < wanted.rows) row.encode(y);
  writeCursor(writer, difference);
  const out = writer.text;
  return difference.synchronized && out.length >= SYNCHRONIZE_FROM ? `\x1b[?2026h${out}\x1b[?2026l` : out;
}

function writeScrolls(writer: AnsiWriter, shown: Grid, { wanted, scrolls }: Difference): boolean {
  let scrolled = false;
  for (const hint of scrolls ?? []) {
    if (hint.top < 0 || hint.bottom >= wanted.rows || hint.bottom <= hint.top) continue;
    const scroll = usefulScroll(shown, wanted, hint);
    if (scroll === undefined) continue;
    writer.scroll(scroll.top, scroll.bottom, scroll.count);
    shown.scroll(scroll.top, scroll.bottom, scroll.count);
    scrolled = true;
  }
  return scrolled;
}

function writeCursor(writer: AnsiWriter, { shown, wanted, cursor, shownCursor }: Difference): void {
  const was = shown === undefined ? undefined : shownCursor;
  if (cursor === undefined || cursor.x >= wanted.cols || cursor.y >= wanted.rows) {
    if (was !== undefined || shown === undefined) writer.raw('\x1b[?25l');
    return;
  }
  const stays = was !== undefined && was.x === cursor.x && was.y === cursor.y && was.shape === cursor.shape;
  if (stays && writer.text === '') return;
  writer.moveTo(cursor.x, cursor.y);
  if (was?.shape !== cursor.shape) writer.raw(`\x1b[${SHAPES[cursor.shape]} q`);
  if (was === undefined) writer.raw('\x1b[?25h');
}

/** Writes the difference of single rows and notes in `shown` what it has written. */
class RowEncoder {
  readonly #writer: AnsiWriter;
  readonly #shown: Grid | undefined;
  readonly #wanted: CellGrid;
  readonly #depth: ColorDepth;

  constructor(writer: AnsiWriter, shown: Grid | undefined, wanted: CellGrid, depth: ColorDepth) {
    this.#writer = writer;
    this.#shown = shown;
    this.#wanted = wanted;
    this.#depth = depth;
  }

  encode(y: number): void {
    const { cols, text } = this.#wanted;
    const start = y * cols;
    const end = start + cols;
    let index = this.#nextDifference(start, end);
    if (index === end) return;
    const tail = this.#tailOf(start, end);
    while (index < end) {
      if (index >= tail) {
        this.#writer.moveTo(index - start, y);
        this.#writer.eraseToEnd();
        break;
      }
      const blanks = this.#blanksAt(index, tail);
      if (blanks >= ERASE_BLANKS) {
        this.#writer.moveTo(index - start, y);
        this.#writer.erase(blanks);
        index += blanks;
      } else {
        this.#moveTo(index, start, y);
        const width = text[index + 1] === '' && index + 1 < end ? 2 : 1;
        this.#writer.setStyle(this.#look(index));
        this.#writer.cell(text[index] as string, width);
        index += width;
      }
      index = this.#nextDifference(index, end);
    }
    this.#note(start, end);
  }

  /** Index of the next cell that differs; of a wide character its first half. `end` when there is none. */
  #nextDifference(from: number, end: number): number {
    const shown = this.#shown;
    if (shown === undefined) return from;
    for (let index = from; index < end; index++) {
      if (this.#differs(index, shown)) return this.#wanted.text[index] === '' && index > from ? index - 1 : index;
    }
    return end;
  }

  #differs(index: number, shown: Grid): boolean {
    if (this.#wanted.text[index] !== shown.text[index]) return true;
    const was = shown.style[index] as number;
    const is = this.#wanted.style[index] as number;
    return was !== is && lowerStyle(was, this.#depth) !== lowerStyle(is, this.#depth);
  }

  /** Where the blanks at the end of the row begin that erasing can make. */
  #tailOf(start: number, end: number): number {
    let tail = end;
    while (tail > start && this.#isErasable(tail - 1)) tail--;
    // One or two blanks are shorter written than erased.
    return end - tail < 3 ? end : tail;
  }

  /** How many blanks from `index` on, up to the last one that differs. */
  #blanksAt(index: number, tail: number): number {
    let count = 0;
    for (let at = index; at < tail && this.#isErasable(at); at++) {
      if (this.#shown === undefined || this.#differs(at, this.#shown)) count = at + 1 - index;
    }
    return count;
  }

  /** Moves, or writes a short unchanged gap again where that needs no other style. */
  #moveTo(index: number, start: number, y: number): void {
    const writer = this.#writer;
    const { text } = this.#wanted;
    const x = index - start;
    const gap = x - writer.x;
    if (gap > 0 && gap <= REWRITE_GAP && writer.isAtRow(y) && this.#isInStyle(index - gap, index, writer.style)) {
      for (let at = index - gap; at < index; at++) {
        if (text[at] !== '') writer.cell(text[at] as string, text[at + 1] === '' ? 2 : 1);
      }
      return;
    }
    writer.moveTo(x, y);
  }

  #isInStyle(from: number, to: number, style: StyleId | undefined): boolean {
    for (let index = from; index < to; index++) if (this.#look(index) !== style) return false;
    return true;
  }

  #isErasable(index: number): boolean {
    return this.#wanted.text[index] === ' ' && this.#look(index) === PLAIN;
  }

  #look(index: number): StyleId {
    return lowerStyle(this.#wanted.style[index] as number, this.#depth);
  }

  #note(start: number, end: number): void {
    const shown = this.#shown;
    if (shown === undefined) return;
    for (let index = start; index < end; index++) {
      shown.text[index] = this.#wanted.text[index] as string;
      shown.style[index] = this.#wanted.style[index] as number;
    }
  }
}
