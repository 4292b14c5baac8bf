/** Named counts that only grow: what was seen, dropped, lost, by cause. */
export class Counters<Name extends string> {
  readonly #counts = new Map<Name, number>();

  add(name: Name, amount = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + amount);
  }

  get(name: Name): number {
    return this.#counts.get(name) ?? 0;
  }

  snapshot(): Readonly<Partial<Record<Name, number>>> {
    return Object.fromEntries(this.#counts) as Partial<Record<Name, number>>;
  }
}

/** How many a second lately: a sliding window of whole seconds, so that it costs the same at any rate. */
export class RateMeter {
  readonly #buckets: Float64Array;
  #second = 0;
  #total = 0;

  constructor(windowSeconds = 5) {
    this.#buckets = new Float64Array(windowSeconds + 1);
  }

  get total(): number {
    return this.#total;
  }

  add(nowMs: number, amount = 1): void {
    this.#advance(nowMs);
    const index = this.#second % this.#buckets.length;
    this.#buckets[index] = (this.#buckets[index] ?? 0) + amount;
    this.#total += amount;
  }

  /** The mean of the newest `seconds` whole seconds in the window, of all by default; the running one does not count. */
  perSecond(nowMs: number, seconds = this.#buckets.length - 1): number {
    return this.slots(nowMs, seconds).reduce((sum, count) => sum + count, 0) / seconds;
  }

  /** How many in each of the newest `seconds` whole seconds, oldest first. */
  slots(nowMs: number, seconds = this.#buckets.length - 1): number[] {
    this.#advance(nowMs);
    const { length } = this.#buckets;
    return Array.from(
      { length: seconds },
      (_, index) => this.#buckets[(this.#second - seconds + index + length) % length] ?? 0,
    );
  }

  #advance(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    if (second <= this.#second) return;
    const steps = Math.min(second - this.#second, this.#buckets.length);
    for (let step = 0; step < steps; step++) this.#buckets[(second - step) % this.#buckets.length] = 0;
    this.#second = second;
  }
}
