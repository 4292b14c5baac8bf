import { Charsets } from './charsets.ts';
import { type Detector, findSecrets } from './detectors.ts';
import { floodLength, printedLines } from './flood.ts';
import { KnownSecrets } from './known-secrets.ts';
import { LinearText } from './linear-text.ts';
import { KnownKeys, PrivateKeyLines } from './private-key.ts';
import type { ScreenLine } from './screen-lines.ts';
import type { ShadowScreen } from './shadow-screen.ts';
import { StringInspector } from './string-inspector.ts';
import { type SequenceKind, VtScanner, type VtVisitor } from './vt-scanner.ts';

/** A secret by the places of its characters in the stream. */
export interface FoundSecret {
  readonly by: string;
  readonly text: string;
  forEachPosition(visit: (position: number) => void): void;
}

/** These only change how what follows looks, or the rest of the line: what is printed before and after belongs together. */
const KEEPS_PLACE = /(?:m|K| q)$|^\?[\d;]+[hl]$/;

const STYLE = /^[\d;:]*m$/;
const BS = 0x08;
const HT = 0x09;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Finds secrets in a terminal's stream, in three ways: in the text as it was printed, which sees whatever passes however
 * fast; on the screen, which sees what was put together by cursor movements; and in titles and the like.
 */
export class StreamInspector implements VtVisitor {
  readonly #screen: ShadowScreen;
  readonly #detectors: readonly Detector[];
  readonly #found: (secret: FoundSecret) => void;
  readonly #knownSecrets = new KnownSecrets();
  readonly #scanner = new VtScanner();
  readonly #charsets = new Charsets();
  readonly #linear = new LinearText();
  readonly #strings: StringInspector;
  readonly #streamKeys: PrivateKeyLines;
  readonly #screenKeys: PrivateKeyLines;
  /** Place in the stream of the text that is being scanned. */
  #base = 0;
  /** The cursor was moved since the screen was last looked at, so its text is not that of the stream. */
  #hasMoved = false;
  /** And what is printed now still adds to a line that was put together so. */
  #isApart = false;
  #returned = false;
  /** Only a part of the screen scrolls. */
  #hasMargins = false;
  /** What is printed now will have scrolled away before the screen is looked at. */
  #isFlooding = false;

  constructor(parts: { screen: ShadowScreen; detectors: readonly Detector[]; found: (secret: FoundSecret) => void }) {
    this.#screen = parts.screen;
    this.#detectors = parts.detectors;
    this.#found = (secret) => {
      this.#knownSecrets.learn(secret.text, secret.by);
      parts.found(secret);
    };
    this.#strings = new StringInspector(parts.detectors, parts.found);
    const known = new KnownKeys();
    this.#streamKeys = new PrivateKeyLines(known);
    this.#screenKeys = new PrivateKeyLines(known);
    this.#screen.onLoss((lines) => this.#lookAtLines(lines));
  }

  /** Takes a piece of the stream that begins at `position`; `seen` is called when all of it was looked at. */
  inspect(text: string, position: number, seen: () => void): void {
    const flood = this.#hasMargins || !this.#scanner.isAtGround ? 0 : floodLength(text, this.#screen.mostRows);
    if (flood > 0) {
      this.#flood(text.slice(0, flood), position);
      // So many line ends have brought the cursor to the last row.
      this.#screen.pass(`\u001b[${this.#screen.mostRows}H`);
    }
    this.#base = position + flood;
    this.#scanner.scan(flood > 0 ? text.slice(flood) : text, this);
    this.#lookAtText();
    this.#strings.look();
    this.#lookAtScreen(seen);
  }

  /** Whole lines that will have scrolled away: they are looked at as text only. */
  #flood(text: string, position: number): void {
    const printed = this.#charsets.arePlain && !this.#returned ? printedLines(text) : undefined;
    if (printed !== undefined) {
      this.#linear.lines(printed, text, position);
      this.#endLine();
      return;
    }
    this.#isFlooding = true;
    this.#base = position;
    this.#scanner.scan(text, this);
    this.#isFlooding = false;
  }

  print(text: string, from: number, to: number): void {
    if (this.#returned) this.#move();
    const shown = this.#charsets.shown(text.slice(from, to));
    const position = this.#base + from;
    this.#linear.print(shown, position);
    if (this.#isFlooding) return;
    this.#screen.print(shown, { from: 0, to: shown.length, position, isApart: this.#isApart });
  }

  control(code: number): void {
    if (code === LF) this.#endLine();
    else if (code === HT) this.#linear.gap();
    else if (code === BS) this.#move();
    this.#returned = code === CR;
    this.#charsets.control(code);
    if (!this.#isFlooding) this.#screen.pass(String.fromCharCode(code));
  }

  sequence(kind: SequenceKind, body: string): void {
    if (kind === 'csi') this.#csi(body);
    else if (kind === 'esc') this.#escape(body);
    else this.#strings.end();
  }

  inString(text: string, at: number): void {
    this.#strings.add(text.charAt(at), this.#base + at);
  }

  #csi(body: string): void {
    // Colours change no character and no place.
    if (STYLE.test(body)) return;
    if (body === '!p') this.#charsets.reset();
    if (body.endsWith('r')) this.#hasMargins = body !== 'r';
    if (!KEEPS_PLACE.test(body)) this.#move();
    this.#screen.pass(`\u001b[${body}`);
  }

  #escape(body: string): void {
    if (body === '\\') return;
    this.#charsets.escape(body);
    if (/^[78DEMc]$/.test(body)) this.#move();
    this.#screen.pass(`\u001b${body}`);
  }

  #move(): void {
    this.#returned = false;
    this.#hasMoved = true;
    this.#isApart = true;
    this.#linear.divide();
  }

  #endLine(): void {
    this.#linear.divide();
    this.#isApart = false;
  }

  #lookAtText(): void {
    const { text } = this.#linear;
    for (const { from, to, by } of findSecrets(text, this.#detectors, true)) this.#foundInText({ by, from, to });
    if (!this.#streamKeys.isIdle || text.includes('PRIVATE KEY')) this.#lookForKeys(text);
    this.#linear.settle();
  }

  #foundInText({ by, from, to }: { by: string; from: number; to: number }): void {
    const linear = this.#linear;
    this.#found({
      by,
      text: linear.text.slice(from, to),
      forEachPosition: (visit) => linear.forEachPosition(from, to, visit),
    });
  }

  #lookForKeys(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const span = this.#streamKeys.next(text.slice(start, end));
      if (span !== undefined) this.#foundInText({ by: 'private-key', from: start + span.from, to: start + span.to });
      start = end + 1;
    }
    const span = this.#streamKeys.peek(text.slice(start));
    if (span !== undefined) this.#foundInText({ by: 'private-key', from: start + span.from, to: start + span.to });
  }

  #lookAtScreen(seen: () => void): void {
    const hasMoved = this.#hasMoved;
    this.#hasMoved = this.#isApart;
    this.#screen.write(() => {
      if (hasMoved) this.#lookAtLines(this.#screen.changedLines());
      seen();
    });
  }

  #lookAtLines(lines: readonly ScreenLine[]): void {
    for (const line of lines) {
      const text = line.text.trimEnd();
      for (const { from, to, by } of findSecrets(text, this.#detectors, line.hasCursor))
        foundOnScreen(line, { from, to, by }, this.#found);
      for (const part of this.#knownSecrets.find(text)) foundOnScreen(line, part, this.#found);
    }
    if (lines.length === 0) return;
    if (this.#screenKeys.isIdle && !lines.some(({ text }) => text.includes('PRIVATE KEY'))) return;
    const all = this.#screen.allLines();
    for (const [index, span] of this.#screenKeys.onScreen(all.map(({ text }) => text)).entries()) {
      if (span !== undefined) foundOnScreen(all[index] as ScreenLine, { ...span, by: 'private-key' }, this.#found);
    }
  }
}

function foundOnScreen(
  line: ScreenLine,
  { from, to, by }: { from: number; to: number; by: string },
  found: (secret: FoundSecret) => void,
): void {
  found({
    by,
    text: line.text.slice(from, to),
    forEachPosition(visit) {
      let last = -1;
      for (let at = from; at < to; at++) {
        const position = line.positionAt(at);
        // Both halves of a pair, and a mark, stand in the cell of one character.
        if (position >= 0 && position !== last) visit(position);
        last = position;
      }
    },
  });
}
