import { CastDecoder, type WrittenCastVersion } from '../asciicast/index.ts';
import { KpiError } from '../flow/index.ts';
import { readBytes } from './cast-reader.io.ts';

/** Where and how a recording is continued. */
export interface AppendPoint {
  readonly version: WrittenCastVersion;
  readonly lastMicros: number;
  /** The size of the terminal at the end of the file. */
  readonly cols: number;
  readonly rows: number;
  /** Where the last whole line ends; what stands after it was cut off by a kill. */
  readonly atByte: number;
  /** The last line has no newline of its own. */
  readonly needsNewline: boolean;
}

const NEWLINE = 0x0a;

/** Reads a recording to its end. Throws KpiError for what is none, and `CAST_VERSION` for version 1. */
export async function findAppendPoint(path: string): Promise<AppendPoint> {
  const decoder = new CastDecoder();
  let bytes = 0;
  let lineEnd = 0;
  const end = { micros: 0, cols: 0, rows: 0 };
  const take = (items: ReturnType<CastDecoder['decode']>): void => {
    for (const item of items) {
      if (item.kind === 'header') Object.assign(end, { cols: item.header.cols, rows: item.header.rows });
      if (item.kind === 'resize') Object.assign(end, { cols: item.cols, rows: item.rows });
      if ('atMicros' in item) end.micros = item.atMicros;
    }
  };
  for await (const chunk of readBytes(path)) {
    take(decoder.decode(chunk));
    const last = chunk.lastIndexOf(NEWLINE);
    if (last >= 0) lineEnd = bytes + last + 1;
    bytes += chunk.length;
  }
  take(decoder.end());
  const version = decoder.header?.version;
  if (version !== 2 && version !== 3) {
    throw new KpiError('CAST_VERSION', 'a version 1 recording cannot be continued', {
      hint: 'Convert it first: kpi-tui convert old.cast new.cast',
    });
  }
  const isTorn = decoder.isTruncated;
  return {
    version,
    lastMicros: end.micros,
    cols: end.cols,
    rows: end.rows,
    atByte: isTorn ? lineEnd : bytes,
    needsNewline: !isTorn && lineEnd < bytes,
  };
}
