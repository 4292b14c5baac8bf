import type { Clock } from '../../flow/index.ts';
import { type EmulatorLine, loadPtyScreen, type PtyScreen } from '../../pty/index.ts';
import { codePointWidth } from '../../text/index.ts';
import { CharacterNumbers, MOST_UNPARSED, numberOf, writeNumber } from './character-numbers.ts';
import { type ScreenLine, ScreenLines } from './screen-lines.ts';

/** A part of a text that is printed. */
interface Printed {
  readonly from: number;
  readonly to: number;
  readonly position: number;
  readonly isApart: boolean;
}

/** So many lines that are about to be lost are looked at whole between two looks at the screen. */
const WIDE_LOOKS = 64;
/** The others only with the rows around: a program that draws everywhere at random would cost a screen a character. */
const NEAR_ROWS = 1;

const decoder = new TextDecoder('utf-16le');

/** A screen in whose cells stand the numbers of the characters that drew them. */
export async function openShadowScreen(size: { cols: number; rows: number }, clock: Clock): Promise<ShadowScreen> {
  const { PtyScreen } = await loadPtyScreen();
  return new ShadowScreen(new PtyScreen({ ...size, scrollback: 0, clock }));
}

/**
 * Feeds an emulator a stream in which every character that takes a cell is replaced by a number, escape sequences unchanged.
 * Its cells then tell which characters of the stream make up a text on the screen, whatever moved it there.
 */
export class ShadowScreen {
  readonly #screen: PtyScreen;
  readonly #numbers: CharacterNumbers;
  readonly #lines: ScreenLines;
  /** Lines on which text was printed apart that was not looked at; and the position of the first of it. */
  readonly #unseen = new Map<EmulatorLine, number>();
  /** How many were looked at since all changed lines were. */
  #losses = 0;
  #onLoss: (lines: readonly ScreenLine[]) => void = () => {};
  /** The rows it will have when all that was written is parsed. */
  #nextRows: number;
  #units = new Uint16Array(8192);
  #length = 0;

  constructor(screen: PtyScreen) {
    this.#screen = screen;
    this.#nextRows = screen.rows;
    this.#numbers = new CharacterNumbers((visit) => screen.forEachKeptText(visit));
    this.#lines = new ScreenLines(screen, this.#numbers);
    screen.setWidths(this.#numbers.widthOf);
    screen.watchLosses({
      covering: (y, from, to) => this.#covering(y, from, to),
      printed: (line, code) => this.#printed(line, code),
      losing: (from, to) => this.#losing(from, to),
    });
  }

  /** Called while text is parsed, with lines that change before anybody has looked at what was printed apart there. */
  onLoss(listener: (lines: readonly ScreenLine[]) => void): void {
    this.#onLoss = listener;
  }

  get rows(): number {
    return this.#screen.rows;
  }

  /** The most rows that the screen has before everything that was written is parsed. */
  get mostRows(): number {
    return Math.max(this.rows, this.#nextRows);
  }

  /** As much is on its way to the cells as may be. */
  get isFull(): boolean {
    return this.#screen.pending >= MOST_UNPARSED / 2;
  }

  /** Adds printed characters; `position` is the place of the first in the stream. `isApart`: the cursor was moved there. */
  print(text: string, { from, to, position, isApart }: Printed): void {
    this.#room((to - from) * 2);
    for (let at = from; at < to; at++) {
      const code = text.codePointAt(at) as number;
      const isPair = code > 0xffff;
      if (code < 0x7f || codePointWidth(code) > 0) {
        writeNumber(this.#numbers.give(position + at - from, code, isApart), this.#units, this.#length);
        this.#length += 2;
      } else {
        this.#units[this.#length++] = text.charCodeAt(at);
        if (isPair) this.#units[this.#length++] = text.charCodeAt(at + 1);
      }
      if (isPair) at++;
    }
  }

  /** Adds control characters and sequences as they are. */
  pass(text: string): void {
    this.#room(text.length);
    for (let at = 0; at < text.length; at++) this.#units[this.#length++] = text.charCodeAt(at);
  }

  /** Writes what was added; `parsed` is called when the cells show it. */
  write(parsed: () => void): void {
    const text = decoder.decode(this.#units.subarray(0, this.#length));
    this.#length = 0;
    this.#screen.write(text, parsed);
  }

  resize(cols: number, rows: number): void {
    this.#nextRows = rows;
    this.#screen.write('', () => {
      this.#losing(0, this.rows - 1);
      this.#screen.resize(cols, rows);
    });
  }

  /** The lines of which a row has changed since the last call. */
  changedLines(): ScreenLine[] {
    this.#unseen.clear();
    this.#losses = 0;
    const dirty = this.#screen.takeDirty();
    return dirty === undefined ? [] : this.#lines.read(dirty.from, dirty.to);
  }

  /** All lines from the top. */
  allLines(): ScreenLine[] {
    return this.#lines.all();
  }

  #printed(line: EmulatorLine, code: number): void {
    const number = numberOf(code);
    if (number === undefined || !this.#numbers.isApart(number) || this.#unseen.has(line)) return;
    this.#unseen.set(line, this.#numbers.positionOf(number));
  }

  #covering(y: number, from: number, to: number): void {
    if (this.#unseen.size === 0) return;
    const line = this.#screen.lineAt(y);
    const since = line === undefined ? undefined : this.#unseen.get(line);
    if (line === undefined || since === undefined) return;
    for (let x = from; x < to; x++) {
      const number = numberOf(line.getCodePoint(x));
      if (number !== undefined && this.#numbers.positionOf(number) >= since) return this.#losing(y, y);
    }
  }

  #losing(from: number, to: number): void {
    for (let y = from; y <= to && this.#unseen.size > 0; y++) {
      const line = this.#screen.lineAt(y);
      if (line === undefined || !this.#unseen.delete(line)) continue;
      this.#onLoss(this.#lines.read(y, y, ++this.#losses > WIDE_LOOKS ? NEAR_ROWS : undefined));
    }
  }

  dispose(): void {
    this.#screen.dispose();
  }

  #room(units: number): void {
    if (this.#length + units <= this.#units.length) return;
    const larger = new Uint16Array(Math.max(this.#units.length * 2, this.#length + units));
    larger.set(this.#units.subarray(0, this.#length));
    this.#units = larger;
  }
}
