/** Counts how often each colour occurs, and gives each an index in order of appearance. Colours are 0xRRGGBB. */
export class ColorCounts {
  #slots = new Int32Array(1 << 12);
  #colors = new Int32Array(1 << 11);
  #counts = new Float64Array(1 << 11);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** By index; the first `size` are valid. */
  get colors(): Int32Array {
    return this.#colors;
  }

  get counts(): Float64Array {
    return this.#counts;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
  }

  add(color: number, count: number): void {
    const slot = this.#slotOf(color);
    const place = (this.#slots[slot] as number) - 1;
    if (place >= 0) {
      this.#counts[place] = (this.#counts[place] as number) + count;
      return;
    }
    this.#colors[this.#size] = color;
    this.#counts[this.#size] = count;
    this.#slots[slot] = ++this.#size;
    if (this.#size === this.#colors.length) this.#grow();
  }

  /** Index of a colour, or -1. */
  indexOf(color: number): number {
    return (this.#slots[this.#slotOf(color)] as number) - 1;
  }

  /** The slot that holds the colour, or the free one where it belongs. */
  #slotOf(color: number): number {
    const mask = this.#slots.length - 1;
    let slot = (Math.imul(color, 0x9e3779b1) >>> 8) & mask;
    for (let place = this.#slots[slot] as number; place !== 0; place = this.#slots[slot] as number) {
      if (this.#colors[place - 1] === color) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const { length } = this.#colors;
    const colors = new Int32Array(length * 2);
    colors.set(this.#colors);
    const counts = new Float64Array(length * 2);
    counts.set(this.#counts);
    this.#colors = colors;
    this.#counts = counts;
    this.#slots = new Int32Array(length * 4);
    for (let place = 0; place < this.#size; place++) this.#slots[this.#slotOf(colors[place] as number)] = place + 1;
  }
}
