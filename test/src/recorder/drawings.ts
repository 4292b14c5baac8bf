/** One thing that happens to a terminal while a line is put on its screen. */
export type Stroke = string | { readonly resize: readonly [cols: number, rows: number] };

const ESC = '\u001b';
const CSI = `${ESC}[`;
const COLS = 40;
const ROWS = 10;
export const DRAWN_SIZE = { cols: COLS, rows: ROWS };

const at = (x: number, y: number): string => `${CSI}${y + 1};${x + 1}H`;
/** Where the character `index` of a line stands that was wrapped from the beginning of row 2 on. */
const place = (index: number): string => at(index % COLS, 2 + Math.floor(index / COLS));
const cell = (line: string, index: number): string => `${place(index)}${CSI}3${index % 8}m${line[index]}`;
const eachCell = (line: string): string[] => [...line].map((_, index) => cell(line, index));
const half = (line: string): readonly [string, string] => {
  const middle = Math.floor(line.length * 0.6);
  return [line.slice(0, middle), line.slice(middle)];
};
const rest = (count: number): string => 'more\r\n'.repeat(count);
/** Draws from any place on: rows are addressed, not wrapped. */
const addressed = (line: string, from = 0): string => {
  let out = '';
  for (let index = from; index < line.length; ) {
    const end = Math.min(line.length, index + COLS - (index % COLS));
    out += place(index) + line.slice(index, end);
    index = end;
  }
  return out;
};

/** The ways in which programs put a line of text on a screen of 40 columns and 10 rows. `seed` chooses among orders. */
export const DRAWINGS: Readonly<Record<string, (line: string, seed: number) => Stroke[]>> = {
  'printed whole': (line) => [`$ ${line}\r\n`],
  'printed by single characters': (line) => [...line, '\r\n'],
  'wrapped at the margin': (line, seed) => ['x'.repeat(seed % COLS), ' ', line, '\r\n'],
  'with styles in the middle': (line) =>
    [...line].map((char, index) => `${CSI}${1 + (index % 7)};38;5;${index}m${char}`),
  'in colours that end at once': (line) => [[...line].map((char) => `${CSI}32m${char}${CSI}0m`).join('')],
  'with modes switched in the middle': (line) => [...line].map((char) => `${CSI}?25l${char}${CSI}?25h`),
  'in the alternate screen': (line) => [`${CSI}?1049h`, addressed(line), `${CSI}?1049l`],
  'cell by cell': (line) => eachCell(line).map((drawn, index) => `${drawn}${at(0, 9)}status ${index % 10}`),
  'cells in any order': (line, seed) =>
    eachCell(line)
      .map((drawn, index) => ({ drawn, key: (index * 7919 + seed * 31) % 101 }))
      .sort((a, b) => a.key - b.key)
      .map(({ drawn }) => drawn),
  'from its end': (line) => eachCell(line).reverse(),
  'the second half first': (line) => [addressed(line, half(line)[0].length), at(0, 2), addressed(half(line)[0])],
  'by moving the cursor': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    return [`${at(0, 2)}${CSI}${head.length}C${tail}\r${head}`, line.length > COLS ? addressed(line, COLS) : ''];
  },
  'within a scroll region': (line) => [`${CSI}3;9r`, at(0, 8), ...half(line), '\r\n', rest(3), `${CSI}r`],
  'scrolled between its halves': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    const next = line.slice(COLS);
    return [
      `${at(0, 8)}${head}`,
      `${CSI}2S`,
      `${at(head.length, 6)}${tail}`,
      next === '' ? '' : `${at(0, 7)}${next.slice(0, COLS)}${at(0, 8)}${next.slice(COLS)}`,
    ];
  },
  'scrolled back between its halves': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    const next = line.slice(COLS);
    return [
      `${at(0, 2)}${head}`,
      `${at(0, 0)}${ESC}M`,
      `${at(head.length, 3)}${tail}`,
      next === '' ? '' : `${at(0, 4)}${next.slice(0, COLS)}${at(0, 5)}${next.slice(COLS)}`,
    ];
  },
  'moved by inserted lines': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    const next = line.slice(COLS);
    return [
      `${at(0, 2)}${head}`,
      `${at(0, 1)}${CSI}2L`,
      `${at(head.length, 4)}${tail}`,
      next === '' ? '' : `${at(0, 5)}${next.slice(0, COLS)}${at(0, 6)}${next.slice(COLS)}`,
    ];
  },
  'with its head inserted': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    return [
      `${at(0, 2)}${tail}`,
      `${at(0, 2)}${CSI}${head.length}@${head}`,
      line.length > COLS ? addressed(line, COLS) : '',
    ];
  },
  'typed in insert mode': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    return [
      `${at(0, 2)}${tail}`,
      `${at(0, 2)}${CSI}4h`,
      ...head,
      `${CSI}4l`,
      line.length > COLS ? addressed(line, COLS) : '',
    ];
  },
  'with characters deleted': (line) => {
    const [head, tail] = half(line.slice(0, COLS - 5));
    return [
      `${at(0, 2)}${head} jun ${tail}`,
      `${at(head.length, 2)}${CSI}5P`,
      `${at(COLS - 5, 2)}${line.slice(COLS - 5, COLS)}`,
      line.length > COLS ? addressed(line, COLS) : '',
    ];
  },
  'with backspaces': (line) => [...line.slice(0, COLS - 2)].map((char) => `#\b${char}`).concat(line.slice(COLS - 2)),
  'mistyped and corrected': (line) =>
    [...line.slice(0, COLS - 2)].map((char) => `#\b \b${char}`).concat(line.slice(COLS - 2)),
  'over what a carriage return left': (line) => {
    const [head, tail] = half(line.slice(0, COLS - 1));
    return [`${'.'.repeat(head.length)}${tail}\r${head}`, `${CSI}${tail.length}C${line.slice(COLS - 1)}`];
  },
  'with a saved cursor': (line) =>
    [...line].map(
      (char, index) => `${index % COLS === 0 ? place(index) : ''}${char}${ESC}7${at(0, 9)}${index % 10}${ESC}8`,
    ),
  'between wide characters': (line) => [`好世界 ${line} 好世界\r\n`],
  'after tabs': (line) => [`\t\t${line}\r\n`],
  'as a title': (line) => [`${ESC}]0;${line}\u0007`, 'done'],
  'as an icon name that ends with ST': (line) => [`${ESC}]1;`, ...line, `${ESC}\\`, 'done'],
  'as a link': (line) => [`${ESC}]8;;https://example.org/?${line}${ESC}\\here${ESC}]8;;${ESC}\\`],
  'handed through tmux': (line) => [`${ESC}Ptmux;${ESC}${ESC}]2;${line}\u0007${ESC}\\`],
  'with C1 controls': (line) => [[...line].map((char, index) => `\u009b3${index % 8}m${char}`).join('')],
  'while the screen is resized': (line) => {
    const [head, tail] = half(line);
    return [head, { resize: [COLS + 10, ROWS] }, tail, '\r\n'];
  },
  'in one half of a divided terminal': (line) => {
    const parts = line.match(/.{1,24}/gs) ?? [];
    return parts.map((part, y) => `${at(24, y)}│ other ${y}${at(0, y)}${part}`);
  },
  'within a frame': (line) => {
    const rows = (line.match(/.{1,22}/gs) ?? []).map((part) => `│${part.padEnd(22)}│`);
    return ['┌──────────────────────┐', ...rows].map((row, y) => `${at(7, y)}${row}`);
  },
  'scrolled away at once': (line) => [`${at(0, 9)}${line}`, '\r\n', rest(20)],
  'put together and erased': (line) => [
    addressed(line, half(line)[0].length),
    addressed(half(line)[0]),
    `${at(0, 2)}${CSI}J`,
  ],
  'put together and its line erased': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    return [
      `${at(head.length, 2)}${tail}${at(0, 2)}${head}${line.length > COLS ? addressed(line, COLS) : ''}`,
      `${at(0, 2)}${CSI}2K${at(0, 3)}${CSI}2K`,
    ];
  },
  'put together and overwritten': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    return [
      `${at(head.length, 2)}${tail}${at(0, 2)}${head}${line.length > COLS ? addressed(line, COLS) : ''}`,
      `${at(0, 2)}${'.'.repeat(line.length)}`,
    ];
  },
  'put together and deleted': (line) => {
    const [head, tail] = half(line.slice(0, COLS));
    return [
      `${at(head.length, 2)}${tail}${at(0, 2)}${head}${line.length > COLS ? addressed(line, COLS) : ''}`,
      `${at(0, 2)}${CSI}30P${at(0, 3)}${CSI}30X`,
    ];
  },
};
