/** Anything but text, colours and whole line ends. */
const NOT_LINEAR =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]|\r(?!\n)|(?<!\r)\n|\u001b(?!\[[\d;:]*m)/;
/** Below this nothing is gained. */
const SHORTEST = 4096;

/**
 * How much of a text scrolls off a screen of `rows` without being seen at its end. After twice as many line ends as there
 * are rows nothing else is on the screen, wherever the cursor was: so what was printed before does not have to be drawn.
 * 0 when the text does more than print lines. The screen must scroll as a whole.
 */
export function floodLength(text: string, rows: number): number {
  if (text.length < SHORTEST || NOT_LINEAR.test(text)) return 0;
  let at = text.length;
  for (let line = 0; line <= 2 * rows; line++) {
    at = text.lastIndexOf('\n', at - 1);
    if (at <= 0) return 0;
  }
  return at + 1;
}
