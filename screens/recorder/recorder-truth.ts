import type { ExportState, Library, RecordingFile } from '../../src/recorder/index.ts';
import { formatBytes, formatClock, formatCount, formatCountOf } from '../../src/text/index.ts';
import { type Line, line, span } from '../ui/line.ts';
import type { RecorderModel } from './recorder-model.ts';

interface RecorderTruth {
  readonly library: Library;
  readonly model: RecorderModel;
  /** Rows that the filter leaves. */
  readonly shown: number;
  /** How many detectors look for secrets in what is recorded; undefined until the recorder is loaded. */
  readonly detectors: number | undefined;
}

/** `recordings · 7 files · 3.1M · redaction on (14 detectors)`. */
export function listTruth({ library, model, shown, detectors }: RecorderTruth): readonly Line[] {
  const { files, state, total } = library;
  const scope = line('recordings', 'strong');
  if (state.kind === 'reading') return [scope, line('reading', 'busy')];
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const bad = files.filter(({ fault }) => fault?.isPlayable === false).length;
  const torn = files.filter(({ fault }) => fault?.isPlayable === true).length;
  const count = `${formatCount(total)} ${total === 1 ? 'file' : 'files'}`;
  return [
    scope,
    model.filter === ''
      ? line(count)
      : [span(`${formatCount(shown)} of ${count} `), span(`/${model.filter}`, 'accent')],
    ...(total === 0 ? [] : [line(formatBytes(bytes))]),
    ...(model.marked.size === 0 ? [] : [line(`${model.marked.size} marked`, 'accent')]),
    ...(bad === 0 ? [] : [line(`${bad} cannot be played`, 'danger')]),
    ...(torn === 0 ? [] : [line(`${torn} damaged`, 'warn')]),
    ...(state.kind === 'failed' ? [line(state.error.code, 'warn')] : []),
    ...(files.length < total ? [line(`newest ${formatCount(files.length)} listed`, 'warn')] : []),
    ...(detectors === undefined ? [] : [line(`redaction on (${detectors} detectors)`, 'dim')]),
  ];
}

/** What a recording is, above its picture. */
export function playerTruth(file: RecordingFile, pendingMarks: number): readonly Line[] {
  const { header, fault } = file;
  return [
    line(file.name, 'strong'),
    ...(header === undefined ? [] : [line(`${header.cols}x${header.rows}`)]),
    ...(file.seconds === undefined ? [] : [line(formatClock(file.seconds))]),
    line(formatBytes(file.bytes)),
    ...(fault === undefined ? [] : [line(fault.text, fault.isPlayable ? 'warn' : 'danger')]),
    ...(pendingMarks === 0
      ? []
      : [line(`${formatCountOf(pendingMarks, 'marker')} to be written at the end`, 'accent')]),
    ...(header === undefined ? [] : [line(`asciicast v${header.version}`, 'dim')]),
    ...(header?.idleLimitSeconds === undefined ? [] : [line(`pauses at most ${header.idleLimitSeconds}s`, 'dim')]),
    ...(header?.title === undefined ? [] : [line(header.title, 'dim')]),
  ];
}

export const exportTruth = (state: ExportState): readonly Line[] => {
  switch (state.kind) {
    case 'running':
      return [
        line('export', 'strong'),
        line(state.isCancelling ? 'cancelling' : 'running', 'busy'),
        line(state.request.input, 'dim'),
      ];
    case 'done':
      return [line('export', 'strong'), line('done', 'ok'), line(formatBytes(state.summary.bytes))];
    case 'failed':
      return [line('export', 'strong'), line(state.error.code, 'danger')];
    case 'none':
      return [line('export', 'strong')];
  }
};
