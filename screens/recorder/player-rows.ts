import type { PlayerState } from '../../src/recorder/index.ts';
import type { CellPen } from '../../src/terminal/index.ts';
import { clean, formatClock, textWidth, truncateEnd } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Role, styleOfRole, type Theme } from '../theme.ts';
import { cutLine, fitLine, type Line, lineWidth, paintLine, span } from '../ui/line.ts';

/** What the rows around a recording's screen are painted from. */
export interface PlayerView {
  readonly name: string;
  /** Undefined before it is opened: its first screen is shown. */
  readonly state: PlayerState | undefined;
  /** A match, a marker, what is wrong. */
  readonly note: { readonly text: string; readonly role: Role } | undefined;
  /** Length as the list knows it, until the player has read the file. */
  readonly knownSeconds: number | undefined;
  readonly isFocused: boolean;
  readonly theme: Theme;
  readonly glyphs: Glyphs;
}

/** `─ pods-crashloop  00:17 of 00:41  1x  ‖ ───── match 1 of 3, row 5 ─`. */
export function playerTitle(view: PlayerView, cols: number): Line {
  const { name, state, note, glyphs, isFocused } = view;
  const said: Line = note === undefined ? [] : [span(' '), span(note.text, note.role), span(` ${glyphs.line}`, 'dim')];
  const facts: Line =
    state === undefined ? [] : [span(`  ${placeText(state)}  ${state.speed}x  `), kindSpan(state, glyphs)];
  const room = cols - 4 - lineWidth(facts);
  const head: Line = [
    span(`${glyphs.line} `, 'dim'),
    span(
      truncateEnd(clean(name), Math.max(8, room - Math.min(lineWidth(said), room >> 1)), glyphs.ellipsis),
      isFocused ? 'title' : 'strong',
    ),
    ...facts,
    span(' ', 'dim'),
  ];
  const shown = cutLine(said, Math.max(0, cols - lineWidth(head) - 1));
  const rule = glyphs.line.repeat(Math.max(0, cols - lineWidth(head) - lineWidth(shown)));
  return fitLine([...head, span(rule, 'dim'), ...shown], cols);
}

const placeText = ({ seconds, totalSeconds, isComplete }: PlayerState): string =>
  `${formatClock(Math.min(seconds, totalSeconds))} of ${formatClock(totalSeconds)}${isComplete ? '' : '+'}`;

function kindSpan({ kind }: PlayerState, glyphs: Glyphs) {
  if (kind === 'playing') return span(glyphs.busy, 'busy');
  return kind === 'paused' ? span(glyphs.paused, 'warn') : span(glyphs.stopped, 'idle');
}

/** The track with the place and the markers, and below it what they are called. Two rows. */
export function paintTrack(pen: CellPen, view: PlayerView): void {
  pen.clear();
  const { state, glyphs, theme, knownSeconds } = view;
  const [left, right] = glyphs.trackEnds;
  const cols = pen.cols - 6;
  if (cols < 8) return;
  const total = state?.totalSeconds ?? knownSeconds ?? 0;
  const at = placeOn(Math.min(state?.seconds ?? 0, total), total, cols);
  const dim = styleOfRole(theme, 'dim');
  pen.text(2, 0, left, dim);
  pen.text(3, 0, glyphs.line.repeat(at), styleOfRole(theme, 'accent'));
  pen.text(3 + at, 0, glyphs.line.repeat(cols - at), dim);
  pen.text(3 + cols, 0, right, dim);
  const markers = (state?.markers ?? []).map(({ playedMicros, label }) => ({
    x: 3 + placeOn(playedMicros / 1e6, total, cols),
    label,
  }));
  for (const { x } of markers) pen.text(x, 0, glyphs.trackMark, styleOfRole(theme, 'warn'));
  pen.text(3 + at, 0, glyphs.record, styleOfRole(theme, 'title'));
  paintLabels(pen, markers, { view, at: 3 + at, total });
}

const placeOn = (seconds: number, total: number, cols: number): number =>
  total <= 0 ? 0 : Math.max(0, Math.min(cols - 1, Math.floor((seconds / total) * cols)));

interface Label {
  readonly x: number;
  readonly spans: Line;
}

/** The time below the place, the length at the end, and of the markers' names those that have room. */
function paintLabels(
  pen: CellPen,
  markers: readonly { readonly x: number; readonly label: string }[],
  o: { readonly view: PlayerView; readonly at: number; readonly total: number },
): void {
  const { theme, glyphs, state } = o.view;
  const centred = (text: string, x: number): number =>
    Math.max(2, Math.min(pen.cols - 2 - text.length, x - (text.length >> 1)));
  const now = formatClock(Math.min(state?.seconds ?? 0, o.total));
  const end = `${formatClock(o.total)}${state === undefined || state.isComplete ? '' : '+'}`;
  const time: Label = { x: centred(now, o.at), spans: [span(now, 'accent')] };
  const labels = [time];
  const isFree = (x: number, width: number): boolean =>
    x + width < pen.cols - 1 &&
    labels.every((label) => x >= label.x + lineWidth(label.spans) + 1 || x + width + 1 <= label.x);
  const endAt = pen.cols - 2 - end.length;
  if (isFree(endAt, end.length)) labels.push({ x: endAt, spans: [span(end, 'dim')] });
  for (const { x, label } of markers) {
    const spans: Line = [span(`${glyphs.marker} `, 'warn'), span(clean(label))];
    // The marker at which the player stands is named behind the time.
    const beside = x >= time.x && x < time.x + now.length ? time.x + now.length + 1 : x;
    if (label !== '' && isFree(beside, lineWidth(spans))) labels.push({ x: beside, spans });
    else if (isFree(x, textWidth(glyphs.marker))) labels.push({ x, spans: [span(glyphs.marker, 'warn')] });
  }
  for (const { x, spans } of labels) paintLine(pen, { x, y: 1 }, { spans, theme });
}

/** The time of the track at a column, as a part of its length, for a click. */
export const trackPart = (x: number, cols: number): number => Math.max(0, Math.min(1, (x - 3) / Math.max(1, cols - 6)));
