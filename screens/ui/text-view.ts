import type { CellPen, CellRegion, Rect } from '../../src/terminal/index.ts';
import { textWidth } from '../../src/text/index.ts';
import { styleOfRole, type Theme } from '../theme.ts';
import { type Line, paintLine } from './line.ts';

/** A place in the text where the search was found: columns of cells. */
interface Match {
  readonly row: number;
  readonly from: number;
  readonly cols: number;
}

/** The most matches that are kept; beyond it `n` goes round among these. */
const MOST_MATCHES = 10_000;

/** A long text that scrolls both ways and can be searched: details, descriptions, logs. Paints its own cells. */
export class TextView implements CellRegion {
  readonly scrolledRows = 0;
  readonly cursor = undefined;
  readonly #theme: () => Theme;
  readonly #onPlaced: () => void;
  #lines: readonly Line[] = [];
  #top = 0;
  #left = 0;
  #rows = 0;
  #cols = 0;
  #query = '';
  #matches: readonly Match[] = [];
  #match = -1;

  /** `onPlaced`: the size is known or has changed, and with it the place in the text. */
  constructor(o: { theme: () => Theme; onPlaced: () => void }) {
    this.#theme = o.theme;
    this.#onPlaced = o.onPlaced;
  }

  /** Replaces the text; the place in it and the search stay. */
  setLines(lines: readonly Line[]): void {
    this.#lines = lines;
    this.#top = Math.max(0, Math.min(this.#top, lines.length - this.#rows));
    this.#find();
  }

  /** Back to the first line, without a search. */
  reset(): void {
    this.#top = 0;
    this.#left = 0;
    this.search('');
  }

  get text(): string {
    return this.#lines
      .map((spans) =>
        spans
          .map(({ text }) => text)
          .join('')
          .trimEnd(),
      )
      .join('\n');
  }

  /** `12-34 of 80`, or the match among the matches. */
  get place(): string {
    if (this.#query !== '')
      return this.#matches.length === 0 ? 'no match' : `match ${this.#match + 1} of ${this.#matches.length}`;
    if (this.#rows === 0) return '-';
    if (this.#lines.length <= this.#rows) return 'all';
    return `${this.#top + 1}-${Math.min(this.#lines.length, this.#top + this.#rows)} of ${this.#lines.length}`;
  }

  placed(rect: Rect): void {
    if (rect.cols === 0) return;
    this.#rows = rect.rows;
    this.#cols = rect.cols;
    this.#onPlaced();
  }

  /** A list action moves the text; false when it is none. */
  perform(action: string): boolean {
    const last = Math.max(0, this.#lines.length - this.#rows);
    const page = Math.max(1, this.#rows - 1);
    const half = Math.max(1, this.#cols >> 1);
    const places: Readonly<Record<string, [top: number, left: number]>> = {
      'list.down': [this.#top + 1, this.#left],
      'list.up': [this.#top - 1, this.#left],
      'list.pageDown': [this.#top + page, this.#left],
      'list.pageUp': [this.#top - page, this.#left],
      'list.first': [0, 0],
      'list.last': [last, this.#left],
      'list.left': [this.#top, this.#left - half],
      'list.right': [this.#top, this.#left + half],
    };
    const place = places[action];
    if (place === undefined) return false;
    this.#top = Math.max(0, Math.min(last, place[0]));
    this.#left = Math.max(0, Math.min(this.#widest() - half, place[1]));
    return true;
  }

  scroll(rows: number): void {
    this.#top = Math.max(0, Math.min(this.#lines.length - this.#rows, this.#top + rows));
  }

  /** Finds a text, any case, and shows its first place at or below the top. Returns how many there are. */
  search(query: string): number {
    this.#query = query.toLowerCase();
    this.#find();
    this.#match = this.#matches.findIndex(({ row }) => row >= this.#top);
    if (this.#match < 0 && this.#matches.length > 0) this.#match = 0;
    this.#reveal();
    return this.#matches.length;
  }

  /** The next match, or with -1 the one before; it goes round. */
  next(step: 1 | -1): boolean {
    if (this.#matches.length === 0) return false;
    this.#match = (this.#match + step + this.#matches.length) % this.#matches.length;
    this.#reveal();
    return true;
  }

  paint(pen: CellPen): void {
    const theme = this.#theme();
    pen.clear();
    for (let y = 0; y < pen.rows; y++) {
      const spans = this.#lines[this.#top + y];
      if (spans !== undefined)
        paintLine(pen, { x: 1, y }, { spans: this.#left === 0 ? spans : shifted(spans, this.#left), theme });
    }
    const found = styleOfRole(theme, 'match');
    const current = styleOfRole(theme, 'chipWarn');
    this.#matches.forEach(({ row, from, cols }, index) => {
      const y = row - this.#top;
      if (y >= 0 && y < pen.rows)
        pen.restyle(1 + from - this.#left, y, cols, () => (index === this.#match ? current : found));
    });
  }

  #widest(): number {
    return Math.max(0, ...this.#lines.map((spans) => spans.reduce((sum, { text }) => sum + textWidth(text), 0)));
  }

  #find(): void {
    if (this.#query === '') {
      this.#matches = [];
      this.#match = -1;
      return;
    }
    const matches: Match[] = [];
    this.#lines.forEach((spans, row) => {
      const text = spans.map((part) => part.text).join('');
      const lower = text.toLowerCase();
      for (
        let at = lower.indexOf(this.#query);
        at >= 0 && matches.length < MOST_MATCHES;
        at = lower.indexOf(this.#query, at + 1)
      ) {
        matches.push({
          row,
          from: textWidth(text.slice(0, at)),
          cols: textWidth(text.slice(at, at + this.#query.length)),
        });
      }
    });
    this.#matches = matches;
    this.#match = Math.min(this.#match, matches.length - 1);
  }

  #reveal(): void {
    const match = this.#matches[this.#match];
    if (match === undefined) return;
    if (match.row < this.#top || match.row >= this.#top + this.#rows) {
      this.#top = Math.max(0, Math.min(this.#lines.length - this.#rows, match.row - (this.#rows >> 1)));
    }
    if (match.from + match.cols > this.#left + this.#cols - 2 || match.from < this.#left) {
      this.#left = Math.max(0, match.from - (this.#cols >> 1));
    }
  }
}

/** The line without its first `cols` columns. */
function shifted(spans: Line, cols: number): Line {
  let skip = cols;
  return spans.map(({ text, role }) => {
    let at = 0;
    while (skip > 0 && at < text.length) {
      const code = text.codePointAt(at) as number;
      const letter = String.fromCodePoint(code);
      skip -= textWidth(letter);
      at += letter.length;
    }
    return { text: text.slice(at), role };
  });
}
