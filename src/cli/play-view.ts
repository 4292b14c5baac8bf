import type { CellPen } from '../terminal/index.ts';
import { BOLD, DEFAULT_COLOR, DIM, PLAIN, styleOf } from '../terminal/index.ts';
import { formatClock, textWidth, truncateEnd } from '../text/index.ts';

/** What the bar below a recording shows. */
export interface PlayBar {
  readonly kind: 'playing' | 'paused' | 'ended';
  readonly seconds: number;
  readonly totalSeconds: number;
  readonly isComplete: boolean;
  readonly speed: number;
  /** Where the markers are, 0..1. */
  readonly markers: readonly number[];
  /** A question with what was typed, or a note. */
  readonly note: string;
  readonly ascii: boolean;
}

const DIMMED = styleOf(DEFAULT_COLOR, DEFAULT_COLOR, DIM);
const STRONG = styleOf(DEFAULT_COLOR, DEFAULT_COLOR, BOLD);
const KEYS = 'Space . , ←→ [ ] + - / m q';
/** A shorter bar shows nothing. */
const SHORTEST_TRACK = 8;

const GLYPHS = {
  unicode: { playing: '►', paused: '‖', ended: '■', done: '─', at: '●', rest: '─', marker: '▲' },
  ascii: { playing: '>', paused: '=', ended: '#', done: '=', at: 'o', rest: '-', marker: '^' },
} as const;

/** One row: state, time, track with markers, total, speed, then the keys or a note. */
export function paintBar(pen: CellPen, bar: PlayBar): void {
  const glyphs = bar.ascii ? GLYPHS.ascii : GLYPHS.unicode;
  const total = `${formatClock(bar.totalSeconds)}${bar.isComplete ? '' : '+'}`;
  const speed = bar.speed === 1 ? '' : ` ${bar.speed}x`;
  const right = bar.note === '' ? (bar.ascii ? KEYS.replace('←→', '<- ->') : KEYS) : bar.note;
  pen.clear();
  let x = pen.text(1, 0, `${glyphs[bar.kind]} ${formatClock(bar.seconds)} `, STRONG) + 1;
  const tail = ` ${total}${speed}  `;
  const shown = truncateEnd(right, Math.max(0, pen.cols - x - textWidth(tail) - SHORTEST_TRACK - 1));
  const track = pen.cols - x - textWidth(tail) - textWidth(shown) - 1;
  if (track >= SHORTEST_TRACK) {
    paintTrack(pen, { x, cols: track }, bar);
    x += track;
  }
  x += pen.text(x, 0, tail, PLAIN);
  pen.text(x, 0, shown, bar.note === '' ? DIMMED : PLAIN);
}

function paintTrack(pen: CellPen, { x, cols }: { x: number; cols: number }, bar: PlayBar): void {
  const glyphs = bar.ascii ? GLYPHS.ascii : GLYPHS.unicode;
  const part = bar.totalSeconds === 0 ? 0 : Math.min(1, bar.seconds / bar.totalSeconds);
  const at = Math.min(cols - 1, Math.floor(part * cols));
  pen.text(x, 0, glyphs.done.repeat(at), STRONG);
  pen.text(x + at + 1, 0, glyphs.rest.repeat(cols - at - 1), DIMMED);
  for (const marker of bar.markers) {
    pen.text(x + Math.min(cols - 1, Math.floor(marker * cols)), 0, glyphs.marker, STRONG);
  }
  pen.text(x + at, 0, glyphs.at, STRONG);
}
