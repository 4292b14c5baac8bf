import type { Terminal } from '@xterm/headless';
import { coreOf, type EmulatorLine, lineAt } from './emulator.ts';

/** Told what happens to the cells of an emulator while it parses, before something is lost for good. */
export interface LossWatcher {
  /** The line in row `y` is about to be printed over or erased, from column `from` to before `to`. */
  covering(y: number, from: number, to: number): void;
  /** Text was printed; the line keeps its identity when it scrolls, `code` is the first code point. */
  printed(line: EmulatorLine, code: number): void;
  /** Rows are about to be erased, moved or scrolled away; both included. */
  losing(fromRow: number, toRow: number): void;
}

/** Columns, from the cursor's, that a sequence takes away from its row; `to` is exclusive. */
type Lost = (parameter: number, at: { x: number; cols: number }) => readonly [from: number, to: number];

const erasedInLine: Lost = (which, { x, cols }) => (which === 0 ? [x, cols] : which === 1 ? [0, x + 1] : [0, cols]);
/** EL, ECH, DCH, ICH. */
const ROW_CHANGES: readonly (readonly [id: { prefix?: string; final: string }, lost: Lost])[] = [
  [{ final: 'K' }, erasedInLine],
  [{ prefix: '?', final: 'K' }, erasedInLine],
  [{ final: 'X' }, (count, { x }) => [x, x + Math.max(1, count)]],
  [{ final: 'P' }, (count, { x }) => [x, x + Math.max(1, count)]],
  [{ final: '@' }, (count, { cols }) => [cols - Math.max(1, count), cols]],
];
/** ED, IL, DL, SU, SD, and the changes of columns in all rows. */
const SCREEN_CHANGES = [
  { final: 'J' },
  { prefix: '?', final: 'J' },
  { final: 'L' },
  { final: 'M' },
  { final: 'S' },
  { final: 'T' },
  { intermediates: ' ', final: '@' },
  { intermediates: ' ', final: 'A' },
  { intermediates: "'", final: '}' },
  { intermediates: "'", final: '~' },
] as const;
/** RI, RIS, DECALN. */
const SCREEN_ESCAPES = [{ final: 'M' }, { final: 'c' }, { intermediates: '#', final: '8' }] as const;

export function watchLosses(terminal: Terminal, watcher: LossWatcher): void {
  const all = (): false => {
    watcher.losing(0, terminal.rows - 1);
    return false;
  };
  for (const [id, lost] of ROW_CHANGES) {
    terminal.parser.registerCsiHandler(id, ([parameter]) => {
      const { x, y } = coreOf(terminal)._bufferService.buffer;
      const { cols } = terminal;
      const [from, to] = lost(Number(parameter ?? 0), { x: Math.min(x, cols - 1), cols });
      watcher.covering(y, Math.max(0, from), Math.min(to, cols));
      return false;
    });
  }
  for (const id of SCREEN_CHANGES) terminal.parser.registerCsiHandler(id, all);
  for (const id of SCREEN_ESCAPES) terminal.parser.registerEscHandler(id, all);
  // Another screen is shown, or the columns are changed.
  for (const final of ['h', 'l']) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (params) =>
      params.some((mode) => mode === 3 || mode === 47 || mode === 1047 || mode === 1049) ? all() : false,
    );
  }
  watchScrolling(terminal, watcher);
  watchPrinting(terminal, watcher);
}

/** A line feed, or text that wraps, on the last row takes the first one away. */
function watchScrolling(terminal: Terminal, watcher: LossWatcher): void {
  const service = coreOf(terminal)._bufferService;
  const scroll = service.scroll.bind(service);
  service.scroll = (...args) => {
    watcher.losing(service.buffer.scrollTop, service.buffer.scrollTop);
    scroll(...args);
  };
}

/** Text is handed on in pieces that fit on a row, so that each row is known. */
function watchPrinting(terminal: Terminal, watcher: LossWatcher): void {
  const { _bufferService: service, _inputHandler: handler, coreService, unicodeService } = coreOf(terminal);
  const widthOf = (code: number): number => unicodeService.wcwidth(code);
  const print = handler.print.bind(handler);
  handler.print = (codes, start, end) => {
    for (let from = start; from < end; ) {
      const { x, y, scrollBottom } = service.buffer;
      const wraps = x >= terminal.cols;
      const first = wraps ? 0 : x;
      const { to, columns } = fitting(codes, { from, end, room: terminal.cols - first, widthOf });
      // The last row scrolls when it wraps, and what it wraps into is blank.
      const last = coreService.modes.insertMode ? terminal.cols : first + columns;
      if (!wraps || y !== scrollBottom) watcher.covering(wraps ? y + 1 : y, first, last);
      print(codes, from, to);
      const printed = lineAt(terminal, service.buffer.y);
      if (printed !== undefined) watcher.printed(printed, codes[from] as number);
      from = to;
    }
  };
}

/** How many code points fit into `room` columns, at least one. */
function fitting(
  codes: Uint32Array,
  { from, end, room, widthOf }: { from: number; end: number; room: number; widthOf: (code: number) => number },
): { to: number; columns: number } {
  let columns = 0;
  let to = from;
  while (to < end) {
    const width = widthOf(codes[to] as number);
    if (columns + width > room && to > from) break;
    columns += width;
    to++;
  }
  return { to, columns };
}
