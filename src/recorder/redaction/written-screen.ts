import { codePointWidth } from '../../text/index.ts';
import type { RecordedBody, Recording } from '../recording.ts';
import { HeldOutput } from './held-output.ts';
import { type SequenceKind, VtScanner, type VtVisitor } from './vt-scanner.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Writes what `FrameEncoder` makes, and knows where in the file the character of each cell is: for a secret of which a
 * part was written before it could be known. It understands what the encoder of the terminal layer writes.
 */
export class WrittenScreen implements VtVisitor {
  readonly #held: HeldOutput;
  readonly #scanner = new VtScanner();
  #cols: number;
  #rows: number;
  /** Place in the stream of the character that drew each cell last, also of one that was erased; -1: none. */
  #positions: Float64Array;
  #base = 0;
  #x = 0;
  #y = 0;
  #margins = { top: 0, bottom: 0 };

  constructor(recording: Recording, { cols, rows }: { readonly cols: number; readonly rows: number }) {
    this.#held = new HeldOutput(recording);
    this.#cols = cols;
    this.#rows = rows;
    this.#positions = new Float64Array(cols * rows).fill(-1);
  }

  /** Characters of secrets that stay in the file, as their place was forgotten. */
  get lost(): number {
    return this.#held.lost;
  }

  write(body: RecordedBody, atMicros: number): void {
    const base = this.#held.add({ ...body, atMicros }, 0);
    this.#held.seen(base);
    this.#held.release(Number.POSITIVE_INFINITY);
    if (body.kind === 'resize') this.#resize(body.cols, body.rows);
    if (body.kind !== 'output') return;
    this.#base = base;
    this.#scanner.scan(body.data, this);
  }

  /** Overwrites the character of a cell that is not blank in the file. True when there was one that was not masked. */
  mask(cell: number): boolean {
    const position = this.#positions[cell] ?? -1;
    return position >= 0 && this.#held.mask(position);
  }

  print(text: string, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const code = text.codePointAt(at) as number;
      const width = codePointWidth(code);
      if (width > 0 && this.#x < this.#cols) this.#positions[this.#y * this.#cols + this.#x] = this.#base + at;
      if (width === 2 && this.#x + 1 < this.#cols) this.#positions[this.#y * this.#cols + this.#x + 1] = -1;
      this.#x += width;
      if (code > 0xffff) at++;
    }
  }

  control(code: number): void {
    if (code === CR) this.#x = 0;
    else if (code === LF) this.#y = Math.min(this.#rows - 1, this.#y + 1);
  }

  sequence(kind: SequenceKind, body: string): void {
    if (kind !== 'csi') return;
    const [first, second] = body.slice(0, -1).split(';').map(Number);
    switch (body.at(-1)) {
      case 'H':
        this.#y = (first || 1) - 1;
        this.#x = (second || 1) - 1;
        break;
      case 'C':
        this.#x += first || 1;
        break;
      case 'r':
        this.#margins = { top: (first || 1) - 1, bottom: (second || this.#rows) - 1 };
        break;
      case 'S':
        this.#scroll(first || 1);
        break;
      case 'T':
        this.#scroll(-(first || 1));
        break;
    }
  }

  /** Moves the rows between the margins up by `count`; negative: down. */
  #scroll(count: number): void {
    const { top, bottom } = this.#margins;
    const area = this.#positions.subarray(top * this.#cols, (bottom + 1) * this.#cols);
    const cells = Math.min(Math.abs(count) * this.#cols, area.length);
    if (count > 0) {
      area.copyWithin(0, cells);
      area.fill(-1, area.length - cells);
    } else {
      area.copyWithin(cells, 0, area.length - cells);
      area.fill(-1, 0, cells);
    }
  }

  #resize(cols: number, rows: number): void {
    this.#cols = cols;
    this.#rows = rows;
    this.#positions = new Float64Array(cols * rows).fill(-1);
  }
}
