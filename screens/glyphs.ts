/** The glyphs of the chrome: what JetBrains Mono and WGL4 share. Each has an ASCII twin of the same width. */
export interface Glyphs {
  readonly selected: string;
  readonly tabOpen: string;
  readonly tabClose: string;
  readonly ok: string;
  readonly busy: string;
  readonly warn: string;
  readonly danger: string;
  readonly idle: string;
  readonly record: string;
  readonly paused: string;
  readonly stopped: string;
  /** Ends of a player's track, a marker on it, and the marker before its name. */
  readonly trackEnds: readonly [string, string];
  readonly trackMark: string;
  readonly marker: string;
  /** A gauge: done and not yet done. */
  readonly gauge: readonly [string, string];
  /** Around a value that the arrow keys change. */
  readonly choice: readonly [string, string];
  readonly line: string;
  readonly dot: string;
  readonly marked: string;
  readonly ascending: string;
  readonly descending: string;
  readonly ellipsis: string;
  readonly arrow: string;
  readonly vertical: string;
  readonly corners: readonly [string, string, string, string];
  readonly bars: readonly string[];
  /** How a key is called: arrows have names in ASCII. */
  readonly key: (shown: string) => string;
}

const UNICODE: Glyphs = {
  selected: '▌',
  tabOpen: '▐',
  tabClose: '▌',
  ok: '●',
  busy: '►',
  warn: '▲',
  danger: '×',
  idle: '◦',
  record: '●',
  paused: '‖',
  stopped: '■',
  trackEnds: ['├', '┤'],
  trackMark: '┼',
  marker: '■',
  gauge: ['█', '·'],
  choice: ['←', '→'],
  line: '─',
  dot: '·',
  marked: '+',
  ascending: '↑',
  descending: '↓',
  ellipsis: '…',
  arrow: '→',
  vertical: '│',
  corners: ['┌', '┐', '└', '┘'],
  bars: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  key: (shown) => shown,
};

const ARROWS: Readonly<Record<string, string>> = { '↑': 'Up', '↓': 'Down', '←': 'Left', '→': 'Right' };

const ASCII: Glyphs = {
  selected: '>',
  tabOpen: '[',
  tabClose: ']',
  ok: '*',
  busy: '~',
  warn: '!',
  danger: 'x',
  idle: 'o',
  record: '*',
  paused: '=',
  stopped: '#',
  trackEnds: ['[', ']'],
  trackMark: '+',
  marker: '#',
  gauge: ['#', '.'],
  choice: ['<', '>'],
  line: '-',
  dot: '-',
  marked: '+',
  ascending: '^',
  descending: 'v',
  ellipsis: '~',
  arrow: '>',
  vertical: '|',
  corners: ['+', '+', '+', '+'],
  bars: ['_', '.', ':', '-', '=', '+', '*', '#'],
  key: (shown) => shown.replace(/[↑↓←→]+/g, (arrows) => [...arrows].map((arrow) => ARROWS[arrow]).join('/')),
};

export const glyphsOf = (ascii: boolean): Glyphs => (ascii ? ASCII : UNICODE);
