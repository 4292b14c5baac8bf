import type { PaintedFrame } from './frame-canvas.ts';
import { FrameDelays, splitDelay } from './frame-delays.ts';
import { encodeFiller, encodeFrameHead, encodeTable } from './gif-format.ts';
import type { PixelRect } from './lzw.ts';

/** Makes image data of rectangles, at once or later in another thread. */
export interface Compressor {
  /** Room for a rectangle, which `compress` takes back. */
  take(length: number): PixelRect;
  compress(pixels: PixelRect): Uint8Array | Promise<Uint8Array>;
}

/** What is written of one frame, in order. */
interface Pending {
  readonly head: Uint8Array;
  readonly data: Uint8Array | Promise<Uint8Array>;
  readonly fillers: readonly Uint8Array[];
}

interface Held {
  readonly frame: PaintedFrame;
  readonly data: Uint8Array | Promise<Uint8Array>;
}

/**
 * Puts frames into the order and form of a GIF. One frame is always held back, because how long it is shown is known
 * only when the next one comes. Frames wait here until `flush` takes them, so the caller bounds how many wait.
 */
export class GifStream {
  readonly #compressor: Compressor;
  readonly #delays = new FrameDelays();
  readonly #waiting: Pending[] = [];
  #held: Held | undefined;
  #frames = 0;
  #endCentis = 0;

  constructor(compressor: Compressor) {
    this.#compressor = compressor;
  }

  get frames(): number {
    return this.#frames;
  }

  /** Length of what is complete, in hundredths of a second. */
  get endCentis(): number {
    return this.#endCentis;
  }

  /** Frames that wait for being compressed or written. */
  get waiting(): number {
    return this.#waiting.length + (this.#held === undefined ? 0 : 1);
  }

  /** `atMicros`: when the frame begins to be shown. */
  add(frame: PaintedFrame, atMicros: number): void {
    if (this.#held !== undefined) this.#release(this.#held, this.#delays.until(atMicros / 1_000_000));
    this.#held = { frame, data: this.#compressor.compress(frame.pixels) };
    this.#frames++;
  }

  /** Says that no frame follows, and how long the last one is shown. */
  end(lastSeconds: number): void {
    if (this.#held !== undefined) this.#release(this.#held, this.#delays.last(lastSeconds));
    this.#held = undefined;
  }

  /** Writes what waits, until no more than `most` frames do. */
  async flush(most: number, write: (bytes: Uint8Array) => Promise<void> | void): Promise<void> {
    while (this.#waiting.length > most) {
      const { head, data, fillers } = this.#waiting.shift() as Pending;
      const image = await data;
      await write(head);
      await write(image);
      for (const filler of fillers) await write(filler);
    }
  }

  #release({ frame, data }: Held, delay: number): void {
    const [own, ...rest] = splitDelay(delay);
    const colors = frame.colors;
    const table = colors === undefined ? undefined : encodeTable(colors, tableLength(colors.length));
    const head = encodeFrameHead(frame.rect, own as number, table);
    this.#waiting.push({ head, data, fillers: rest.map(encodeFiller) });
    this.#endCentis += delay;
  }
}

/** A table has a power of two of colours. */
const tableLength = (colors: number): number => Math.max(2, 1 << Math.ceil(Math.log2(colors)));
