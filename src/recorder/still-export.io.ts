import { CastDecoder } from '../asciicast/index.ts';
import {
  builtInFonts,
  FontChain,
  openFontFile,
  type PictureOptions,
  type RenderedStill,
  renderStill,
  type StillFormat,
  type TimedEvent,
} from '../gif/index.ts';
import { readBytes } from './cast-reader.io.ts';
import { surveyCast } from './cast-survey.io.ts';
import { parsePosition } from './editing/cast-range.ts';
import { themeFor } from './gif-request.ts';
import { TemporaryOutput } from './temporary-output.io.ts';

/** What a still picture of a recording is to be like. */
export interface StillRequest {
  readonly input: string;
  readonly output: string;
  readonly format: StillFormat;
  /** The moment, as a position in the recording; undefined: its end. */
  readonly at?: string | undefined;
  readonly theme?: string | undefined;
  readonly options: Omit<PictureOptions, 'theme'>;
  readonly cols?: number | undefined;
  readonly rows?: number | undefined;
  readonly fontFiles: readonly string[];
}

/** Draws one moment of a recording. Throws KpiError as `exportGif` does, with `STILL_WRITE`, or the signal's reason. */
export async function exportStill(request: StillRequest, signal?: AbortSignal): Promise<RenderedStill> {
  const { header, largest, measures } = await surveyCast(request.input, request.at !== undefined);
  const untilMicros =
    request.at === undefined || measures === undefined ? Number.POSITIVE_INFINITY : parsePosition(request.at, measures);
  const canvas = {
    cols: Math.min(request.cols ?? largest.cols, largest.cols),
    rows: Math.min(request.rows ?? largest.rows, largest.rows),
  };
  const fonts = new FontChain(builtInFonts(), request.fontFiles.map(openFontFile));
  const output = await TemporaryOutput.create(request.output, { code: 'STILL_WRITE' });
  try {
    const size = { initial: { cols: header.cols, rows: header.rows }, canvas };
    const options = { ...request.options, theme: themeFor(header, request.theme) };
    const still = await renderStill(eventsUntil(request.input, untilMicros, signal), size, {
      options,
      fonts,
      format: request.format,
    });
    await output.write(still.bytes);
    await output.finish();
    return still;
  } catch (cause) {
    await output.discard();
    throw cause;
  }
}

async function* eventsUntil(
  path: string,
  untilMicros: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<TimedEvent[]> {
  const decoder = new CastDecoder();
  for await (const chunk of readBytes(path)) {
    signal?.throwIfAborted();
    const items = decoder.decode(chunk).filter((item) => item.kind === 'output' || item.kind === 'resize');
    yield items.filter((item) => item.atMicros <= untilMicros);
    if (items.some((item) => item.atMicros > untilMicros)) return;
  }
  const items = decoder.end().filter((item) => item.kind === 'output' || item.kind === 'resize');
  yield items.filter((item) => item.atMicros <= untilMicros);
}
