import { type Cursor, encodeDifference, Grid, type Scroll } from '../terminal/index.ts';
import type { RecordedBody } from './recording.ts';

/** Hidden cursor, no style, blank screen: what every snapshot begins with. */
const BLANK_SCREEN = '\u001b[?25l\u001b[m\u001b[2J\u001b[H';

/** One picture of the screen. */
export interface ScreenFrame {
  readonly grid: Grid;
  readonly cursor: Cursor | undefined;
  /** Hints of where it differs from the frame before; undefined: anywhere. */
  readonly rows?: readonly number[] | undefined;
  readonly scrolls?: readonly Scroll[];
}

/**
 * Turns frames into the events that show them, as differences in 24-bit colour to what the recording shows. The first
 * frame, and the first after `restart` or of another size, draws the whole screen.
 */
export class FrameEncoder {
  #shown: Grid | undefined;
  #cursor: Cursor | undefined;
  #size: { readonly cols: number; readonly rows: number };

  constructor(size: { readonly cols: number; readonly rows: number }) {
    this.#size = size;
  }

  /** What the recording shows; undefined before the first frame. */
  get shown(): Grid | undefined {
    return this.#shown;
  }

  /** The next frame is drawn whole. */
  restart(): void {
    this.#shown = undefined;
  }

  /** The events of a frame; none when nothing has changed. */
  encode(frame: ScreenFrame): RecordedBody[] {
    const { cols, rows } = frame.grid;
    const events: RecordedBody[] = [];
    if (cols !== this.#size.cols || rows !== this.#size.rows) {
      this.#size = { cols, rows };
      this.#shown = undefined;
      events.push({ kind: 'resize', cols, rows });
    }
    const isSnapshot = this.#shown === undefined;
    const shown = this.#shown ?? new Grid(cols, rows);
    const difference = encodeDifference({
      shown,
      wanted: frame.grid,
      depth: 'truecolor',
      cursor: frame.cursor,
      shownCursor: isSnapshot ? undefined : this.#cursor,
      scrolls: isSnapshot ? [] : (frame.scrolls ?? []),
      ...(isSnapshot || frame.rows === undefined ? {} : { rows: frame.rows }),
    });
    this.#shown = shown;
    this.#cursor = frame.cursor;
    const data = isSnapshot ? BLANK_SCREEN + difference : difference;
    if (data !== '') events.push({ kind: 'output', data });
    return events;
  }
}
