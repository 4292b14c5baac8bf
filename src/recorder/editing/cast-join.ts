import { CastConverter, type CastHeader, type CastItem } from '../../asciicast/index.ts';
import { screenReset } from '../../pty/index.ts';
import { writtenVersion } from './cast-cut.ts';
import { RESET_COLORS } from './stream-colors.ts';

/** DECSTR, leave the alternate screen, clear, home: what the file before showed is gone. */
const RESET = '\u001b[!p\u001b[?1049l\u001b[2J\u001b[H';
/** Leaving the alternate screen brings a saved pen back, in whose colour a screen is cleared. */
const CLEAR = '\u001b[m\u001b[2J\u001b[H';

/**
 * Puts recordings one after the other: the header is that of the first, in whose version all of them are written
 * (version 1 as 2). `take` and `next` return lines.
 */
export class CastJoiner {
  #converter: CastConverter | undefined;
  #size = { cols: 0, rows: 0 };
  /** Where the current file begins, and where the one that is written ends. */
  #baseMicros = 0;
  #endMicros = 0;
  /** Only the last file's exit is that of the whole. */
  #exit: CastItem | undefined;

  take(item: CastItem): string {
    if (item.kind === 'header') return this.#header(item.header);
    if (!('atMicros' in item)) return this.#line(item);
    const atMicros = this.#baseMicros + item.atMicros;
    this.#endMicros = atMicros;
    if (item.kind === 'resize') this.#size = { cols: item.cols, rows: item.rows };
    if (item.kind !== 'exit') return this.#line({ ...item, atMicros });
    this.#exit = { ...item, atMicros };
    return '';
  }

  end(): string {
    return this.#exit === undefined ? '' : this.#line(this.#exit);
  }

  #header(header: CastHeader): string {
    const { cols, rows } = header;
    const isFirst = this.#converter === undefined;
    const isSame = this.#size.cols === cols && this.#size.rows === rows;
    this.#size = { cols, rows };
    if (isFirst) {
      this.#converter = new CastConverter(writtenVersion(header));
      return this.#line({ kind: 'header', header });
    }
    this.#exit = undefined;
    this.#baseMicros = this.#endMicros;
    const atMicros = this.#baseMicros;
    const clear = this.#line({ kind: 'output', atMicros, data: RESET });
    const resize = isSame ? '' : this.#line({ kind: 'resize', atMicros, cols, rows });
    // Tab stops are set when there are as many columns as they need.
    const data = screenReset(cols) + RESET_COLORS + CLEAR;
    return clear + resize + this.#line({ kind: 'output', atMicros, data });
  }

  #line(item: CastItem): string {
    return this.#converter?.convert(item) ?? '';
  }
}
