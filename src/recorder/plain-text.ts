import type { CastItem } from '../asciicast/index.ts';
import type { Clock } from '../flow/index.ts';
import { loadPtyScreen, type PtyScreen } from '../pty/index.ts';

/** Output is parsed in pieces of this size, so that no line scrolls out of the rows kept before it is taken. */
const PIECE = 8 * 1024;
/** A piece has at most that many line ends. */
const KEPT_ROWS = PIECE + 1000;

/**
 * A recording as plain text: lines as they left the screen, then the last screen, trailing blanks cut. Lines that the
 * terminal wrapped are whole again. `items` may be cut anywhere.
 */
export async function* plainText(items: AsyncIterable<readonly CastItem[]>, clock: Clock): AsyncGenerator<string> {
  const { PtyScreen } = await loadPtyScreen();
  let screen: PtyScreen | undefined;
  const lines = new LineJoiner();
  let out = '';
  const take = (of: PtyScreen): void => {
    out += lines.join(of.takeScrolledOff());
  };
  for await (const batch of items) {
    for (const item of batch) {
      if (item.kind === 'header') screen = new PtyScreen({ ...item.header, scrollback: KEPT_ROWS, clock });
      if (screen !== undefined) feed(screen, item, take);
    }
    await screen?.whenParsed();
    if (out !== '') yield out;
    out = '';
  }
  if (screen === undefined) return;
  yield lines.end(screen);
  screen.dispose();
}

/** Nothing is awaited here: rows are taken in the callbacks, which come in order. */
function feed(screen: PtyScreen, item: CastItem, take: (screen: PtyScreen) => void): void {
  if (item.kind === 'resize') screen.write('', () => screen.resize(item.cols, item.rows));
  if (item.kind !== 'output') return;
  for (let from = 0; from < item.data.length; from += PIECE) {
    screen.write(item.data.slice(from, from + PIECE), () => take(screen));
  }
}

/** Puts rows together that were one line. A line is handed out while it grows: it may be as long as the recording. */
class LineJoiner {
  #isOpen = false;
  /** Blanks at the end of what was handed out of the line: they count only if something follows. */
  #blanks = '';

  join(rows: readonly { readonly text: string; readonly isWrapped: boolean }[]): string {
    let out = '';
    for (const { text, isWrapped } of rows) {
      if (!isWrapped) out += this.#close();
      this.#isOpen = true;
      const shown = text.trimEnd();
      if (shown !== '') out += this.#blanks + shown;
      this.#blanks = (shown === '' ? this.#blanks : '') + text.slice(shown.length);
    }
    return out;
  }

  end(screen: PtyScreen): string {
    const rows = Array.from({ length: screen.rows }, (_, y) => ({
      text: fullRow(screen, y),
      isWrapped: screen.isWrapped(y),
    }));
    while (rows.at(-1)?.text.trimEnd() === '') rows.pop();
    return this.join(rows) + this.#close();
  }

  #close(): string {
    const end = this.#isOpen ? '\n' : '';
    this.#isOpen = false;
    this.#blanks = '';
    return end;
  }
}

function fullRow(screen: PtyScreen, y: number): string {
  let text = '';
  screen.readRow(y, (_x, cell) => {
    text += cell.text;
  });
  return text;
}
