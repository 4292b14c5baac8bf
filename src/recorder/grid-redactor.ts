import { type CellGrid, SECRET, styleParts } from '../terminal/index.ts';
import { type Detector, findSecrets, type Secret } from './detectors.ts';
import { goesOn } from './line-joining.ts';
import { PrivateKeyLines } from './private-key.ts';

/** Rows that a pane wrapped, as one text; `cells[i]` is the cell of the UTF-16 unit `i`. */
interface LogicalLine {
  readonly text: string;
  readonly cells: readonly number[];
}

/** Lines whose secrets are kept until they change: a few screens. */
const CACHED_LINES = 512;

/** Finds the secret cells of the workstation's screen: those that a pane marked, and what the detectors see in the text. */
export class GridRedactor {
  readonly #detectors: readonly Detector[];
  readonly #keys = new PrivateKeyLines();
  readonly #cache = new Map<string, readonly Secret[]>();
  readonly #isSecretStyle = new Map<number, boolean>();

  constructor(detectors: readonly Detector[]) {
    this.#detectors = detectors;
  }

  /** 1 for each cell of a secret. In the cursor's line a secret may be half written. */
  maskOf(grid: CellGrid, cursor?: { readonly x: number; readonly y: number }): Uint8Array {
    const mask = new Uint8Array(grid.cols * grid.rows);
    for (let index = 0; index < mask.length; index++) {
      if (this.#isSecret(grid.style[index] as number)) mask[index] = 1;
    }
    const lines = logicalLines(grid);
    const cursorCell = cursor === undefined ? -1 : cursor.y * grid.cols + cursor.x;
    for (const line of lines) {
      const isOpen = (line.cells[0] ?? 0) <= cursorCell && cursorCell <= (line.cells.at(-1) ?? -1);
      for (const { from, to } of this.#secretsOf(line.text.trimEnd(), isOpen)) markCells(mask, line, from, to);
    }
    for (const [index, span] of this.#keys.onScreen(lines.map(({ text }) => text)).entries()) {
      if (span !== undefined) markCells(mask, lines[index] as LogicalLine, span.from, span.to);
    }
    return mask;
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

function markCells(mask: Uint8Array, line: LogicalLine, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    const cell = line.cells[at];
    if (cell !== undefined) mask[cell] = 1;
  }
}

/** The compositor does not say where a pane wrapped. */
function logicalLines(grid: CellGrid): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let text = '';
  let cells: number[] = [];
  for (let y = 0; y < grid.rows; y++) {
    const start = y * grid.cols;
    const end = start + grid.cols;
    for (let index = start; index < end; index++) {
      const cell = grid.text[index] as string;
      for (let unit = 0; unit < cell.length; unit++) cells.push(index);
      text += cell;
    }
    const [beforeLast = ' ', last = ' ', nextFirst = ' '] = grid.text.slice(end - 2, end + 1);
    if (y + 1 < grid.rows && goesOn(last, beforeLast, nextFirst)) continue;
    lines.push({ text, cells });
    text = '';
    cells = [];
  }
  return lines;
}
