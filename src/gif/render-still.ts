import { drawScreen } from './draw-screen.ts';
import type { FontChain } from './fonts/font-chain.ts';
import type { PictureOptions } from './gif-options.ts';
import { openPicture, type ScreenSize } from './picture.ts';
import { encodePng } from './png.ts';
import { encodeSvg } from './svg.ts';
import type { TimedEvent } from './timed-event.ts';

/** The emulator takes at most 50 MB unparsed. */
const BATCH_CHARACTERS = 1 << 20;

export type StillFormat = 'png' | 'svg';

/** A still picture, as bytes, and the characters that no font has. */
export interface RenderedStill {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly missing: readonly string[];
}

/** Draws the screen as it is after all events. Throws KpiError `GIF_SIZE`. */
export async function renderStill(
  events: AsyncIterable<readonly TimedEvent[]>,
  size: { readonly initial: ScreenSize; readonly canvas: ScreenSize },
  {
    options,
    fonts,
    format,
  }: { readonly options: PictureOptions; readonly fonts: FontChain; readonly format: StillFormat },
): Promise<RenderedStill> {
  const picture = openPicture(size, options, fonts);
  const { emulator, geometry, atlas } = picture;
  try {
    let characters = 0;
    for await (const batch of events) {
      for (const event of batch) {
        emulator.write(event.kind === 'output' ? event.data : '', () => {
          if (event.kind === 'resize') emulator.resize(event.cols, event.rows);
        });
        characters += event.kind === 'output' ? event.data.length : 0;
        if (characters < BATCH_CHARACTERS) continue;
        await emulator.drained();
        characters = 0;
      }
    }
    await emulator.drained();
    const bytes = format === 'png' ? encodePng(drawScreen(picture)) : new TextEncoder().encode(encodeSvg(picture));
    return { bytes, width: geometry.width, height: geometry.height, missing: atlas.missing };
  } finally {
    emulator.dispose();
  }
}
