import type { CastMarker, RecordingFile } from '../../src/recorder/index.ts';
import { clean, formatBytes, formatClock, formatCount, formatRfc3339, wrapWords } from '../../src/text/index.ts';
import { type Line, line, span } from '../ui/line.ts';

const LABEL = 10;

/** What a recording says of itself, where the screen has room for it: below its picture. */
export function factsLines(file: RecordingFile, markers: readonly CastMarker[], cols: number): readonly Line[] {
  const { header } = file;
  const counts = [
    ...(file.events === undefined ? [] : [`${formatCount(file.events)} events`]),
    ...(header === undefined ? [] : [`asciicast v${header.version}`]),
    ...(header?.env?.TERM === undefined ? [] : [header.env.TERM]),
    ...(header?.idleLimitSeconds === undefined ? [] : [`pauses at most ${header.idleLimitSeconds}s`]),
  ];
  const rows: readonly (readonly [label: string, text: string | undefined])[] = [
    ['title', header?.title],
    ['command', header?.command],
    ['recorded', header?.timestamp === undefined ? undefined : formatRfc3339(header.timestamp * 1000)],
    ['holds', counts.join(', ')],
    ['file', file.path],
    ['GIF', file.gifBytes === undefined ? undefined : `${file.name}.gif, ${formatBytes(file.gifBytes)}`],
  ];
  return [
    ...rows.flatMap(([label, text]) => (text === undefined || text === '' ? [] : labelled(label, text, cols))),
    ...markers.map(
      ({ playedMicros, label }, index): Line => [
        span((index === 0 ? 'markers' : '').padEnd(LABEL), 'dim'),
        span(formatClock(playedMicros / 1e6), 'accent'),
        span(`  ${label === '' ? '-' : label}`),
      ],
    ),
  ];
}

const labelled = (label: string, text: string, cols: number): Line[] =>
  wrapWords(clean(text), Math.max(10, cols - LABEL)).map((part, index) => [
    span((index === 0 ? label : '').padEnd(LABEL), 'dim'),
    ...line(part),
  ]);
