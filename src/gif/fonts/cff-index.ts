import type { FontBytes } from './font-bytes.ts';

/** An INDEX of a CFF table: numbered pieces, read when they are asked for (Adobe TN 5176, section 5). */
export class CffIndex {
  readonly count: number;
  /** Where in the table the INDEX ends. */
  readonly end: number;
  readonly #table: FontBytes;
  readonly #offsetSize: number;
  readonly #offsets: number;
  readonly #data: number;

  /** `countSize`: 2 bytes in CFF, 4 in CFF2. Throws RangeError when it reaches out of the table. */
  constructor(table: FontBytes, at: number, countSize: 2 | 4) {
    const countView = table.view(at, countSize);
    this.count = countSize === 2 ? countView.getUint16(0) : countView.getUint32(0);
    this.#table = table;
    this.#offsets = at + countSize + 1;
    this.#offsetSize = this.count === 0 ? 1 : table.view(at + countSize, 1).getUint8(0);
    if (this.#offsetSize < 1 || this.#offsetSize > 4) throw new RangeError(`offsets of ${this.#offsetSize} bytes`);
    // Offsets count from the byte before the data.
    this.#data = this.#offsets + (this.count + 1) * this.#offsetSize - 1;
    this.end = this.count === 0 ? at + countSize : this.#data + this.#offsetsAt(this.count, 1)[0];
    if (this.end > table.length) throw new RangeError('an INDEX is cut off');
  }

  /** Throws RangeError when there is no such piece or it lies outside. */
  item(index: number): DataView {
    if (!(Number.isInteger(index) && index >= 0 && index < this.count))
      throw new RangeError(`no piece ${index} of ${this.count}`);
    const [start, end] = this.#offsetsAt(index, 2);
    return this.#table.view(this.#data + start, end - start);
  }

  #offsetsAt(index: number, count: 1 | 2): [number, number] {
    const size = this.#offsetSize;
    const view = this.#table.view(this.#offsets + index * size, count * size);
    const read = (at: number): number => {
      let value = 0;
      for (let byte = 0; byte < size; byte++) value = value * 256 + view.getUint8(at + byte);
      return value;
    };
    return [read(0), count === 2 ? read(size) : 0];
  }
}
