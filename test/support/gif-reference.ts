import { builtInFonts } from '../../src/gif/font-file.io.ts';
import { FontChain } from '../../src/gif/fonts/font-chain.ts';
import {
  type GifOptions,
  type RenderedGif,
  renderGif,
  type ScreenSize,
  type TimedEvent,
  WorkerPool,
} from '../../src/gif/index.ts';
import { wrongPixels } from './gif-decode.ts';
import { ReferenceRaster } from './reference-raster.ts';

/** What a frame of a GIF must show, and from when, in hundredths of a second. */
export interface ExpectedFrame {
  readonly atCentis: number;
  readonly pixels: Int32Array;
}

/**
 * The frames that a GIF of events must have, found the slow way: a whole new drawing of the screen after every event,
 * compared pixel by pixel. Nothing of what makes the encoder fast is used.
 */
export async function* expectedFrames(
  events: readonly TimedEvent[],
  size: { readonly initial: ScreenSize; readonly canvas: ScreenSize },
  options: GifOptions,
): AsyncGenerator<ExpectedFrame> {
  const raster = new ReferenceRaster(size, options);
  type Drawn = { readonly key: string; readonly pixels: Int32Array };
  let shown: Drawn | undefined;
  let drawn: Drawn | undefined;
  let openedAt: number | undefined;
  /** What is there now, when that is another picture than the one shown. */
  const change = () => {
    const { key, rows } = raster.look();
    if (key === shown?.key) return undefined;
    if (key !== drawn?.key) drawn = { key, pixels: raster.draw(rows) };
    return shown !== undefined && wrongPixels(shown.pixels, drawn.pixels) === 0 ? undefined : drawn;
  };
  for (const [index, event] of events.entries()) {
    if (event.kind === 'resize') raster.terminal.resize(event.cols, event.rows);
    else await raster.write(event.data);
    const next = events[index + 1]?.atMicros ?? Number.POSITIVE_INFINITY;
    if (openedAt === undefined && change() !== undefined) openedAt = event.atMicros;
    if (openedAt === undefined || next < openedAt + 1_000_000 / options.fps) continue;
    const changed = change();
    if (changed !== undefined) {
      yield { atCentis: shown === undefined ? 0 : Math.round(openedAt / 10_000), pixels: changed.pixels };
      shown = changed;
    }
    openedAt = undefined;
  }
  raster.terminal.dispose();
}

/** A GIF in memory. */
export async function makeGif(
  events: readonly TimedEvent[],
  size: { readonly initial: ScreenSize; readonly canvas: ScreenSize },
  options: GifOptions,
): Promise<{ bytes: Uint8Array; result: RenderedGif }> {
  const parts: Uint8Array[] = [];
  const pool = new WorkerPool(0);
  const batches = async function* () {
    yield events;
  };
  const result = await renderGif(batches(), size, {
    options,
    ports: {
      fonts: new FontChain(builtInFonts()),
      compressor: pool,
      framesAhead: 4,
      write: (part) => void parts.push(part.slice()),
    },
  });
  const bytes = new Uint8Array(Buffer.concat(parts));
  bytes.set(result.patch.bytes, result.patch.offset);
  return { bytes, result };
}
