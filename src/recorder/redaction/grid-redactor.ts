import { type CellGrid, SECRET, styleParts } from '../../terminal/index.ts';
import { type Detector, findSecrets, type Secret, type Span } from './detectors.ts';
import { apartLines, framedLines, isDivider, type LogicalLine, logicalLines, type ScreenRow } from './logical-lines.ts';
import { PrivateKeyLines } from './private-key.ts';

/** A secret as it stands on the screen. */
export interface ShownSecret {
  readonly by: string;
  readonly text: string;
  /** What stands before it in its line. */
  readonly before: string;
  readonly cells: readonly number[];
}

export interface GridLook {
  /** 1 for each cell of a secret. */
  readonly mask: Uint8Array;
  /** Those that were found by their text. */
  readonly secrets: readonly ShownSecret[];
}

/** Lines whose secrets are kept until they change: a few screens. */
const CACHED_LINES = 512;
/** By so much of what stands before a secret its line is known again. */
const LONGEST_BEFORE = 8;

/** Finds the secret cells of the workstation's screen: those that a pane marked, and what the detectors see in the text. */
export class GridRedactor {
  readonly #detectors: readonly Detector[];
  readonly #keys = new PrivateKeyLines();
  readonly #cache = new Map<string, readonly Secret[]>();
  readonly #isSecretStyle = new Map<number, boolean>();

  constructor(detectors: readonly Detector[]) {
    this.#detectors = detectors;
  }

  /** In the cursor's line a secret may be half written. */
  look(grid: CellGrid, cursor?: { readonly x: number; readonly y: number }): GridLook {
    const mask = new Uint8Array(grid.cols * grid.rows);
    for (let index = 0; index < mask.length; index++) {
      if (this.#isSecret(grid.style[index] as number)) mask[index] = 1;
    }
    const rows = rowsOf(grid);
    const lines = linesOf(rows);
    const secrets: ShownSecret[] = [];
    const others = [...apartLines(rows, neverWrapped, lines), ...framedLines(rows)];
    for (const line of [...lines, ...others]) {
      const isOpen = cursor !== undefined && line.isWithin(cursor.y, cursor.y);
      for (const { from, to, by } of this.#secretsOf(line.text.trimEnd(), isOpen)) {
        secrets.push(secretIn(grid, line, { from, to, by }));
      }
    }
    for (const [index, span] of this.#keys.onScreen(lines.map(({ text }) => text)).entries()) {
      if (span !== undefined) secrets.push(secretIn(grid, lines[index] as LogicalLine, { ...span, by: 'private-key' }));
    }
    for (const { cells } of secrets) for (const cell of cells) mask[cell] = 1;
    return { mask, secrets };
  }

  /** Visits the cells of a screen that show how such secrets begin, at the end of a line that is still written. */
  forEachBeginning(grid: CellGrid, secrets: readonly ShownSecret[], visit: (cell: number) => void): void {
    const rows = rowsOf(grid);
    for (const line of [...linesOf(rows), ...framedLines(rows)]) {
      const text = line.text.trimEnd();
      for (const { before, text: secret } of secrets) {
        const at = text.lastIndexOf(before);
        if (at < 0 || (before === '' && text.length > secret.length)) continue;
        const from = before === '' ? 0 : at + before.length;
        if (from === text.length || !isBeginning(text.slice(from), secret)) continue;
        for (const cell of cellsOf(grid, line, { from, to: text.length })) visit(cell);
      }
    }
  }

  /** Styles are interned, so their parts are looked up once each. */
  #isSecret(style: number): boolean {
    let known = this.#isSecretStyle.get(style);
    if (known === undefined) {
      known = (styleParts(style).flags & SECRET) !== 0;
      this.#isSecretStyle.set(style, known);
    }
    return known;
  }

  #secretsOf(text: string, isOpen: boolean): readonly Secret[] {
    if (isOpen) return findSecrets(text, this.#detectors, true);
    const known = this.#cache.get(text);
    if (known !== undefined) return known;
    if (this.#cache.size >= CACHED_LINES) this.#cache.clear();
    const secrets = findSecrets(text, this.#detectors);
    this.#cache.set(text, secrets);
    return secrets;
  }
}

/** The compositor does not say where a pane wrapped. */
const neverWrapped = (): boolean => false;
const linesOf = (rows: readonly ScreenRow[]): LogicalLine[] => logicalLines(rows, neverWrapped);

/** A part of it may be masked already. */
const isBeginning = (shown: string, secret: string): boolean =>
  shown.length <= secret.length && shown.split('').every((unit, at) => unit === '*' || unit === secret[at]);

function secretIn(grid: CellGrid, line: LogicalLine, { from, to, by }: Secret): ShownSecret {
  const before = line.text.slice(Math.max(0, from - LONGEST_BEFORE), from);
  return { by, before, text: line.text.slice(from, to), cells: cellsOf(grid, line, { from, to }) };
}

function cellsOf({ cols }: CellGrid, line: LogicalLine, { from, to }: Span): number[] {
  return Array.from({ length: to - from }, (_, index) => {
    const { x, y } = line.cellAt(from + index);
    return y * cols + x;
  });
}

function rowsOf({ cols, rows, text: cells }: CellGrid): ScreenRow[] {
  return Array.from({ length: rows }, (_, y) => {
    const row = cells.slice(y * cols, (y + 1) * cols);
    const text = row.join('');
    const isDivided = row.some((cell) => isDivider(cell.charCodeAt(0)));
    if (row.every((cell) => cell.length === 1)) return { y, text, columns: undefined, isDivided };
    return { y, text, columns: row.flatMap((cell, x) => Array.from({ length: cell.length }, () => x)), isDivided };
  });
}
