import { codePointWidth, textWidth } from './width.ts';

const ELLIPSIS = '…';

/** The longest prefix that fits in `cols` columns, without an ellipsis. */
export function sliceCols(text: string, cols: number): string {
  let width = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) as number;
    const next = width + codePointWidth(code);
    if (next > cols) return text.slice(0, at);
    width = next;
    at += code > 0xffff ? 2 : 1;
  }
  return text;
}

/** The longest suffix that fits in `cols` columns. A mark at its start goes with the base it lost. */
function sliceColsFromEnd(text: string, cols: number): string {
  const points = [...text];
  let width = 0;
  let start = points.length;
  while (start > 0) {
    const next = width + codePointWidth(points[start - 1]?.codePointAt(0) as number);
    if (next > cols) break;
    width = next;
    start--;
  }
  while (start < points.length && codePointWidth(points[start]?.codePointAt(0) as number) === 0) start++;
  return points.slice(start).join('');
}

/** Cut at the end with `…`, to at most `cols` columns. */
export function truncateEnd(text: string, cols: number, ellipsis = ELLIPSIS): string {
  if (textWidth(text) <= cols) return text;
  const room = cols - textWidth(ellipsis);
  return room < 0 ? sliceCols(text, cols) : sliceCols(text, room) + ellipsis;
}

/** Cut in the middle with `…`: names are told apart by their ends. */
export function truncateMiddle(text: string, cols: number, ellipsis = ELLIPSIS): string {
  if (textWidth(text) <= cols) return text;
  const room = cols - textWidth(ellipsis);
  if (room <= 1) return truncateEnd(text, cols, ellipsis);
  const tail = Math.max(1, Math.floor(room / 2));
  return sliceCols(text, room - tail) + ellipsis + sliceColsFromEnd(text, tail);
}

/** Left aligned in exactly `cols` columns when the text fits; longer text stays as it is. */
export function padEnd(text: string, cols: number): string {
  return text + ' '.repeat(Math.max(0, cols - textWidth(text)));
}

/** Right aligned in exactly `cols` columns when the text fits. */
export function padStart(text: string, cols: number): string {
  return ' '.repeat(Math.max(0, cols - textWidth(text))) + text;
}

/** Lines of at most `cols` columns, broken at blanks where there are some. */
export function wrapWords(text: string, cols: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (textWidth(joined) <= cols) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (textWidth(line) > cols && cols > 0) {
      const head = sliceCols(line, cols) || line.slice(0, 1);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  lines.push(line);
  return lines;
}
