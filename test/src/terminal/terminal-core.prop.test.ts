import { expect, test } from 'vitest';
import { type CellGrid, DEFAULT_COLOR, Grid, regionStyle, styleOf, styleParts } from '../../../src/terminal/index.ts';
import { sgrBetween } from '../../../src/terminal/sgr-codes.ts';
import { TerminalCore } from '../../../src/terminal/terminal-core.ts';
import { EmulatedScreen } from '../../support/emulated-screen.ts';
import { cellText, differencesOf, style } from '../../support/grid-arbitraries.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { fc } from '../../support/property.ts';

/** Frames of each run; together with the runs at least 1,000. */
const RUNS = Math.max(60, Math.ceil(Number(process.env.FC_RUNS ?? 0) / 20));
const SIZES = [
  [40, 10],
  [80, 24],
  [21, 7],
  [12, 3],
  [120, 40],
] as const;
const OVERLAY = styleOf(DEFAULT_COLOR, 0x01fd00);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('paint' as const),
      region: fc.nat(1),
      y: fc.nat(30),
      x: fc.nat(90),
      text: cellText,
      style,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('log' as const),
      lines: fc.array(fc.tuple(cellText, style), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('chrome' as const), split: fc.nat(30), text: cellText, style }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('dialog' as const),
      x: fc.nat(80),
      y: fc.nat(20),
      cols: fc.nat(40),
      rows: fc.nat(8),
      text: cellText,
      isOpen: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resize' as const), size: fc.nat(SIZES.length - 1) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A screen of head, two regions and a foot, as Ink would commit it: rows of text and SGR. */
class Chrome {
  cols = 80;
  rows = 24;
  split = 8;
  head: [string, number] = ['head', 0];
  dialog: (Step & { kind: 'dialog' }) | undefined;

  frame(): string {
    const grid = new Grid(this.cols, this.rows);
    const pen = grid.pen();
    pen.text(0, 0, ...this.head);
    const split = 1 + (this.split % Math.max(1, this.rows - 2));
    pen.fill(0, 1, this.cols - 1, split - 1, regionStyle(0));
    pen.fill(0, split, this.cols, this.rows - split - 1, regionStyle(1));
    pen.text(0, this.rows - 1, ' q quit', 0);
    if (this.dialog !== undefined) {
      const { x, y, cols, rows, text } = this.dialog;
      pen.fill(x % this.cols, y % this.rows, cols, rows, OVERLAY);
      pen.text(x % this.cols, y % this.rows, text, OVERLAY, cols);
    }
    return rowsOf(grid);
  }
}

function rowsOf(grid: CellGrid): string {
  const rows: string[] = [];
  for (let y = 0; y < grid.rows; y++) {
    let row = '';
    for (let x = 0; x < grid.cols; x++)
      row += `${sgrBetween(undefined, grid.style[y * grid.cols + x] as number)}${grid.text[y * grid.cols + x]}`;
    rows.push(`${row}\x1b[m`);
  }
  return rows.join('\n');
}

/** A region with cells of its own, and one that is a log: new lines come in at the bottom. */
class Board {
  scrolledRows = 0;
  cursor = { x: 2, y: 1, shape: 'block' as const };
  cells = new Grid(120, 40);
  lines: [string, number][] = [];
  #added = 0;

  add(lines: [string, number][]): void {
    this.lines.push(...lines);
    this.#added += lines.length;
  }

  placed(): void {}

  paint(pen: ReturnType<Grid['pen']>): void {
    this.scrolledRows = this.#added;
    this.#added = 0;
    for (let y = 0; y < pen.rows; y++) {
      for (let x = 0; x < pen.cols; x++) {
        const text = this.cells.text[y * 120 + x] as string;
        if (text !== '')
          pen.cell(
            x,
            y,
            text,
            this.cells.text[y * 120 + x + 1] === '' ? 2 : 1,
            this.cells.style[y * 120 + x] as number,
          );
      }
    }
    for (const [y, [text, look]] of this.lines.slice(-pen.rows).entries()) pen.text(0, y, text, look);
  }
}

test('whatever happens, the terminal shows cell for cell what the compositor wants', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
      const clock = new ManualClock();
      const screen = new EmulatedScreen(80, 24);
      let written = '';
      const sink = {
        isBusy: false,
        write(bytes: Uint8Array) {
          written += new TextDecoder().decode(bytes);
        },
      };
      const core = new TerminalCore({
        clock,
        sink,
        env: {},
        cols: 80,
        rows: 24,
        depth: 'truecolor',
        isRemote: false,
        synchronized: true,
        fences: false,
      });
      const chrome = new Chrome();
      const boards = [new Board(), new Board()] as const;
      for (const [id, board] of boards.entries()) core.addRegion(id, board);
      core.chrome.on('resize', () => {
        chrome.cols = core.chrome.columns;
        chrome.rows = core.chrome.rows;
        core.chrome.write(chrome.frame());
      });
      core.chrome.write(chrome.frame());
      await screen.write('\x1b[?7l');
      for (const next of steps) {
        apply(next, core, chrome, boards, screen);
        clock.advance(20);
        core.flush();
        await screen.write(written);
        written = '';
        expect(differencesOf(screen.grid(), core.snapshot())).toEqual([]);
      }
      for (const look of core.snapshot().style) expect(styleParts(look).bg >> 8).not.toBe(0x01fe);
      screen.terminal.dispose();
    }),
    { numRuns: RUNS },
  );
}, 900_000);

function apply(
  next: Step,
  core: TerminalCore,
  chrome: Chrome,
  boards: readonly [Board, Board],
  screen: EmulatedScreen,
): void {
  if (next.kind === 'paint') {
    boards[next.region as 0 | 1].cells.pen().text(next.x, next.y, next.text, next.style);
    core.invalidate(next.region);
  } else if (next.kind === 'log') {
    boards[1].add(next.lines);
    core.invalidate(1);
  } else if (next.kind === 'resize') {
    const [cols, rows] = SIZES[next.size] as readonly [number, number];
    screen.resize(cols, rows);
    core.resize(cols, rows);
  } else {
    if (next.kind === 'chrome') {
      chrome.split = next.split;
      chrome.head = [next.text, next.style];
    } else chrome.dialog = next.isOpen ? next : undefined;
    core.chrome.write(chrome.frame());
  }
}
