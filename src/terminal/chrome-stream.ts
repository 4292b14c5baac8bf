import { PassThrough, Writable } from 'node:stream';

/** The stdout Ink sees: with `debug: true` each commit arrives as one whole frame. */
export class ChromeOutput extends Writable {
  /** Keeps cursor codes and capability probes out of the stream. */
  readonly isTTY = false;
  columns: number;
  rows: number;
  readonly #onFrame: (frame: string) => void;

  constructor(size: { readonly cols: number; readonly rows: number }, onFrame: (frame: string) => void) {
    super({ decodeStrings: false });
    this.columns = size.cols;
    this.rows = size.rows;
    this.#onFrame = onFrame;
  }

  /** Ink lays out and commits again, in this very call. */
  resize(cols: number, rows: number): void {
    this.columns = cols;
    this.rows = rows;
    this.emit('resize');
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    const frame = chunk.toString();
    // '' comes when Ink clears for a narrower width, '\n' at unmount: neither is a frame.
    if (frame !== '' && frame !== '\n') this.#onFrame(frame);
    done();
  }
}

/** The stdin Ink sees: a terminal on which nothing is ever typed. Keys go through `onInput` and the keymap. */
export class ChromeInput extends PassThrough {
  readonly isTTY = true;

  setRawMode(_isRaw: boolean): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
