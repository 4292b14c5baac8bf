/** A number that only grows. */
export class Counter {
  #value = 0;

  get value(): number {
    return this.#value;
  }

  /** Throws a TypeError when `amount` is below 0. */
  inc(amount = 1): void {
    if (!(amount >= 0)) throw new TypeError(`amount: expected a number of at least 0, received ${amount}`);
    this.#value += amount;
  }
}

/** A number that goes up and down. */
export class Gauge {
  #value = 0;

  get value(): number {
    return this.#value;
  }

  set(value: number): void {
    this.#value = value;
  }

  inc(amount = 1): void {
    this.#value += amount;
  }

  dec(amount = 1): void {
    this.#value -= amount;
  }
}

/** How many observations fell into each bucket. `bounds` are the upper limits, ascending; one more holds the rest. */
export class Histogram {
  readonly bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  constructor(bounds: readonly number[]) {
    if (bounds.some((bound, index) => !(bound > (bounds[index - 1] ?? Number.NEGATIVE_INFINITY))))
      throw new TypeError(`bounds: expected ascending numbers, received ${bounds.join(', ')}`);
    this.bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  get sum(): number {
    return this.#sum;
  }

  get count(): number {
    return this.#counts.reduce((total, count) => total + count, 0);
  }

  /** Observations of at most each bound, and at the end all of them: ascending, as Prometheus wants them. */
  get cumulative(): readonly number[] {
    let total = 0;
    return Array.from(this.#counts, (count) => {
      total += count;
      return total;
    });
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && !(value <= (this.bounds[bucket] as number))) bucket++;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#sum += value;
  }
}
