import type { GifExportProgress, RecordingFile, RecordingState } from '../../src/recorder/index.ts';
import { formatAge, formatBytes, formatClock, formatCount, textWidth } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Line, line, span } from '../ui/line.ts';
import type { RecorderOrder } from './recorder-model.ts';

/** A file, with what is happening to it now. */
export interface RecorderRow {
  readonly file: RecordingFile;
  /** It is being recorded. */
  readonly live: RecordingState | undefined;
  /** It is being exported; `progress` is undefined at first. */
  readonly exporting: { readonly progress: GifExportProgress | undefined } | undefined;
}

interface CellContext {
  readonly now: number;
  readonly glyphs: Glyphs;
}

interface Column {
  readonly title: string;
  readonly cols: number;
  readonly align: 'left' | 'right';
  /** What a click on its head sorts by. */
  readonly order?: RecorderOrder;
  /** The narrowest list that has it. */
  readonly fromCols: number;
  readonly cell: (row: RecorderRow, context: CellContext) => Line;
}

export interface PlacedColumn {
  readonly column: Column;
  readonly x: number;
  readonly cols: number;
}

const UNKNOWN = line('-', 'dim');
const number = (value: number | undefined, text: (value: number) => string): Line =>
  value === undefined ? UNKNOWN : line(text(value));

/** A file of another machine may be from the future. */
function ageOf({ modifiedMs }: RecordingFile, now: number): Line {
  const seconds = (now - modifiedMs) / 1000;
  return seconds < -1 ? UNKNOWN : line(formatAge(seconds));
}

const NAME: Column = {
  title: 'NAME',
  cols: 0,
  align: 'left',
  order: 'name',
  fromCols: 0,
  cell: ({ file, live }, { glyphs }) => {
    if (live !== undefined) {
      const mark = live.kind === 'paused' ? span(`${glyphs.paused} `, 'warn') : span(`${glyphs.record} `, 'danger');
      return [mark, span(file.name)];
    }
    return line(file.name, file.fault?.isPlayable === false ? 'dim' : 'text');
  },
};

const COLUMNS: readonly Column[] = [
  {
    title: 'LENGTH',
    cols: 7,
    align: 'right',
    order: 'length',
    fromCols: 0,
    cell: ({ file, live }) => number(live?.seconds ?? file.seconds, formatClock),
  },
  {
    title: 'SIZE',
    cols: 5,
    align: 'right',
    order: 'size',
    fromCols: 0,
    cell: ({ file, live }) => line(formatBytes(live?.bytes ?? file.bytes)),
  },
  {
    title: 'SCREEN',
    cols: 7,
    align: 'right',
    fromCols: 64,
    cell: ({ file: { header } }) => (header === undefined ? UNKNOWN : line(`${header.cols}x${header.rows}`)),
  },
  {
    title: 'WHEN',
    cols: 5,
    align: 'right',
    order: 'when',
    fromCols: 0,
    cell: ({ file, live }, { now }) => (live === undefined ? ageOf(file, now) : line('now', 'ok')),
  },
  { title: 'MARKS', cols: 5, align: 'right', fromCols: 96, cell: ({ file }) => number(file.markers, formatCount) },
  { title: 'EVENTS', cols: 7, align: 'right', fromCols: 110, cell: ({ file }) => number(file.events, formatCount) },
  { title: 'GIF', cols: 13, align: 'left', fromCols: 0, cell: gifCell },
];

/** `► 61 %  ~8s`, `● 517K`, what is wrong with a file that can be played, or nothing yet. */
function gifCell({ file, exporting }: RecorderRow, { glyphs }: CellContext): Line {
  if (exporting !== undefined) {
    const { progress } = exporting;
    const left = progress?.etaSeconds === undefined ? '' : `  ~${formatAge(Math.ceil(progress.etaSeconds))}`;
    return line(`${glyphs.busy} ${Math.floor((progress?.fraction ?? 0) * 100)} %${left}`, 'busy');
  }
  if (file.gifBytes !== undefined) return [span(`${glyphs.ok} `, 'ok'), span(formatBytes(file.gifBytes))];
  if (file.fault?.isPlayable === true) return line(`${glyphs.warn} ${shortFault(file.fault.text)}`, 'warn');
  return UNKNOWN;
}

/** In thirteen columns; the whole sentence stands in the preview's title. */
const shortFault = (text: string): string => (text.startsWith('cut off') ? 'cut off' : 'bad lines');

/** What the recording says of itself, in the room that is left. */
const ABOUT: Column = {
  title: 'TITLE',
  cols: 0,
  align: 'left',
  fromCols: 0,
  cell: ({ file: { header } }) => line(header?.title ?? header?.command ?? '', 'dim'),
};

/** Columns of cells: for the mark of the selected row, and between columns. */
const LEFT = 2;
const GAP = 2;
const LEAST_NAME = 12;
const LEAST_ABOUT = 12;
const MOST_NAME = 40;

/** The columns that fit into `cols`: names as wide as they are long, the title where room is left. */
export function placeColumns(cols: number, rows: readonly RecorderRow[]): readonly PlacedColumn[] {
  const fixed = COLUMNS.filter(({ fromCols }) => cols >= fromCols);
  const rest = cols - LEFT - fixed.reduce((sum, column) => sum + GAP + column.cols, 0);
  const longest = Math.max(
    LEAST_NAME,
    ...rows.map(({ file, live }) => textWidth(file.name) + (live === undefined ? 0 : 2)),
  );
  const nameCols = Math.max(LEAST_NAME, Math.min(longest, MOST_NAME, rest));
  const aboutCols = rest - nameCols - GAP;
  const hasAbout =
    aboutCols >= LEAST_ABOUT && rows.some(({ file: { header } }) => (header?.title ?? header?.command) !== undefined);
  let x = LEFT;
  const place = (column: Column, width: number): PlacedColumn => {
    const placed = { column, x, cols: width };
    x += width + GAP;
    return placed;
  };
  return [
    // Without titles the room goes to the names, so that the numbers stand at the right edge.
    place(NAME, hasAbout ? nameCols : Math.max(LEAST_NAME, Math.min(rest, Math.max(nameCols, MOST_NAME)))),
    ...fixed.map((column) => place(column, column.cols)),
    ...(hasAbout ? [place(ABOUT, aboutCols)] : []),
  ];
}
