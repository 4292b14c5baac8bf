import { stat } from 'node:fs/promises';
import { CastDecoder } from '../asciicast/index.ts';
import type { Clock } from '../flow/index.ts';
import {
  builtInFonts,
  defaultWorkers,
  FontChain,
  type GifOptions,
  openFontFile,
  type RenderedGif,
  renderGif,
  type ScreenSize,
  type TimedEvent,
  WorkerPool,
} from '../gif/index.ts';
import { readBytes } from './cast-reader.io.ts';
import { type CastSurvey, surveyCast } from './cast-survey.io.ts';
import { mergedRanges, parseRange } from './editing/cast-range.ts';
import { withFileInput } from './file-input.io.ts';
import {
  attempts,
  type GifExportProgress,
  type GifRequest,
  type GifSummary,
  themeFor,
  tooLarge,
  USUAL_IDLE_SECONDS,
} from './gif-request.ts';
import { Selection } from './gif-select.ts';
import { lastEdges, shownEvents } from './shown-events.ts';
import { TemporaryOutput } from './temporary-output.io.ts';

export interface GifExportTools {
  readonly clock: Clock;
  readonly onProgress?: ((progress: GifExportProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a GIF of a recording. The file appears whole or not at all. Throws KpiError of the decoder, of the fonts,
 * `GIF_SIZE`, `GIF_THEME`, `GIF_WRITE`, `GIF_TOO_LARGE`, `CAST_POSITION`, or the signal's reason when it aborts.
 */
export async function exportGif(request: GifRequest, tools: GifExportTools): Promise<GifSummary> {
  // A recording is read twice.
  return withFileInput(request.input, tools.signal, (input) => exportFile({ ...request, input }, tools));
}

async function exportFile(request: GifRequest, tools: GifExportTools): Promise<GifSummary> {
  const started = tools.clock.now();
  const survey = await surveyCast(request.input, request.select.length > 0);
  const output = await TemporaryOutput.create(request.output, { code: 'GIF_WRITE' });
  const onAbort = () => output.discardNow();
  tools.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const result = await tryAll(request, { survey, output, tools });
    await output.patch(result.gif.patch.offset, result.gif.patch.bytes);
    await output.finish();
    const { patch: _, missing, ...facts } = result.gif;
    const notes = [...result.notes, ...missingNote(missing)];
    return { output: request.output, ...facts, elapsedSeconds: (tools.clock.now() - started) / 1000, notes };
  } catch (cause) {
    await output.discard();
    throw cause;
  } finally {
    tools.signal?.removeEventListener('abort', onAbort);
  }
}

interface Setting {
  readonly survey: CastSurvey;
  readonly output: TemporaryOutput;
  readonly tools: GifExportTools;
}

interface Result {
  readonly gif: RenderedGif;
  readonly notes: readonly string[];
}

async function tryAll(request: GifRequest, setting: Setting): Promise<Result> {
  const { maxBytes } = request;
  for (const options of maxBytes === undefined ? [request.options] : attempts(request.options)) {
    const attempt = new Attempt(request, setting, options);
    const gif = await attempt.run();
    if (gif === undefined) continue;
    const isLess = options !== request.options;
    const less = isLess
      ? [`at ${options.fps} frames a second and ${options.levels} greys, to stay below --max-bytes`]
      : [];
    return { gif, notes: [...attempt.notes, ...less] };
  }
  throw tooLarge(maxBytes as number);
}

/** Without other threads frames wait compressed, so that many may. */
const MOST_FRAMES_AHEAD_ALONE = 8;

class GrownTooLarge extends Error {}

/** One pass over the recording with one set of options. */
class Attempt {
  readonly notes: string[] = [];
  readonly #request: GifRequest;
  readonly #setting: Setting;
  readonly #options: GifOptions;
  readonly #decoder = new CastDecoder();
  readonly #startedMs: number;
  #readBytes = 0;
  #fileBytes = 0;
  #written = 0;

  constructor(request: GifRequest, setting: Setting, options: Omit<GifOptions, 'theme'>) {
    this.#request = request;
    this.#setting = setting;
    this.#options = { ...options, theme: themeFor(setting.survey.header, request.theme) };
    this.#startedMs = setting.tools.clock.now();
  }

  /** Undefined when the GIF became larger than it may be. */
  async run(): Promise<RenderedGif | undefined> {
    const { survey, output } = this.#setting;
    const workers = this.#request.workers ?? defaultWorkers();
    const pool = new WorkerPool(workers);
    const fonts = new FontChain(builtInFonts(), this.#request.fontFiles.map(openFontFile));
    const size = {
      initial: { cols: survey.header.cols, rows: survey.header.rows },
      canvas: this.#canvas(survey.largest),
    };
    this.#fileBytes = (await stat(this.#request.input)).size;
    await output.restart();
    try {
      return await renderGif(this.#events(), size, {
        options: this.#options,
        ports: {
          fonts,
          compressor: pool,
          framesAhead: workers === 0 ? MOST_FRAMES_AHEAD_ALONE : 2 * workers + 2,
          write: (bytes) => this.#write(bytes),
          onProgress: ({ frames, bytes }) => this.#progress(frames, bytes),
          signal: this.#setting.tools.signal,
        },
      });
    } catch (cause) {
      if (cause instanceof GrownTooLarge) return undefined;
      throw cause;
    } finally {
      await pool.close();
      if (this.#decoder.isTruncated) this.notes.push('the recording is cut off at its end');
      if (this.#decoder.badLines > 0)
        this.notes.push(`${this.#decoder.badLines} lines of the recording were not readable`);
    }
  }

  #canvas(largest: ScreenSize): ScreenSize {
    const { cols = largest.cols, rows = largest.rows } = this.#request;
    if (cols > largest.cols || rows > largest.rows) {
      this.notes.push(`the recording has ${largest.cols}x${largest.rows} cells; a larger --cols or --rows adds none`);
    }
    return { cols: Math.min(cols, largest.cols), rows: Math.min(rows, largest.rows) };
  }

  async *#events(): AsyncGenerator<TimedEvent[]> {
    const { header, measures } = this.#setting.survey;
    const idleLimitSeconds = this.#request.idleLimitSeconds ?? header.idleLimitSeconds ?? USUAL_IDLE_SECONDS;
    const ranges =
      measures === undefined ? [] : mergedRanges(this.#request.select.map((text) => parseRange(text, measures)));
    const selection = new Selection(ranges, { idleLimitSeconds, speed: this.#request.speed });
    for await (const chunk of readBytes(this.#request.input)) {
      this.#readBytes += chunk.length;
      yield [...shownEvents(this.#decoder.decode(chunk), selection)];
    }
    yield [...shownEvents(this.#decoder.end(), selection)];
    if (measures !== undefined) yield [...lastEdges(selection, measures.durationMicros)];
  }

  #write(bytes: Uint8Array): Promise<void> | void {
    this.#written += bytes.length;
    if (this.#written > (this.#request.maxBytes ?? Number.POSITIVE_INFINITY)) throw new GrownTooLarge();
    return this.#setting.output.write(bytes);
  }

  #progress(frames: number, bytes: number): void {
    const { clock, onProgress } = this.#setting.tools;
    if (onProgress === undefined) return;
    const fraction = this.#fileBytes === 0 ? 1 : Math.min(1, this.#readBytes / this.#fileBytes);
    const elapsed = (clock.now() - this.#startedMs) / 1000;
    const etaSeconds = fraction > 0.02 && elapsed > 0.5 ? (elapsed * (1 - fraction)) / fraction : undefined;
    onProgress({ fraction, frames, bytes, etaSeconds });
  }
}

/** Names of a few are enough to find the font that has them. */
const NAMED_MISSING = 8;

function missingNote(missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  const names = missing
    .slice(0, NAMED_MISSING)
    .map((character) => `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`);
  const more = missing.length > NAMED_MISSING ? ` and ${missing.length - NAMED_MISSING} more` : '';
  return [`no font has ${names.join(', ')}${more}; --font FILE adds one`];
}
