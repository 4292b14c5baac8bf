/** Red, green and blue, not rounded. */
export type Triple = readonly [number, number, number];

/** Chosen colours, sorted by green so that a search can stop early: nothing nearer lies further off in green alone. */
export class ColorCenters {
  readonly size: number;
  readonly #red: Float64Array;
  readonly #green: Float64Array;
  readonly #blue: Float64Array;
  /** Where to begin, by green. */
  readonly #starts = new Uint8Array(256);

  constructor(means: readonly Triple[]) {
    const sorted = [...means].sort((one, other) => one[1] - other[1]);
    this.size = sorted.length;
    this.#red = Float64Array.from(sorted, (mean) => mean[0]);
    this.#green = Float64Array.from(sorted, (mean) => mean[1]);
    this.#blue = Float64Array.from(sorted, (mean) => mean[2]);
    for (let green = 0, place = 0; green < 256; green++) {
      while (place < this.size - 1 && (this.#green[place] as number) < green) place++;
      this.#starts[green] = place;
    }
  }

  at(place: number): Triple {
    return [this.#red[place] as number, this.#green[place] as number, this.#blue[place] as number];
  }

  rounded(): number[] {
    return Array.from({ length: this.size }, (_, place) => {
      const [red, green, blue] = this.at(place).map(Math.round) as [number, number, number];
      return (red << 16) | (green << 8) | blue;
    });
  }

  nearest(color: number): number {
    const red = color >> 16;
    const green = (color >> 8) & 0xff;
    const blue = color & 0xff;
    let up = this.#starts[green] as number;
    let down = up - 1;
    let best = up;
    let least = Number.POSITIVE_INFINITY;
    while (up < this.size || down >= 0) {
      if (up < this.size) {
        const dg = (this.#green[up] as number) - green;
        if (dg > 0 && dg * dg >= least) up = this.size;
        else {
          const dr = (this.#red[up] as number) - red;
          const db = (this.#blue[up] as number) - blue;
          const distance = dr * dr + dg * dg + db * db;
          if (distance < least) {
            least = distance;
            best = up;
          }
          up++;
        }
      }
      if (down >= 0) {
        const dg = green - (this.#green[down] as number);
        if (dg > 0 && dg * dg >= least) down = -1;
        else {
          const dr = (this.#red[down] as number) - red;
          const db = (this.#blue[down] as number) - blue;
          const distance = dr * dr + dg * dg + db * db;
          if (distance < least) {
            least = distance;
            best = down;
          }
          down--;
        }
      }
    }
    return best;
  }
}
