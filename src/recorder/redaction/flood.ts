/** Anything but text, colours and whole line ends. */
const NOT_LINEAR =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]|\r(?!\n)|(?<!\r)\n|\u001b(?!\[[\d;:]*m)/;
/** What is not printed in a text that only prints lines. */
const UNPRINTED = /\u001b\[[\d;:]*m|\r/g;
const STYLE_AT = /\u001b\[[\d;:]*m/y;
/** Below this nothing is gained. */
const SHORTEST = 4096;

/**
 * How much of a text scrolls off a screen of `rows` without being seen at its end: all but the last `rows` lines, when as
 * many line ends before them have brought the cursor to the last row, wherever it was. 0 when the text does more than print
 * lines. The screen must scroll as a whole.
 */
export function floodLength(text: string, rows: number): number {
  if (text.length < SHORTEST || NOT_LINEAR.test(text)) return 0;
  const flood = beforeLines(text, text.length, rows + 1);
  return beforeLines(text, flood, rows) > 0 ? flood : 0;
}

/** Behind the line end that is number `count` from `end` on backwards; 0: there are not so many. */
function beforeLines(text: string, end: number, count: number): number {
  let at = end;
  for (let line = 0; line < count; line++) {
    if (at <= 0) return 0;
    at = text.lastIndexOf('\n', at - 1);
  }
  return at + 1;
}

/**
 * The text that lines print, colours and returns left out and tabs as blanks; undefined when a line of it is empty, as those
 * are left out too where text is looked at. For a text of which `floodLength` is all.
 */
export function printedLines(text: string): string | undefined {
  const plain = text.replace(UNPRINTED, '').replaceAll('\t', ' ');
  return plain.startsWith('\n') || plain.includes('\n\n') ? undefined : plain;
}

/** Visits where in `text` the characters from `from` to `to` of its `printedLines` stand; a tab has drawn nothing. */
export function forEachPrinted(text: string, from: number, to: number, visit: (at: number) => void): void {
  let printed = 0;
  for (let at = 0; at < text.length && printed < to; ) {
    STYLE_AT.lastIndex = at;
    if (STYLE_AT.test(text)) {
      at = STYLE_AT.lastIndex;
      continue;
    }
    const letter = text[at];
    if (letter !== '\r') {
      if (printed >= from && letter !== '\t' && letter !== '\n') visit(at);
      printed++;
    }
    at++;
  }
}
