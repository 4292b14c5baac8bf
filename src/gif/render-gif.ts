import type { FontChain } from './fonts/font-chain.ts';
import { FramePainter } from './frame-painter.ts';
import { FrameWindows } from './frame-windows.ts';
import { encodeHeader, encodeTable, TABLE_COLORS, TABLE_OFFSET, TRAILER } from './gif-format.ts';
import type { GifOptions } from './gif-options.ts';
import { type Compressor, GifStream } from './gif-stream.ts';
import { openPicture, type Picture, type ScreenSize } from './picture.ts';
import type { TimedEvent } from './timed-event.ts';

/** The emulator takes at most 50 MB unparsed; this much is given to it at once. */
const BATCH_CHARACTERS = 1 << 20;
const BATCH_EVENTS = 1000;
/** Two bytes a pixel for each frame that waits. */
const WAITING_BYTES = 64 * 1024 * 1024;

/** What a GIF is made with. */
export interface GifPorts {
  readonly fonts: FontChain;
  readonly compressor: Compressor;
  /** Frames that may be painted and not yet written; fewer where pictures are large. */
  readonly framesAhead: number;
  /** Takes the bytes of the file in order. */
  readonly write: (bytes: Uint8Array) => Promise<void> | void;
  /** After each batch of events. */
  readonly onProgress?: (progress: GifProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface GifProgress {
  readonly frames: number;
  readonly bytes: number;
  readonly atMicros: number;
}

/** A GIF that was written, but for its table of colours: that belongs at `offset` of the file. */
export interface RenderedGif {
  readonly patch: { readonly offset: number; readonly bytes: Uint8Array };
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly bytes: number;
  /** Length of one turn. */
  readonly durationSeconds: number;
  /** Of the global table; frames may have tables of their own. */
  readonly colors: number;
  readonly hasLocalTables: boolean;
  readonly missing: readonly string[];
}

/**
 * Draws a recording as a GIF89a while it is read: memory does not grow with its length. Throws KpiError `GIF_SIZE`, what
 * the ports throw, and the signal's reason when it aborts.
 */
export async function renderGif(
  events: AsyncIterable<readonly TimedEvent[]>,
  size: { readonly initial: ScreenSize; readonly canvas: ScreenSize },
  { options, ports }: { readonly options: GifOptions; readonly ports: GifPorts },
): Promise<RenderedGif> {
  const picture = openPicture(size, options, ports.fonts);
  try {
    const renderer = new GifRenderer(picture, options, ports);
    await renderer.begin();
    for await (const batch of events) await renderer.feed(batch);
    return await renderer.end();
  } finally {
    picture.emulator.dispose();
  }
}

class GifRenderer {
  readonly #picture: Picture;
  readonly #options: GifOptions;
  readonly #ports: GifPorts;
  readonly #painter: FramePainter;
  readonly #windows: FrameWindows;
  readonly #stream: GifStream;
  readonly #framesAhead: number;
  /** The last event: what follows tells whether a window ends after it. */
  #last: TimedEvent | undefined;
  #bytes = 0;
  #failure: { readonly cause: unknown } | undefined;

  constructor(picture: Picture, options: GifOptions, ports: GifPorts) {
    this.#picture = picture;
    this.#options = options;
    this.#ports = ports;
    const { atlas, pairTable } = picture;
    const take = (length: number) => ports.compressor.take(length);
    this.#painter = new FramePainter({ atlas, pairTable, take }, options.theme.background);
    this.#windows = new FrameWindows(options.fps);
    this.#stream = new GifStream(ports.compressor);
    const { width, height } = picture.geometry;
    this.#framesAhead = Math.max(1, Math.min(ports.framesAhead, Math.floor(WAITING_BYTES / (2 * width * height))));
  }

  async begin(): Promise<void> {
    await this.#write(encodeHeader(this.#picture.geometry, this.#options.loops));
  }

  /** Feeds events in pieces between which the emulator and the writer catch up. */
  async feed(events: readonly TimedEvent[]): Promise<void> {
    let characters = 0;
    let count = 0;
    let from = this.#last?.atMicros ?? 0;
    for (const event of events) {
      if (this.#last !== undefined) this.#queue(this.#last, event.atMicros);
      this.#last = event;
      characters += event.kind === 'output' ? event.data.length : 0;
      count++;
      // No more frames than windows fit into the time, nor than events.
      const mostFrames = Math.min(count, 1 + ((event.atMicros - from) * this.#options.fps) / 1_000_000);
      if (mostFrames < this.#framesAhead && characters < BATCH_CHARACTERS && count < BATCH_EVENTS) continue;
      await this.#catchUp(this.#framesAhead);
      characters = count = 0;
      from = event.atMicros;
    }
    await this.#catchUp(this.#framesAhead);
  }

  async end(): Promise<RenderedGif> {
    if (this.#last !== undefined) this.#queue(this.#last, Number.POSITIVE_INFINITY);
    await this.#picture.emulator.drained();
    this.#check();
    // A recording that shows nothing is still a picture of its empty screen.
    if (this.#stream.frames === 0) this.#take(0);
    this.#stream.end(this.#options.lastFrameSeconds);
    await this.#catchUp(0);
    await this.#write(TRAILER);
    const { width, height } = this.#picture.geometry;
    return {
      patch: { offset: TABLE_OFFSET, bytes: encodeTable(this.#painter.globalColors, TABLE_COLORS) },
      width,
      height,
      frames: this.#stream.frames,
      bytes: this.#bytes,
      durationSeconds: this.#stream.endCentis / 100,
      colors: this.#painter.globalColors.length - 1,
      hasLocalTables: this.#painter.isLocal,
      missing: this.#picture.atlas.missing,
    };
  }

  #queue(event: TimedEvent, nextMicros: number): void {
    this.#picture.emulator.write(event.kind === 'output' ? event.data : '', () => {
      // Thrown in here, an error would end up in the emulator's timer.
      try {
        if (this.#failure === undefined) this.#after(event, nextMicros);
      } catch (cause) {
        this.#failure = { cause };
      }
    });
  }

  /** Runs when an event has taken effect and before the next one does. */
  #after(event: TimedEvent, nextMicros: number): void {
    const { emulator, screen } = this.#picture;
    if (event.kind === 'resize') emulator.resize(event.cols, event.rows);
    if (event.isHidden) return;
    if (this.#windows.isIdle) {
      screen.update();
      if (this.#painter.isVisible(screen)) this.#windows.open(event.atMicros);
    }
    const stamp = this.#windows.close(nextMicros);
    if (stamp !== undefined) this.#take(stamp);
  }

  #take(atMicros: number): void {
    this.#picture.screen.update();
    const frame = this.#painter.paint(this.#picture.screen);
    if (frame !== undefined) this.#stream.add(frame, atMicros);
  }

  async #catchUp(most: number): Promise<void> {
    await this.#picture.emulator.drained();
    this.#check();
    await this.#stream.flush(most, (bytes) => this.#write(bytes));
    this.#ports.onProgress?.({
      frames: this.#stream.frames,
      bytes: this.#bytes,
      atMicros: this.#last?.atMicros ?? 0,
    });
  }

  #check(): void {
    this.#ports.signal?.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure.cause;
  }

  #write(bytes: Uint8Array): Promise<void> | void {
    this.#bytes += bytes.length;
    return this.#ports.write(bytes);
  }
}
