import type { ExportRequest, ExportState, ExportSummary, GifExportProgress } from '../../src/recorder/index.ts';
import { clean, formatAge, formatBytes, formatClock, formatCount, sliceCols, wrapWords } from '../../src/text/index.ts';
import type { Glyphs } from '../glyphs.ts';
import { type Line, line, span } from '../ui/line.ts';

interface ExportLook {
  readonly cols: number;
  readonly now: number;
  readonly glyphs: Glyphs;
}

const LABEL = 10;
/** Columns of ` 100 %`. */
const PERCENT = 6;
const labelled = (label: string, spans: Line): Line => [span(label.padEnd(LABEL), 'dim'), ...spans];

/** How far an export has come, or how it ended, in lines. */
export function exportLines(state: ExportState, look: ExportLook): readonly Line[] {
  switch (state.kind) {
    case 'none':
      return [line('The export was cancelled. Nothing of it is left.')];
    case 'running':
      return runningLines(state, look);
    case 'done':
      return [...doneLines(state.summary, look), [], hint('c', 'copies the path')];
    case 'failed': {
      const { code, message, hint: cure = '' } = state.error;
      const why = wrapWords(clean(`error[${code}]: ${message}`), look.cols).map((text) => line(text, 'danger'));
      const what = wrapWords(clean(cure), look.cols).map((text) => line(text, 'dim'));
      return [...why, ...what, line('Nothing of it is left.', 'dim'), [], hint('e', 'tries again with other choices')];
    }
  }
}

const hint = (key: string, text: string): Line => [span(key, 'accent'), span(` ${text}`, 'dim')];

function runningLines(
  state: Extract<ExportState, { kind: 'running' }>,
  { cols, now, glyphs }: ExportLook,
): readonly Line[] {
  const { request, progress, startedMs, isCancelling } = state;
  const fraction = progress?.fraction ?? 0;
  const percent = `${Math.floor(fraction * 100)} %`;
  const left = progress?.etaSeconds === undefined ? '' : `  ~${formatAge(Math.ceil(progress.etaSeconds))} left`;
  const room = Math.max(8, Math.min(60, cols - LABEL - PERCENT - 12));
  const done = Math.round(fraction * room);
  const [full, empty] = glyphs.gauge;
  return [
    ...piecesOf(request.output, cols - LABEL).map((piece, index) => labelled(index === 0 ? 'to' : '', line(piece))),
    labelled(isCancelling ? 'ending' : 'read', [
      span(full.repeat(done), isCancelling ? 'warn' : 'busy'),
      span(empty.repeat(room - done), 'dim'),
      span(' '.repeat(PERCENT - percent.length)),
      span(percent, 'strong'),
      span(left, 'dim'),
    ]),
    ...(request.kind === 'gif' ? [labelled('made', line(madeText(progress)))] : []),
    labelled('for', line(formatClock((now - startedMs) / 1000))),
  ];
}

const madeText = (progress: GifExportProgress | undefined): string =>
  progress === undefined ? '-' : `${formatCount(progress.frames)} frames, ${formatBytes(progress.bytes)}`;

function doneLines(
  { output, bytes, facts, places = [], notes, elapsedSeconds }: ExportSummary,
  { cols, glyphs }: ExportLook,
): readonly Line[] {
  return [
    ...piecesOf(output, cols - LABEL - 2).map((piece, index) =>
      labelled(index === 0 ? 'made' : '', [span(index === 0 ? `${glyphs.ok} ` : '  ', 'ok'), span(piece, 'strong')]),
    ),
    labelled('size', line(formatBytes(bytes))),
    labelled('is', line(facts.join(', '))),
    labelled('took', line(`${elapsedSeconds.toFixed(1)} s`)),
    ...places.map((place, index) => labelled(index === 0 ? 'where' : '', line(place, 'dim'))),
    ...notes.flatMap((note) =>
      wrapWords(clean(note), cols - LABEL).map((text, index) =>
        labelled(index === 0 ? 'note' : '', line(text, 'warn')),
      ),
    ),
  ];
}

/** A path has no words to break at. */
function piecesOf(path: string, cols: number): string[] {
  const pieces: string[] = [];
  for (let rest = clean(path); rest !== ''; rest = rest.slice((pieces.at(-1) as string).length))
    pieces.push(sliceCols(rest, Math.max(2, cols)));
  return pieces;
}

/** `export demo.gif`: the act, and the file without its folder. */
export const exportTitle = ({ kind, output }: ExportRequest): string =>
  `${kind === 'cut' || kind === 'redact' ? kind : 'export'} ${output.slice(output.lastIndexOf('/') + 1)}`;
