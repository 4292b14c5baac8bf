import { drawScreen } from '../../src/gif/draw-screen.ts';
import { FontChain } from '../../src/gif/fonts/font-chain.ts';
import { builtInFonts } from '../../src/gif/fonts/font-file.io.ts';
import {
  type GifOptions,
  type RenderedGif,
  renderGif,
  type ScreenSize,
  type TimedEvent,
  WorkerPool,
} from '../../src/gif/index.ts';
import { openPicture } from '../../src/gif/picture.ts';
import { VisualScreen } from '../../src/gif/visual-screen.ts';
import { wrongPixels } from './gif-decode.ts';

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
  const picture = openPicture(size, options, new FontChain(builtInFonts()));
  const { emulator, atlas, pairTable } = picture;
  const draw = () => {
    const screen = new VisualScreen({ emulator, atlas, pairTable, ...options });
    return drawScreen({ atlas, pairTable, screen }).pixels;
  };
  let shown: Int32Array | undefined;
  let openedAt: number | undefined;
  for (const [index, event] of events.entries()) {
    if (event.kind === 'resize') emulator.resize(event.cols, event.rows);
    else emulator.write(event.data, () => {});
    await emulator.drained();
    const next = events[index + 1]?.atMicros ?? Number.POSITIVE_INFINITY;
    if (openedAt === undefined && (shown === undefined || wrongPixels(shown, draw()) > 0)) openedAt = event.atMicros;
    if (openedAt === undefined || next < openedAt + 1_000_000 / options.fps) continue;
    const pixels = draw();
    if (shown === undefined || wrongPixels(shown, pixels) > 0) {
      yield { atCentis: shown === undefined ? 0 : Math.round(openedAt / 10_000), pixels };
      shown = pixels;
    }
    openedAt = undefined;
  }
  emulator.dispose();
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
