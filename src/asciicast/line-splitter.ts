import { KpiError } from '../flow/index.ts';

/** One line of a recording. Larger than any recorder writes at once, small enough to hold and parse. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Cuts bytes into lines of UTF-8 text wherever the chunks end; a line is at most 16 MiB. */
export class LineSplitter {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #longest: number;
  #pieces: Uint8Array[] = [];
  #pending = 0;
  #lines = 0;

  constructor(longestBytes = LONGEST_LINE_BYTES) {
    this.#longest = longestBytes;
  }

  /** Lines handed out so far. */
  get lines(): number {
    return this.#lines;
  }

  /** Bytes of the line that has begun and not ended. */
  get pendingBytes(): number {
    return this.#pending;
  }

  /** The lines that end in this chunk, without their newline. */
  split(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#hold(chunk.subarray(from, end));
      lines.push(this.#take());
      from = end + 1;
    }
    // A copy: the caller may use its buffer again.
    if (from < chunk.length) this.#hold(chunk.slice(from));
    return lines;
  }

  /** What stands after the last newline; undefined when nothing does. */
  rest(): string | undefined {
    return this.#pending === 0 ? undefined : this.#take();
  }

  #hold(piece: Uint8Array): void {
    this.#pending += piece.length;
    if (this.#pending > this.#longest) {
      const limit = Math.round(this.#longest / 1024 / 1024);
      throw new KpiError('CAST_LINE', `line ${this.#lines + 1} of the recording is longer than ${limit} MB`, {
        hint: 'No recorder writes such a line; the file is damaged or is something else.',
      });
    }
    this.#pieces.push(piece);
  }

  #take(): string {
    const whole = this.#pieces.length === 1 ? (this.#pieces[0] as Uint8Array) : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#pending = 0;
    this.#lines++;
    const text = this.#decoder.decode(whole);
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }
}
