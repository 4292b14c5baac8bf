import { CastDecoder, type CastHeader } from '../asciicast/index.ts';
import type { ScreenSize } from '../gif/index.ts';
import { readBytes, readCast } from './cast-reader.io.ts';
import type { CastMeasures } from './editing/cast-range.ts';

/** What has to be known of a recording before the first picture of it is made. */
export interface CastSurvey {
  readonly header: CastHeader;
  /** The largest size that the terminal ever had, in each direction. */
  readonly largest: ScreenSize;
  /** Only if they were asked for: that takes decoding the whole file. */
  readonly measures: CastMeasures | undefined;
}

/** As it stands in a line of a resize; the data of other events has its quotes escaped. */
const RESIZE = '"r"';

/** Reads a recording's header and, where it is needed, the rest. Throws what the decoder throws. */
export async function surveyCast(path: string, wantsMeasures: boolean, signal?: AbortSignal): Promise<CastSurvey> {
  const header = await readHeader(path);
  const size = { cols: header.cols, rows: header.rows };
  if (!wantsMeasures && !(await mentionsResize(path))) return { header, largest: size, measures: undefined };
  const markers: { atMicros: number; label: string }[] = [];
  const eventMicros: number[] = [];
  for await (const items of readCast(path, new CastDecoder(), signal)) {
    for (const item of items) {
      if (item.kind === 'header' || item.kind === 'comment' || item.kind === 'bad-line') continue;
      eventMicros.push(item.atMicros);
      if (item.kind === 'marker') markers.push({ atMicros: item.atMicros, label: item.label });
      if (item.kind !== 'resize') continue;
      size.cols = Math.max(size.cols, item.cols);
      size.rows = Math.max(size.rows, item.rows);
    }
  }
  return { header, largest: size, measures: { durationMicros: eventMicros.at(-1) ?? 0, markers, eventMicros } };
}

/** What positions in a recording are counted by; takes decoding all of it. Throws what the decoder throws. */
export async function measureCast(path: string, signal?: AbortSignal): Promise<CastMeasures> {
  return (await surveyCast(path, true, signal)).measures as CastMeasures;
}

async function readHeader(path: string): Promise<CastHeader> {
  for await (const items of readCast(path)) {
    for (const item of items) if (item.kind === 'header') return item.header;
  }
  // A decoder that ends without a header throws before this.
  throw new TypeError('the recording has no header');
}

/** A look at the bytes costs a hundredth of decoding them, and few recordings are resized. */
async function mentionsResize(path: string): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for await (const chunk of readBytes(path)) {
    const bytes = Buffer.concat([tail, chunk]);
    if (bytes.includes(RESIZE)) return true;
    tail = bytes.subarray(Math.max(0, bytes.length - RESIZE.length + 1));
  }
  return false;
}
